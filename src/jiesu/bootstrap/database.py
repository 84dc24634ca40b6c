# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The database of this deployment: the one addressed, else our own server, started if need be."""

import secrets
import time

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jiesu.adapters.postgres.binaries import OLDEST_MAJOR
from jiesu.adapters.postgres.server import Dsn, Plan, Server, start_server
from jiesu.adapters.postgres.server import stop_server as stop_own_server
from jiesu.adapters.postgres.troubles import (
    BadDatabaseUrl,
    NotOurServer,
    Recovering,
    Report,
    TooOldServer,
    UnreachableDatabase,
    quiet,
)
from jiesu.bootstrap.settings import Settings

_PASSWORD_BYTES = 24
_CONNECT_SECONDS = 10
_ASK_AGAIN = 1.0  # seconds between two questions to a server that is still starting
_SHOWN = ("host", "port", "dbname", "user")  # of an address, in messages; never the password
_VERSION_STEP = 10_000  # PostgreSQL writes 15.18 as 150018


def ensure_server(settings: Settings, report: Report = quiet) -> Dsn:
    """Return the address of a database that answers.

    With ``DATABASE_URL`` it is asked and its version checked; a starting or recovering server is
    waited for. Without, our own server in ``settings.home`` is found, started or made.

    Raises:
        Trouble: A subclass in ``adapters.postgres.troubles`` names what is in the way.
    """
    if settings.database_url is not None:
        return checked_address(settings.database_url.get_secret_value(), report)
    return own_server(settings, report).dsn


def own_server(settings: Settings, report: Report = quiet) -> Server:
    """Return our own server in ``settings.home``, started if it is not running."""
    plan = Plan(port=settings.postgres_port, programs=settings.pg_bin)
    return start_server(settings.home, plan, new_password=new_password, report=report)


def stop_server(settings: Settings, report: Report = quiet) -> bool:
    """Stop our own server; tell whether there was one to stop.

    Raises:
        NotOurServer: ``DATABASE_URL`` names somebody else's.
    """
    if settings.database_url is not None:
        raise NotOurServer(home=settings.home)
    return stop_own_server(settings.home, report)


def is_running(settings: Settings) -> bool:
    """Tell whether our own server in ``settings.home`` runs already."""
    return Server.find(settings.home) is not None


def revive_server(settings: Settings) -> bool:
    """Start our own server again if it has ended; tell whether it had.

    PostgreSQL mends itself after most accidents, but ends for good when its recovery is killed.
    """
    if settings.database_url is not None or is_running(settings):
        return False
    own_server(settings)
    return True


def checked_address(url: str, report: Report = quiet) -> Dsn:
    """Return ``url`` once its server answers and is new enough.

    Raises:
        BadDatabaseUrl, UnreachableDatabase, TooOldServer: see there.
    """
    place = _place_of(url)
    began = time.monotonic()
    while True:
        try:
            with psycopg.connect(_impatient(url)) as connection:
                _require_version(place, connection.info.server_version)
                return Dsn(url)
        except psycopg.OperationalError as error:
            if not _is_starting(error):
                raise UnreachableDatabase(place=place, reason=_reason(error)) from None
            report(Recovering(seconds=int(time.monotonic() - began), line=_reason(error)))
            time.sleep(_ASK_AGAIN)


def is_unused(dsn: Dsn) -> bool:
    """Tell whether nothing was ever stored there: not one migration was applied."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
    return bool(row and row[0])


def new_password() -> str:
    """Return a fresh password for a server of our own."""
    return secrets.token_urlsafe(_PASSWORD_BYTES)


def _impatient(url: str) -> str:
    """Return ``url`` with a time-out for silent machines, unless it names its own."""
    asked = "connect_timeout" in conninfo_to_dict(url)
    return url if asked else make_conninfo(url, connect_timeout=_CONNECT_SECONDS)


def _place_of(url: str) -> str:
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise BadDatabaseUrl from None
    return " ".join(f"{name}={parts[name]}" for name in _SHOWN if name in parts)


def _require_version(place: str, number: int) -> None:
    if number // _VERSION_STEP < OLDEST_MAJOR:
        version = f"{number // _VERSION_STEP}.{number % _VERSION_STEP}"
        raise TooOldServer(place=place, version=version)


def _is_starting(error: psycopg.OperationalError) -> bool:
    """Tell a server that is starting up or recovering from one that is not there."""
    return isinstance(error, psycopg.errors.CannotConnectNow) or (
        "the database system is" in str(error) and "shutting" not in str(error)
    )


def _reason(error: psycopg.Error) -> str:
    return str(error).strip().splitlines()[-1].strip()
