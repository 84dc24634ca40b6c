# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Lists on PostgreSQL: one statement a page, along an index in the order shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from psycopg.rows import class_row

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.lists import (
    PAGE_SIZE,
    AppealRow,
    AppealView,
    CallBackRow,
    CallBackView,
    CountedPage,
    Cursor,
    OrderRow,
    OrderView,
    Page,
    Viewer,
)
from jiesu.kernel.instants import Instant, instant

R = TypeVar("R", OrderRow, AppealRow, CallBackRow)


@dataclass(frozen=True, slots=True)
class _View:
    """What a view shows: its condition, and the column it is ordered by.

    Where its condition names a unit as ``own.unit``, it is asked for each of the viewer's units.
    """

    condition: str
    key: str
    newest_first: bool = False
    indexed: bool = True
    """Whether an index has its rows in its order."""


_OWN = "o.unit = own.unit"
_OPEN = "o.closed_at IS NULL"
_VIEWS: Mapping[str, Mapping[str, _View]] = {
    "order": {
        OrderView.OPEN: _View(f"{_OWN} AND {_OPEN}", "o.handling_due"),
        OrderView.NEW: _View(f"{_OWN} AND {_OPEN} AND o.state = 'assigned'", "o.handling_due"),
        OrderView.LATE: _View(
            f"{_OWN} AND {_OPEN} AND o.handling_due <= %(now)s", "o.handling_due"
        ),
        OrderView.TODAY: _View(
            f"{_OWN} AND {_OPEN} AND o.handling_due > %(now)s AND o.handling_due <= %(tonight)s",
            "o.handling_due",
        ),
        OrderView.COPIES: _View(
            f"o.copies && %(units)s::text[] AND {_OPEN}", "o.handling_due", indexed=False
        ),
        OrderView.DONE: _View(
            f"{_OWN} AND o.closed_at IS NOT NULL", "o.closed_at", newest_first=True
        ),
    },
    "appeal": {
        AppealView.WAITING: _View("a.state = 'registered'", "a.dispatch_due"),
        AppealView.LATE: _View(
            "a.state = 'registered' AND a.dispatch_due <= %(now)s", "a.dispatch_due"
        ),
        AppealView.RECENT: _View("true", "a.registered_at", newest_first=True),
    },
    "callback": {
        CallBackView.OPEN: _View("c.state = 'open'", "c.asking_due"),
        CallBackView.LATE: _View("c.state = 'open' AND c.asking_due <= %(now)s", "c.asking_due"),
        CallBackView.ANSWERED: _View("c.state = 'answered'", "c.ended_at", newest_first=True),
    },
}
"""By row and view: equal words of different lists are different views."""
_ROWS: Mapping[type, tuple[str, str]] = {
    OrderRow: ("order", "o"),
    AppealRow: ("appeal", "a"),
    CallBackRow: ("callback", "c"),
}
"""By row: the list, and how its table is called in a statement."""


