# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Conservation: whatever came in on a day is somewhere, belongs to somebody, and is timed.

Each contact opened on a local day counts once: it is a draft, it was ended with a reason, or it
was taken up and became one appeal or more. Each of those appeals counts once: answered, routed,
waiting, dispatched, handled, closed or withdrawn. A contact with three appeals is one contact and
two *further* appeals. So for every day

    contacts + further = drafts + ended + answered + routed
                         + waiting + dispatched + handled + closed + withdrawn
                         + unexplained

with *unexplained* = 0, or each of them listed by its id. Two counts must agree: one over the rows
as they stand, one over the log alone. A contact whose owner or first clock is missing, and
anything that waits without a timer although it is not imported history, is listed besides.

The functions here are the readable oracle; the store's SQL says the same and is tested against it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from jiesu.application.streams import AGGREGATES, State
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.interactions.model import Interaction, InteractionState
from jiesu.domain.streams import StreamKind
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text


class Disposition(StrEnum):
    """去向: where a contact, or an appeal that came of it, is."""

    DRAFT = "draft"
    ENDED = "ended"
    ANSWERED = "answered"
    ROUTED = "routed"
    WAITING = "waiting"
    DISPATCHED = "dispatched"
    HANDLED = "handled"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    UNEXPLAINED = "unexplained"


DISPOSITIONS: Mapping[Disposition, Text] = {
    Disposition.DRAFT: Text("草稿", "drafts"),
    Disposition.ENDED: Text("结束（有原因）", "ended with a reason"),
    Disposition.ANSWERED: Text("当场答复", "answered at once"),
    Disposition.ROUTED: Text("特殊情形", "routed"),
    Disposition.WAITING: Text("待派单", "waiting for dispatch"),
    Disposition.DISPATCHED: Text("已派单", "dispatched"),
    Disposition.HANDLED: Text("已办结", "handled"),
    Disposition.WITHDRAWN: Text("已撤回", "withdrawn"),
    Disposition.CLOSED: Text("已结案", "closed"),
    Disposition.UNEXPLAINED: Text("无法说明", "unexplained"),
}
"""What each is called, in the order of the equation."""

_OF_APPEAL: Mapping[str, Disposition] = {
    AppealState.REGISTERED: Disposition.WAITING,
    AppealState.ANSWERED: Disposition.ANSWERED,
    AppealState.ROUTED: Disposition.ROUTED,
    AppealState.DISPATCHED: Disposition.DISPATCHED,
    AppealState.HANDLED: Disposition.HANDLED,
    AppealState.WITHDRAWN: Disposition.WITHDRAWN,
    AppealState.CLOSED: Disposition.CLOSED,
}
_OWNED_BY_LEAD = {AppealState.DISPATCHED, AppealState.HANDLED, AppealState.CLOSED}
_ONE_DAY = timedelta(days=1)


class Doubt(StrEnum):
    """What can be wrong with a contact or appeal besides its place."""

    UNEXPLAINED = "unexplained"
    OWNERLESS = "ownerless"
    UNCLOCKED = "unclocked"
    UNTIMED = "untimed"
    DISAGREEING = "disagreeing"


