# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One case as a timeline: each step with who, when, and by which article.

Personal words appear as their redacted copy. Whoever the appeal complains of finds nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from jiesu.application.outlook import Prospect, outlook
from jiesu.application.policy import CityPolicy
from jiesu.application.streams import event_from_plain
from jiesu.application.terms import EVENT_TITLES, FIELD_LABELS, TERMS
from jiesu.application.work import in_conflict, same_unit
from jiesu.domain.access import Actor, NotYours, appellant_of, authorise
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.callback.messages import Satisfied, Solved, Trigger
from jiesu.domain.timelimits import TimeUnit
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import Ending
from jiesu.kernel.events import Event
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.instants import Instant, instant
from jiesu.kernel.private import SealedText
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import Basis

_HIDDEN = {"basis", "orders", "appeal_id", "interaction_id", "order_id", "number"}
"""Fields that say nothing to a reader of the timeline."""
_PERMISSION = "appeal.show"


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One log entry as stored, its event still plain data."""

    seq: int
    stream: UUID
    type: str
    data: Mapping[str, object]
    at: Instant
    recorded_at: Instant
    actor: str
    history: bool


class CaseReader(Protocol):
    """Reads whole cases; never personal words."""

    def find(self, number: str) -> Case | None:
        """Return the case with that number, with its contact and orders."""
        ...

    def entries(self, streams: Sequence[UUID]) -> list[LoggedEntry]:
        """Return the log of these streams in the order things happened."""
        ...

    def redacted(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the redacted copies that exist among ``items``."""
        ...


@dataclass(frozen=True, slots=True)
class Ground:
    """One rule behind a step: its article, its gist, the value it gave, how sure that is."""

    article: Text
    gist: Text | None
    key: str
    value: str
    standing: str
    since: str
    instrument: str = ""
    number: str = ""
    """The article's own number in ``instrument``: where pages find it."""
    said: Text | None = None
    """The value as people say it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened."""

    at: datetime
    recorded_at: datetime
    title: Text
    role: str
    unit: str | None
    facts: tuple[tuple[Text, Text], ...]
    grounds: tuple[Ground, ...]
    event: str = ""
    stream: UUID | None = None
    """Which event of what this was, for pages that look for one."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A case as its reader sees it; times are local to the city."""

    number: str
    case: Case
    steps: tuple[Step, ...]
    prospects: tuple[Prospect, ...]


def show_case(
    number: str, viewer: Actor, reader: CaseReader, policy: CityPolicy, today: date
) -> Timeline:
    """Return the timeline of case ``number`` as ``viewer`` may see it ``today``.

    Raises:
        NotPermitted: the role may not look at cases.
        NotYours: absent, another unit's, or the viewer is complained of: all read alike.
    """
    role = authorise(viewer, _PERMISSION, policy.access, today)
    case = reader.find(number)
    subject = spoken_case_number(number)
    if case is None or case.appeal is None:
        raise NotYours(subject=subject)
    accused = in_conflict(viewer, case.appeal, policy.organisation, today)
    others = role.appeal_bound and viewer.id != appellant_of(case.appeal.id)
    elsewhere = role.unit_bound and not _involved(viewer, case, policy, today)
    if accused or others or elsewhere:
        raise NotYours(subject=subject)
    told = (in_conflict(viewer, one, policy.organisation, today) for one in case.complaints)
    alone = role.unit_bound or any(told)
    entries = reader.entries(_streams(case, case.appeal, alone=alone))
    events = [event_from_plain(entry.type, entry.data) for entry in entries]
    words = reader.redacted([item.id for event in events for item in sealed_in(event)])
    steps = (
        _step(entry, event, words, policy) for entry, event in zip(entries, events, strict=True)
    )
    return Timeline(subject, case, tuple(steps), tuple(outlook(case, role, policy, today)))


def _involved(viewer: Actor, case: Case, policy: CityPolicy, today: date) -> bool:
    """Return whether an order, or a copy of one, is with the viewer's unit; successors counted."""
    if viewer.unit is None:
        return False
    units = (unit for order in case.orders for unit in (order.unit, *order.copies))
    return any(same_unit(unit, viewer.unit, policy.organisation, today) for unit in units)


def _streams(case: Case, appeal: Appeal, *, alone: bool) -> list[UUID]:
    """Return what the viewer may read; ``alone`` leaves out the contact the appeal came in.

    Drafts may speak of other units, so no unit reads them; nor does anybody whom another appeal of
    the same contact complains of.
    """
    orders, callbacks = (order.id for order in case.orders), (each.id for each in case.callbacks)
    streams = [appeal.id, *orders, *callbacks]
    return streams if alone else [appeal.interaction_id, *streams]