class PgLists:
    """``CaseLists`` over the store; it is told the local day of an instant, and when it ends."""

    def __init__(
        self,
        store: PgStore,
        local_day: Callable[[Instant], date],
        day_end: Callable[[Instant], Instant],
    ) -> None:
        self._store = store
        self._local_day = local_day
        self._day_end = day_end

    def orders(
        self, view: OrderView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> Page[OrderRow]:
        """Return a page of orders; see the port."""
        return self._page(OrderRow, view, viewer, now, cursor, size)

    def appeals(
        self, view: AppealView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> Page[AppealRow]:
        """Return a page of appeals; see the port."""
        return self._page(AppealRow, view, viewer, now, cursor, size)

    def callbacks(
        self,
        view: CallBackView,
        viewer: Viewer,
        now: Instant,
        cursor: Cursor,
        size: int = PAGE_SIZE,
    ) -> Page[CallBackRow]:
        """Return a page of call-backs; see the port."""
        return self._page(CallBackRow, view, viewer, now, cursor, size)

    def inbox(
        self, view: OrderView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> CountedPage[OrderRow]:
        """Return a page of orders with all counts; see the port."""
        return self._counted(OrderRow, view, viewer, now, cursor, size)

    def desk(
        self, view: AppealView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> CountedPage[AppealRow]:
        """Return a page of appeals with all counts; see the port."""
        return self._counted(AppealRow, view, viewer, now, cursor, size)

    def found(self, tokens: Sequence[bytes], viewer: Viewer, limit: int) -> list[AppealRow]:
        """Return the newest appeals with these contact details; see the port."""
        return self._some("found", viewer, {"tokens": list(tokens), "limit": limit})

    def of_contact(self, interaction: UUID, viewer: Viewer) -> list[AppealRow]:
        """Return the appeals of one call; see the port."""
        return self._some("of_contact", viewer, {"interaction": interaction})

    def rows(self, appeals: Sequence[UUID], viewer: Viewer) -> list[AppealRow]:
        """Return these appeals; see the port."""
        return self._some("rows", viewer, {"appeals": list(appeals)})

    def _page(  # noqa: PLR0913 -- the parts of one page
        self,
        row: type[R],
        view: StrEnum,
        viewer: Viewer,
        now: Instant,
        cursor: Cursor,
        size: int,
    ) -> Page[R]:
        text = _page_statement(*_ROWS[row], view, _shape_of(cursor, size))
        with self._store.connection() as connection:
            cur = connection.cursor(row_factory=class_row(row))
            found = cur.execute(text, self._facts(viewer, now, cursor)).fetchall()
        return _page_of(found, row, view, cursor, size)

    def _counted(  # noqa: PLR0913 -- the parts of one page
        self,
        row: type[R],
        view: StrEnum,
        viewer: Viewer,
        now: Instant,
        cursor: Cursor,
        size: int,
    ) -> CountedPage[R]:
        text = _counted_statement(*_ROWS[row], view, _shape_of(cursor, size))
        with self._store.connection() as connection:
            cur = connection.execute(text, self._facts(viewer, now, cursor))
            names = [column.name for column in cur.description or ()][1:]
            lines = cur.fetchall()
        place = names.index("id") + 1
        found = [
            row(**dict(zip(names, line[1:], strict=True)))
            for line in lines
            if line[place] is not None
        ]
        return CountedPage(_page_of(found, row, view, cursor, size), lines[0][0])

    def _facts(self, viewer: Viewer, now: Instant, cursor: Cursor) -> dict[str, Any]:
        return {
            "units": list(viewer.units),
            "account": viewer.account,
            "now": now,
            "tonight": self._day_end(now),
            "day": self._local_day(now).isoformat(),
            "at": cursor.at,
            "id": cursor.id,
        }

    def _some(self, name: str, viewer: Viewer, facts: dict[str, Any]) -> list[AppealRow]:
        eyes = {"units": list(viewer.units), "account": viewer.account}
        with self._store.connection() as connection:
            cur = connection.cursor(row_factory=class_row(AppealRow))
            return cur.execute(_statement(name, "appeal"), {**facts, **eyes}).fetchall()


def _page_of(found: list[R], row: type[R], view: StrEnum, cursor: Cursor, size: int) -> Page[R]:
    """Return what was found as a page: more rows than it shows mean that there is another."""
    more, shown = len(found) > size, found[:size]
    if cursor.backwards:
        shown.reverse()
    return _linked(shown, _VIEWS[_ROWS[row][0]][view].key.partition(".")[2], cursor, more=more)


def _linked(shown: list[R], key: str, cursor: Cursor, *, more: bool) -> Page[R]:
    """Return the page with the marks of its neighbours."""
    if not shown:
        return Page((), None, None)
    forwards = _mark(shown[-1], key, backwards=False)
    backwards = _mark(shown[0], key, backwards=True)
    if cursor.backwards:
        at_end = cursor.at is None
        return Page(tuple(shown), None if at_end else forwards, backwards if more else None)
    return Page(tuple(shown), forwards if more else None, backwards if cursor.at else None)


def _mark(row: OrderRow | AppealRow | CallBackRow, key: str, *, backwards: bool) -> Cursor:
    return Cursor(instant(getattr(row, key)), row.id, backwards)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a page stands in its statement: which way, from where, how many rows at most."""

    backwards: bool
    begun: bool
    most: int


def _shape_of(cursor: Cursor, size: int) -> _Shape:
    """Return the shape of a page; of rows it takes one more than shown, rounded to few sizes."""
    most = -(-size // PAGE_SIZE) * PAGE_SIZE + 1
    return _Shape(cursor.backwards, cursor.at is not None, most)


@cache
def _page_statement(prefix: str, of: str, view: StrEnum, page: _Shape) -> str:
    named, shape = statements("lists"), _VIEWS[prefix][view]
    downwards = shape.newest_first is not page.backwards
    beyond = f"({shape.key}, {of}.id) {'<' if downwards else '>'} (%(at)s, %(id)s)"
    picked = named["picked" if shape.indexed else "picked_sorted"]
    if "own.unit" in shape.condition:
        picked = named["picked_of_own"].replace("{picked}", picked)
    whole = prefix == "appeal"
    parts = {
        "picked": picked,
        "appeal": "" if whole else named["its_appeal"],
        "seen": named["not_accused" if whole else "its_appeal_not_accused"],
        "table": named[f"{prefix}_table"],
        "condition": shape.condition,
        "beyond": beyond if page.begun else "true",
        "key": shape.key,
        "of": of,
        "way": "DESC" if downwards else "ASC",
        "most": str(page.most),
    }
    return _filled(named["page"], prefix, parts)


@cache
def _counted_statement(prefix: str, of: str, view: StrEnum, page: _Shape) -> str:
    named, shape = statements("lists"), _VIEWS[prefix][view]
    parts = {
        "counts": named[f"{prefix}_counts"],
        "page": _page_statement(prefix, of, view, page),
        "shown_key": shape.key.partition(".")[2],
        "way": "DESC" if shape.newest_first is not page.backwards else "ASC",
    }
    return _filled(named["counted"], prefix, parts)


@cache
def _statement(name: str, prefix: str) -> str:
    return _filled(statements("lists")[name], prefix, {})


def _filled(text: str, prefix: str, parts: Mapping[str, str]) -> str:
    """Return a statement with its pieces in place; what stands in a piece comes after it."""
    named = statements("lists")
    common = {
        "columns": named[f"{prefix}_columns"],
        "texts": named["texts"],
        "accusing": named["accusing"],
        "not_accused": named["not_accused"],
    }
    for name, piece in {**parts, **common}.items():
        text = text.replace(f"{{{name}}}", piece)
    return text
