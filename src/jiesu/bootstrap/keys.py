# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The key files of a new deployment, made once and never replaced."""

import os
import secrets
from pathlib import Path

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.personal.vault import KEY_SIZE
from jiesu.bootstrap.settings import Settings

_SIGNING_BYTES = 48


def make_missing_keys(settings: Settings) -> list[Path]:
    """Make the master key and Django's signing key where they are missing; return those made.

    Call it only for a database in which nothing was stored: a new master key reads nothing old.

    Raises:
        KeyFileUnusable: The folder cannot be made or written.
    """
    made = []
    if not settings.master_key_file.exists():
        create_key_file(settings.master_key_file, secrets.token_bytes)
        made.append(settings.master_key_file)
    if make_signing_key(settings):
        made.append(settings.secret_key_file)
    return made


def new_master_key() -> bytes:
    """Return a master key that is kept nowhere: for benches and trials."""
    return secrets.token_bytes(KEY_SIZE)


def make_signing_key(settings: Settings) -> bool:
    """Make the key that signs sessions if there is none; losing it only ends sessions."""
    path = settings.secret_key_file
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(_SIGNING_BYTES))
    return True