DOUBTS: Mapping[Doubt, Text] = {
    Doubt.UNEXPLAINED: Text("去向无法说明", "nothing says where it is"),
    Doubt.OWNERLESS: Text("无责任人", "nobody owns it"),
    Doubt.UNCLOCKED: Text("首秒起无计时", "no clock from its first second"),
    Doubt.UNTIMED: Text("等待中但无定时器", "waits without a timer"),
    Doubt.DISAGREEING: Text("日志与数据表不一致", "log and rows disagree"),
}


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One thing an audit lists: what is doubtful about which contact, appeal or order."""

    doubt: Doubt
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Count:
    """One way of counting a day: contacts, and everything that became of them."""

    contacts: int
    by_disposition: Mapping[Disposition, int]
    further: int

    @property
    def difference(self) -> int:
        """Return contacts and further appeals less everything explained: 0 when all is well."""
        placed = sum(
            number
            for disposition, number in self.by_disposition.items()
            if disposition is not Disposition.UNEXPLAINED
        )
        return self.contacts + self.further - placed


@dataclass(frozen=True, slots=True)
class Audit:
    """守恒核对: one local day, counted over the rows and over the log."""

    day: date
    rows: Count
    log: Count
    listed: tuple[Listed, ...]

    @property
    def balanced(self) -> bool:
        """Return whether nothing is unexplained, both counts agree, and nothing is listed."""
        return self.rows == self.log and not self.rows.difference and not self.listed


Placement = tuple[str, str, Disposition]
"""Kind (``interaction`` or ``appeal``), id, and where it is."""


def placements(contact: Interaction, appeals: Sequence[Appeal]) -> Iterator[Placement]:
    """Yield where a contact, or each appeal it became, is; ``appeals`` are those that exist."""
    if contact.state is InteractionState.DRAFT and not contact.appeals:
        yield "interaction", str(contact.id), Disposition.DRAFT
    elif contact.state is InteractionState.ENDED and contact.ended_reason and not contact.appeals:
        yield "interaction", str(contact.id), Disposition.ENDED
    elif contact.state is InteractionState.TAKEN_UP and contact.appeals:
        yield from _of_appeals(contact, appeals)
    else:
        yield "interaction", str(contact.id), Disposition.UNEXPLAINED


def _of_appeals(contact: Interaction, appeals: Sequence[Appeal]) -> Iterator[Placement]:
    existing = {appeal.id: appeal for appeal in appeals if appeal.interaction_id == contact.id}
    for appeal_id in contact.appeals:
        appeal = existing.get(appeal_id)
        place = _OF_APPEAL[appeal.state] if appeal else Disposition.UNEXPLAINED
        yield "appeal", str(appeal_id), place


def count(cases: Iterable[tuple[Interaction, Sequence[Appeal]]]) -> Count:
    """Count contacts, each with the appeals it became."""
    contacts, further = 0, 0
    places: Counter[Disposition] = Counter()
    for contact, appeals in cases:
        contacts += 1
        further += max(len(contact.appeals) - 1, 0)
        places.update(place for _, _, place in placements(contact, appeals))
    return Count(contacts, {place: places[place] for place in Disposition}, further)


def doubts(contact: Interaction, appeals: Sequence[Appeal]) -> Iterator[Listed]:
    """Yield what is wrong with a contact: its place, its owner, its first clock."""
    for kind, id_, place in placements(contact, appeals):
        if place is Disposition.UNEXPLAINED:
            yield Listed(Doubt.UNEXPLAINED, kind, id_)
    if not contact.owner:
        yield Listed(Doubt.OWNERLESS, "interaction", str(contact.id))
    own = [appeal for appeal in appeals if appeal.interaction_id == contact.id]
    for appeal in own:
        if appeal.state in _OWNED_BY_LEAD and not (appeal.lead and appeal.orders):
            yield Listed(Doubt.OWNERLESS, "appeal", str(appeal.id))
    # Registered at once, a contact never was a draft: the appeal's dispatch clock is its first.
    at_once = any(appeal.registered_at == contact.opened_at for appeal in own)
    if contact.draft_due is None and not at_once:
        yield Listed(Doubt.UNCLOCKED, "interaction", str(contact.id))


def waits_untimed(
    kind: StreamKind, state: State, timers: Collection[str], *, history: bool
) -> bool:
    """Return whether a clock of ``state`` runs that no timer will notice running out.

    ``history`` is whether its first entry was imported: then nothing is timed.
    """
    running = AGGREGATES[kind].clocks(state)
    return not history and any(clock.name.value not in timers for clock in running)


class AuditBook(Protocol):
    """What an audit needs of the store, all as of one instant; days as [since, until)."""

    def count_rows(self, since: Instant, until: Instant) -> Count:
        """Count over the rows as they stand."""
        ...

    def count_log(self, since: Instant, until: Instant) -> Count:
        """Count over the entries of the log alone."""
        ...

    def doubts(self, since: Instant, until: Instant) -> Iterable[Listed]:
        """Yield everything doubtful."""
        ...


def audit_day(book: AuditBook, calendar: BusinessCalendar, day: date) -> Audit:
    """Return the audit of the contacts opened on one local day of the city."""
    since, until = calendar.day_start(day), calendar.day_start(day + _ONE_DAY)
    return Audit(
        day=day,
        rows=book.count_rows(since, until),
        log=book.count_log(since, until),
        listed=tuple(sorted(book.doubts(since, until))),
    )
