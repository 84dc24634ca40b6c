# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Django set up for tests: everything there is, no database yet, keys that are nobody's."""

from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher

from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import configure_web, lay_out


class QuickArgon2(Argon2PasswordHasher):
    """As in a city, but cheap: tests guess no passwords."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


HOME: list[Path] = []
_LAID_OUT: list[Path] = []


def settings_for_tests(**changes: object) -> Settings:
    """Return the settings tests of pages work with: a demonstration in Chinese."""
    return Settings(**{"home": HOME[0], "demo": True, **changes})


def set_up_pages(home: Path) -> None:
    """Set Django up for this process, once."""
    if HOME:
        return
    HOME.append(home)
    configure_web(
        settings_for_tests(),
        None,
        SECRET_KEY="a key for tests that signs nothing anybody would believe",
        PASSWORD_HASHERS=["tests.builders.pages.QuickArgon2"],
        JIESU_FACTOR_KEY=lambda: b"f" * 32,
    )


def lay_out_pages() -> None:
    """Lay out static files and translations, once a process."""
    if not _LAID_OUT:
        lay_out(settings_for_tests())
        _LAID_OUT.append(HOME[0])
