# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Lists people work from: orders of a unit, appeals of the desk, call-backs; page by page.

Paging is by key, never by counting rows: the last page costs what the first costs. Whoever an
appeal complains of does not find it in any list.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from jiesu.domain.access import Actor
from jiesu.domain.organisations import Organisation
from jiesu.kernel.errors import BadInput
from jiesu.kernel.instants import Instant, UnreadableInstant, instant_text, parse_instant
from jiesu.kernel.text import Text

PAGE_SIZE = 50
_SEPARATOR = "|"


class BadCursor(BadInput):
    """A page is named by a mark that was not given out here."""

    what = Text("页码标记无效。", "That mark names no page.")
    next_step = Text("请从第一页重新浏览。", "Begin again at the first page.")


class OrderView(StrEnum):
    """工单视图: what an order list shows; each in its own order."""

    OPEN = "open"  # 在办，按到期先后
    NEW = "new"  # 待签收
    LATE = "late"  # 已超时
    TODAY = "today"  # 今日到期
    COPIES = "copies"  # 抄送本单位，在办
    DONE = "done"  # 已反馈，新近在前


class AppealView(StrEnum):
    """诉求视图: what a list of the desk shows."""

    WAITING = "waiting"  # 待派单，按时限先后
    RECENT = "recent"  # 新近登记在前
    LATE = "late"  # 派单超时


class CallBackView(StrEnum):
    """回访视图: what a list of the call-back desk shows."""

    OPEN = "open"  # 待回访，按时限先后
    LATE = "late"  # 回访超时
    ANSWERED = "answered"  # 有效回访，新近在前


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: beyond the row with this instant and id, forwards or backwards.

    ``id`` None with ``backwards`` is the end of the list: the last page.
    """

    at: Instant | None = None
    id: UUID | None = None
    backwards: bool = False

    def text(self) -> str:
        """Return the cursor as it stands in a link."""
        parts = (
            "b" if self.backwards else "f",
            instant_text(self.at) if self.at else "",
            str(self.id) if self.id else "",
        )
        return base64.urlsafe_b64encode(_SEPARATOR.join(parts).encode()).decode().rstrip("=")


LAST_PAGE = Cursor(backwards=True)


def cursor_from_text(text: str) -> Cursor:
    """Return the cursor written as ``text``; nothing is the first page.

    Raises:
        BadCursor: it was not written by :meth:`Cursor.text`.
    """
    if not text:
        return Cursor()
    try:
        padded = text.encode() + b"=" * (-len(text) % 4)
        parts = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        way, at, id_ = parts.split(_SEPARATOR)
        moment = parse_instant(at) if at else None
        return Cursor(moment, UUID(id_) if id_ else None, {"b": True, "f": False}[way])
    except (binascii.Error, ValueError, KeyError, UnreadableInstant):
        raise BadCursor from None


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whose eyes a list is: ``units`` are all codes that stand for the viewer's own unit.

    Appeals that complain of one of them, or of the viewer, are left out.
    """

    account: str
    units: tuple[str, ...]


def viewer_of(actor: Actor, organisation: Organisation, day: date) -> Viewer:
    """Return the viewer ``actor`` is on ``day``, successors counted."""
    if actor.unit is None:
        return Viewer(actor.id, ())
    own = organisation.in_charge(actor.unit, day)
    same = (code for code in organisation.units if organisation.in_charge(code, day) == own)
    return Viewer(actor.id, tuple(dict.fromkeys((actor.unit, own, *same))))


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order in a list, with what of its appeal its unit may read; texts are redacted copies."""

    id: UUID
    appeal_id: UUID
    number: str
    unit: str
    role: str
    state: str
    round: int
    kind: str
    matter: str | None
    area: str | None
    district: str | None
    title: str | None
    words: str | None
    confidential: bool
    messages: int
    dispatched_at: Instant
    signing_due: Instant
    contact_due: Instant
    handling_due: Instant
    signed_at: Instant | None
    contacted_at: Instant | None
    closed_at: Instant | None
    on_time: bool | None


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One appeal in a list of the desk; texts are redacted copies."""

    id: UUID
    number: str
    state: str
    kind: str
    channel: str
    matter: str | None
    area: str | None
    district: str | None
    lead: str | None
    title: str | None
    words: str | None
    confidential: bool
    round: int
    registered_at: Instant
    dispatch_due: Instant
    settled_at: Instant | None


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """One call-back in a list; texts are redacted copies."""

    id: UUID
    appeal_id: UUID
    number: str
    state: str
    round: int
    lead: str
    kind: str
    matter: str | None
    area: str | None
    title: str | None
    words: str | None
    attempts: int
    opened_at: Instant
    asking_due: Instant
    due_at: Instant
    contacted: bool | None
    solved: str | None
    satisfied: str | None
    ended_at: Instant | None


R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page; the cursors lead to its neighbours, None where there is none."""

    rows: tuple[R, ...]
    next: Cursor | None
    previous: Cursor | None


@dataclass(frozen=True, slots=True)
class CountedPage(Generic[R]):
    """A page with how much each view of its list holds, by the view's value."""

    page: Page[R]
    counts: Mapping[str, int]


class CaseLists(Protocol):
    """Where lists are read."""

    def inbox(
        self, view: OrderView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> CountedPage[OrderRow]:
        """Return a page of the orders of the viewer's unit, with the counts of all its views."""
        ...

    def desk(
        self, view: AppealView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> CountedPage[AppealRow]:
        """Return a page of the appeals of the city, with the counts of all views of the desk.

        ``recent`` counts the appeals of the local day.
        """
        ...

    def orders(
        self, view: OrderView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> Page[OrderRow]:
        """Return a page of the orders of the viewer's unit."""
        ...

    def appeals(
        self, view: AppealView, viewer: Viewer, now: Instant, cursor: Cursor, size: int = PAGE_SIZE
    ) -> Page[AppealRow]:
        """Return a page of the appeals of the city."""
        ...

    def callbacks(
        self,
        view: CallBackView,
        viewer: Viewer,
        now: Instant,
        cursor: Cursor,
        size: int = PAGE_SIZE,
    ) -> Page[CallBackRow]:
        """Return a page of the call-backs of the city."""
        ...

    def found(self, tokens: Sequence[bytes], viewer: Viewer, limit: int) -> list[AppealRow]:
        """Return the newest appeals somebody left one of these contact details with."""
        ...

    def of_contact(self, interaction: UUID, viewer: Viewer) -> list[AppealRow]:
        """Return the appeals that came of one call, in the order they were taken down."""
        ...

    def rows(self, appeals: Sequence[UUID], viewer: Viewer) -> list[AppealRow]:
        """Return these appeals, newest first; unknown ones are left out."""
        ...
