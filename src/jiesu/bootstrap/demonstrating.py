# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A demonstration made ready: only in a database that holds nothing or is marked as one."""

import secrets
import socket
from contextlib import suppress
from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from jiesu.adapters.store.demonstration import (
    DemoMark,
    holds_anything,
    last_pack,
    note_filled,
    read_mark,
    set_mark,
    wipe,
)
from jiesu.application.amending import stamp_from_text
from jiesu.application.lists import AppealView, Cursor, Viewer
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.chance import REAL_ENTROPY
from jiesu.bootstrap.database import ensure_server
from jiesu.bootstrap.pages import LOOPBACK
from jiesu.bootstrap.preparing import prepare
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City, SystemClock
from jiesu.domain.appeals.model import AppealState
from jiesu.kernel.errors import Conflict, Refusal
from jiesu.kernel.text import Text

_A_MONTH = timedelta(days=30)
_DOORS = (
    (Text("首页", "start"), "home"),
    (Text("提诉求", "appeal"), "citizen:appeal"),
    (Text("查进度", "follow"), "citizen:track"),
    (Text("坐席与派单", "operators and dispatchers"), "operator:desk"),
    (Text("承办单位", "units"), "unit:inbox"),
    (Text("回访", "call-backs"), "evaluation:asking"),
    (Text("考评排名", "rankings"), "evaluation:ranking-now"),
    (Text("政策依据", "the law"), "citizen:law"),
)
_SEEDS = 1_000_000


class NotADemonstration(Refusal):
    """The database holds something that no demonstration made."""

    what = Text(
        "{home} 对应的数据库中已有数据，且不是演示数据，演示不会动它。",
        "The database of {home} holds data that is no demonstration; it stays untouched.",
    )
    next_step = Text(
        "请为演示另选目录（例如 JIESU_HOME=var/demo），并确认 DATABASE_URL 未指向正式数据库。",
        "Give the demonstration a folder of its own (JIESU_HOME=var/demo, for example), and see "
        "that DATABASE_URL does not point at a real city.",
    )


class PortInUse(Conflict):
    """Somebody else listens where the pages should."""

    what = Text("端口 {port} 已被占用。", "Port {port} is in use.")
    next_step = Text(
        "请换一个端口：jiesu demo --port 8001。", "Choose another one: jiesu demo --port 8001."
    )


def demo_settings(settings: Settings, port: int) -> Settings:
    """Return the settings of a demonstration: marked as one, and served on this machine alone."""
    changes = {"demo": True, "web_bind": f"{LOOPBACK}:{port}", "notify": "file"}
    return settings.model_copy(update=changes)


def require_free(port: int) -> None:
    """Make sure that the pages can listen on ``port``.

    Raises:
        PortInUse: somebody does.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            raise PortInUse(port=port) from None


def find_demo(settings: Settings) -> DemoMark | None:
    """Return the demonstration that is there; None where nothing is.

    Raises:
        NotADemonstration: something else is there.
    """
    dsn = ensure_server(settings)
    mark = read_mark(dsn)
    if mark is None and holds_anything(dsn):
        raise NotADemonstration(home=str(settings.home))
    return mark


def make_demo(settings: Settings, seed: int | None) -> DemoMark:
    """Mark an empty database as a demonstration and lay out the tables of a city in it.

    What an earlier demonstration left is deleted.

    Raises:
        NotADemonstration: something else is there.
    """
    dsn = ensure_server(settings)
    if find_demo(settings) is not None:
        wipe(dsn)
    chosen = secrets.randbelow(_SEEDS) if seed is None else seed
    mark = set_mark(dsn, chosen, SystemClock().now())
    prepare(settings)
    return mark


def another_city(settings: Settings, policy: CityPolicy) -> str | None:
    """Return the id of the pack a whole demonstration was told with, if it is not ``policy``'s."""
    stamp = last_pack(ensure_server(settings))
    told = stamp_from_text(stamp).id if stamp else policy.identity.id
    return None if told == policy.identity.id else told


def end_of_filling(settings: Settings) -> None:
    """Note that the town of the demonstration is whole."""
    note_filled(ensure_server(settings), SystemClock().now())


def doors(settings: Settings) -> list[tuple[Text, str]]:
    """Return the doors there are, by name and address; pages of other versions are left out."""
    found = []
    for name, route in _DOORS:
        with suppress(NoReverseMatch):
            found.append((name, f"http://{settings.web_bind}{reverse(route)}"))
    return found


def a_case_to_follow(city: City) -> tuple[str, str] | None:
    """Return number and fresh code of an appeal that is on its way, None where there is none.

    Call it only after accounts were opened: codes lie beside them.
    """
    from jiesu.adapters.identity.tokens import (  # noqa: PLC0415 -- needs Django set up
        AppealTokens,
        spoken_code,
    )

    now = city.clock.now()
    rows = city.lists.appeals(AppealView.RECENT, Viewer("demo", ()), now, Cursor()).rows
    on_their_way = [row for row in rows if row.state == AppealState.DISPATCHED]
    if not on_their_way:
        return None
    row = on_their_way[len(on_their_way) // 2]
    tokens = AppealTokens(city.clock, REAL_ENTROPY)
    return row.number, spoken_code(tokens.issue(row.id, _A_MONTH))