def sealed_in(event: Event) -> Iterator[SealedText]:
    """Yield every reference to personal words an event holds."""
    for field in fields(event):
        value = getattr(event, field.name)
        if isinstance(value, SealedText):
            yield value


def _step(entry: LoggedEntry, event: Event, words: Mapping[UUID, str], policy: CityPolicy) -> Step:
    _, role, unit = entry.actor.split("|")
    basis: Iterable[Basis] = getattr(event, "basis", ())
    return Step(
        at=policy.calendar.local(entry.at),
        recorded_at=policy.calendar.local(entry.recorded_at),
        title=EVENT_TITLES[type(event)],
        role=role,
        unit=unit or None,
        facts=tuple(_facts(event, words, policy)),
        grounds=tuple(ground_of(one, policy) for one in basis),
        event=entry.type,
        stream=entry.stream,
    )


def _facts(
    event: Event, words: Mapping[UUID, str], policy: CityPolicy
) -> Iterator[tuple[Text, Text]]:
    for field in fields(event):
        value = getattr(event, field.name)
        if field.name in _HIDDEN or value in (None, ()):
            continue
        if value is not False or field.name == "on_time":
            yield FIELD_LABELS[field.name], _readable(field.name, value, words, policy)


def _readable(name: str, value: object, words: Mapping[UUID, str], policy: CityPolicy) -> Text:
    if isinstance(value, SealedText):
        masked = Text(f"〔{value.length}字，已加密〕", f"[{value.length} characters, sealed]")
        return _same(words[value.id]) if value.id in words else masked
    if isinstance(value, datetime):
        return _same(policy.calendar.local(instant(value)).strftime("%Y-%m-%d %H:%M"))
    if isinstance(value, tuple):
        parts = [_readable(name, one, words, policy) for one in value]
        return Text("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, StrEnum) and (type(value), value.value) in TERMS:
        return TERMS[type(value), value.value]
    return _named(name, str(value.value if isinstance(value, StrEnum) else value), policy)


def _named(name: str, value: str, policy: CityPolicy) -> Text:
    if value in policy.organisation.units:
        return policy.organisation.units[value].name
    if value in policy.organisation.areas:
        return policy.organisation.areas[value].name
    if value in policy.catalogue.matters:
        return policy.catalogue.matters[value].name
    return policy.texts.get(f"name.{name}.{value}") or policy.texts.get(value) or _same(value)


def ground_of(basis: Basis, policy: CityPolicy) -> Ground:
    """Return the rule a basis stands for, as people read it."""
    citation = policy.citation(basis.instrument, basis.article)
    instrument = policy.instruments.get(basis.instrument)
    return Ground(
        article=Text(citation.label("zh"), citation.label("en")),
        gist=instrument.articles.get(basis.article) if instrument else None,
        key=basis.key,
        value=basis.value,
        standing=basis.standing.value,
        since=basis.since,
        instrument=basis.instrument,
        number=basis.article,
        said=spoken_value(basis.value, policy),
    )


_UNITS_OF_TIME: Mapping[str, Text] = {
    TimeUnit.MINUTE: Text("分钟", "minute"),
    TimeUnit.HOUR: Text("小时", "hour"),
    TimeUnit.WORKING_HOUR: Text("个工作小时", "working hour"),
    TimeUnit.CALENDAR_DAY: Text("日", "day"),
    TimeUnit.WORKING_DAY: Text("个工作日", "working day"),
}


def spoken_value(value: str, policy: CityPolicy) -> Text:
    """Return the value of a rule as people say it: a limit, a text of the pack, a number."""
    if value in policy.texts:
        return policy.texts[value]
    amount, _, unit = value.partition(" ")
    if amount.isdecimal() and unit in _UNITS_OF_TIME:
        name = _UNITS_OF_TIME[unit]
        return Text(f"{amount} {name.zh}", f"{amount} {name.en}{'' if amount == '1' else 's'}")
    parts = [_value_name(part, policy) for part in value.split(", ")]
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _value_name(part: str, policy: CityPolicy) -> Text:
    for kind in (Trigger, Solved, Satisfied, Ending):
        if (kind, part) in TERMS:
            return TERMS[kind, part]
    return _named("kind", part, policy)


def _same(text: str) -> Text:
    return Text(text, text)
