# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the commands that need a city share: opening it, and who sits at this console."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from jiesu.bootstrap.settings import Settings
    from jiesu.bootstrap.wiring import City
    from jiesu.domain.access import Actor

As = Annotated[
    str, typer.Option("--as", help="Who acts: ROLE, or ROLE@UNIT for roles bound to a unit.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@contextmanager
def opened_city(*, reading: bool = False) -> Iterator[tuple["City", "Settings"]]:
    """Lend the city of the settings, and give its connections back.

    With ``reading`` nothing is decided; see :func:`jiesu.bootstrap.wiring.open_city`.
    """
    from jiesu.bootstrap.settings import load_settings
    from jiesu.bootstrap.wiring import open_city

    settings = load_settings()
    city = open_city(settings, reading=reading)
    try:
        yield city, settings
    finally:
        city.close()


def require(city: "City", as_: str, permission: str) -> "Actor":
    """Let whoever uses this console go on only with a role that carries ``permission`` today.

    Raises:
        NotPermitted: it does not.
    """
    from jiesu.application.doors import actor_from_text
    from jiesu.domain.access import authorise

    actor = actor_from_text(as_, console_account())
    today = city.policy.calendar.local_day(city.clock.now())
    authorise(actor, permission, city.policy.access, today)
    return actor


def console_account() -> str:
    """Return the account that stands in the log for whoever uses this console.

    The login's name; its number where it has none, as in some containers, or none the log can keep.
    """
    import getpass
    import os

    from jiesu.domain.access import NotAnAccount, check_account

    try:
        account = f"console:{getpass.getuser()}"
        check_account(account)
    except (KeyError, OSError, NotAnAccount):
        return f"console:uid-{os.getuid()}"
    return account
