# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city made ready from nothing: server, keys, tables. Doing it again changes nothing."""

from datetime import UTC, datetime

from jiesu.adapters.store.migrate import migrate
from jiesu.bootstrap.database import ensure_server, is_unused
from jiesu.bootstrap.keys import make_missing_keys, make_signing_key
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import configure_web


def prepare(settings: Settings) -> tuple[str, ...]:
    """Start the database, make missing keys of a new city, apply migrations; return those applied.

    Raises:
        Trouble: the server cannot be started or reached, or a key file cannot be used.
    """
    dsn = ensure_server(settings)
    if is_unused(dsn):
        make_missing_keys(settings)
    make_signing_key(settings)  # also where an older city is served from a new folder
    configure_web(settings, dsn)
    return migrate(dsn, datetime.now(UTC).date())
