# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be expected at the end of a scenario, and how it is found out.

Each expectation has a form and a reader. The reader gets what is expected and answers in the same
shape, so that what differs can be shown side by side.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from jiesu.application.catalogue import EVENTS, NOTICES
from jiesu.application.doors import actor_from_text
from jiesu.application.evaluating import evaluate_month, named_month
from jiesu.application.following import Stage as Passed
from jiesu.application.following import follow
from jiesu.application.rehearsal.backstage import MemoryVerdicts
from jiesu.application.rehearsal.forms import Form, Many, One, Record, Table, fields_of
from jiesu.application.rehearsal.script import Plain, Player
from jiesu.application.rehearsal.stage import Stage
from jiesu.application.showing import show_case
from jiesu.application.streams import event_from_plain
from jiesu.domain.access import NotPermitted, NotYours
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.callback.model import CallBack
from jiesu.domain.clocks import ClockName
from jiesu.domain.evaluation.rates import Placing
from jiesu.domain.interactions.model import Interaction
from jiesu.domain.memberships import Membership
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import OrderRole
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.private import SealedText
from jiesu.kernel.rates import Rate

Reader = Callable[[Stage, Any], Plain]

_ORDER_ALIASES = {"class": "limit_class", "due": "handling_due"}
_ORDER = fields_of(WorkOrder, **_ORDER_ALIASES)
_NOTICE = "notice."
_NOTHING = "–"
_PUBLIC = ("entries", "outbox", "receipt_rows", "rows", "numbers", "timers", "redacted")
"""What of the store anybody but the holders of keys may come to read."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that can stand under ``then``."""

    form: Form
    read: Reader


def spelled(value: object, stage: Stage) -> Plain:
    """Return a value of a state as scenarios write it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, SealedText):
        return "sealed"
    if isinstance(value, datetime):
        return stage.local(value)
    if isinstance(value, tuple):
        return tuple(spelled(one, stage) for one in value)
    return str(value.value if isinstance(value, StrEnum) else value)


def _fields(wanted: Mapping[str, Plain], state: object, stage: Stage) -> Plain:
    return {name: spelled(getattr(state, _ORDER_ALIASES.get(name, name)), stage) for name in wanted}


def _each(
    wanted: Sequence[Mapping[str, Plain]], states: Sequence[object], stage: Stage, name: str
) -> Plain:
    """Return the states, each with the fields its place asks for; those too many by ``name``."""
    found = [_fields(want, state, stage) for want, state in zip(wanted, states, strict=False)]
    more = (spelled(getattr(state, name), stage) for state in states[len(wanted) :])
    return (*found, *({name: each} for each in more))


def _appeal(stage: Stage, wanted: Mapping[str, Plain]) -> Plain:
    return _fields(wanted, stage.case().appeal, stage)


def _appeals(stage: Stage, wanted: Mapping[str, Mapping[str, Plain]]) -> Plain:
    return {name: _fields(want, stage.case(name).appeal, stage) for name, want in wanted.items()}


def _contact(stage: Stage, wanted: Mapping[str, Plain]) -> Plain:
    return _fields(wanted, stage.state(StreamKind.INTERACTION), stage)


def _membership(stage: Stage, wanted: Mapping[str, Plain]) -> Plain:
    return _fields(wanted, stage.state(StreamKind.MEMBERSHIP), stage)


def _orders(stage: Stage, wanted: Sequence[Mapping[str, Plain]]) -> Plain:
    return _each(wanted, stage.case().orders, stage, "unit")


def _callbacks(stage: Stage, wanted: Sequence[Mapping[str, Plain]]) -> Plain:
    return _each(wanted, stage.case().callbacks, stage, "state")


def _clocks(stage: Stage, wanted: Mapping[str, Plain]) -> Plain:
    running = {clock.name.value: stage.local(clock.due_at) for clock in stage.running(stage.case())}
    return {name: running.get(name) for name in wanted}


def _events(stage: Stage, wanted: Sequence[str]) -> Plain:
    """Return the expected events if they happened in that order, else all that happened."""
    names = [str(entry["type"]) for entry in stage.store.entries]
    left = iter(names)
    return tuple(wanted) if all(name in left for name in wanted) else tuple(names)


def _absent_events(stage: Stage, wanted: Sequence[str]) -> Plain:
    names = [entry["type"] for entry in stage.store.entries]
    return tuple(f"{name} ×{names.count(name)}" if name in names else name for name in wanted)


def _notices(stage: Stage, wanted: Sequence[str]) -> Plain:
    del wanted
    return tuple(str(owed["notice"]).removeprefix(_NOTICE) for owed in stage.store.outbox)


def _cites(stage: Stage, wanted: Sequence[Mapping[str, str]]) -> Plain:
    return tuple(_cited(stage, want) for want in wanted)


def _cited(stage: Stage, want: Mapping[str, str]) -> Plain:
    """Return the citation if an event of that name rests on it, else what such events cite."""
    cited: dict[tuple[str, str], None] = {}
    for entry in stage.store.entries:
        if entry["type"] == want["event"]:
            event = event_from_plain(entry["type"], entry["data"])
            cited |= {(one.instrument, one.article): None for one in getattr(event, "basis", ())}
    if (want["instrument"], want["article"]) in cited:
        return want
    of_it = [article for instrument, article in cited if instrument == want["instrument"]]
    if of_it:
        return {**want, "article": ", ".join(of_it)}
    listed = ", ".join(f"{instrument}/{article}" for instrument, article in cited)
    return {**want, "instrument": listed or _NOTHING}


def _seen_by(stage: Stage, wanted: Sequence[str]) -> Plain:
    return tuple(text if _sees(stage, text) else f"{text} ✗" for text in wanted)


def _hidden_from(stage: Stage, wanted: Sequence[str]) -> Plain:
    return tuple(f"{text} ✓" if _sees(stage, text) else text for text in wanted)


def _sees(stage: Stage, text: str) -> bool:
    """Return whether somebody written as ``role@unit#account`` finds the latest appeal."""
    case = stage.case()
    assert case.appeal is not None
    who, _, account = text.partition("#")
    written = actor_from_text(who, account or f"{who.partition('@')[0]}-1")
    player = Player(written.role, written.unit, account or None)
    today = stage.policy.calendar.local_day(stage.clock.now())
    viewer = stage.actor(player, case.appeal.id)
    try:
        show_case(case.appeal.number, viewer, stage.reader, stage.policy, today)
    except (NotYours, NotPermitted):
        return False
    return True


def _nowhere(stage: Stage, wanted: Sequence[str]) -> Plain:
    """Return the texts; one that lies in clear outside the sealed items is marked with where."""
    laid = {name: str(getattr(stage.store, name)) for name in _PUBLIC}
    return tuple(
        "; ".join((text, *(name for name, whole in laid.items() if text in whole)))
        for text in wanted
    )


def _personal(stage: Stage, wanted: str) -> Plain:
    del wanted
    case = stage.case()
    assert case.appeal is not None
    owner = str(case.appeal.id)
    items = [item for item in stage.store.items.values() if item["owner"] == owner]
    key = stage.store.keys.get(owner, {}).get("wrapped")
    return "kept" if key is not None and items else "erased"


def _passed(stage: Stage, wanted: Sequence[str]) -> Plain:
    del wanted
    followed = follow(stage.case(), stage.reader, stage.policy, stage.clock.now())
    return tuple(step.stage.value for step in followed.passed if step.at is not None)


def _rates(stage: Stage, wanted: Mapping[str, Any]) -> Plain:
    month = named_month(stage.policy, wanted["month"])
    verdicts = MemoryVerdicts(stage.store, stage.policy.organisation)
    evaluation = evaluate_month(month, stage.policy, verdicts)
    placed = {
        placing.unit.id: (ranking.group.id, placing)
        for ranking in evaluation.rankings
        for placing in ranking.placings
    }
    found: dict[str, Plain] = {"month": wanted["month"]}
    if "counted" in wanted:
        found["counted"] = str(evaluation.counted)
    if "unplaced" in wanted:
        found["unplaced"] = str(len(evaluation.unplaced))
    if "units" in wanted:
        found["units"] = {
            unit: _placing(want, *placed[unit]) if unit in placed else None
            for unit, want in wanted["units"].items()
        }
    return found


def _placing(wanted: Mapping[str, Plain], group: str, placing: Placing) -> Plain:
    rates = placing.rates
    facts: dict[str, Plain] = {
        "group": group,
        "place": None if placing.place is None else str(placing.place),
        "valid": str(rates.valid),
        "score": None if placing.score is None else _number(placing.score),
        "response": _rate(rates.response),
        "resolution": _rate(rates.resolution),
        "satisfaction": _rate(rates.satisfaction),
    }
    return {name: facts[name] for name in wanted}


def _rate(rate: Rate) -> Plain:
    """Return ``numerator/denominator`` as counted, not shortened; nothing where nobody answered."""
    return f"{_number(rate.numerator)}/{rate.denominator}" if rate.denominator else None


def _number(value: Fraction | int) -> str:
    """Return a number as people write it, where it ends; else as a fraction."""
    exact = Fraction(value)
    written = f"{float(exact):g}"
    return written if Fraction(written) == exact else str(exact)


_EVENT = One(frozenset(EVENTS))
_PLACING = dict.fromkeys(
    ("group", "place", "valid", "score", "response", "resolution", "satisfaction"),
    One(may_be_nothing=True),
)

EXPECTATIONS: Mapping[str, Expectation] = {
    "appeal": Expectation(fields_of(Appeal), _appeal),
    "appeals": Expectation(Table(fields_of(Appeal)), _appeals),
    "contact": Expectation(fields_of(Interaction), _contact),
    "membership": Expectation(fields_of(Membership), _membership),
    "orders": Expectation(Many(_ORDER), _orders),
    "callbacks": Expectation(Many(fields_of(CallBack)), _callbacks),
    "clocks": Expectation(Table(One(may_be_nothing=True), frozenset(ClockName)), _clocks),
    "events": Expectation(Many(_EVENT), _events),
    "absent_events": Expectation(Many(_EVENT), _absent_events),
    "notices": Expectation(
        Many(One(frozenset(n.removeprefix(_NOTICE) for n in NOTICES.values() if n))), _notices
    ),
    "cites": Expectation(
        Many(
            Record(
                {"event": _EVENT, "instrument": One(), "article": One()},
                frozenset({"event", "instrument", "article"}),
            )
        ),
        _cites,
    ),
    "seen_by": Expectation(Many(One()), _seen_by),
    "hidden_from": Expectation(Many(One()), _hidden_from),
    "nowhere": Expectation(Many(One()), _nowhere),
    "personal": Expectation(One(frozenset({"kept", "erased"})), _personal),
    "passed": Expectation(Many(One(frozenset(Passed))), _passed),
    "rates": Expectation(
        Record(
            {
                "month": One(),
                "counted": One(),
                "unplaced": One(),
                "units": Table(Record(_PLACING)),
            },
            frozenset({"month"}),
        ),
        _rates,
    ),
}
"""Everything that can stand under ``then`` after steps."""

ASSIGNMENT: Mapping[str, Form] = {
    "lead": One(),
    **{
        name: _ORDER.of[name]
        for name in ("role", "route", "class", "due", "counterpart", "copies", "duty_item")
    },
    "signing": One(),
    "first_contact": One(),
    "co_handlers": Many(One()),
    "district": One(may_be_nothing=True),
    "refused": One(),
}
"""What can stand under ``then`` where an appeal is only taken down and dispatched."""

_ASSIGNED = {
    **{name: _ORDER_ALIASES.get(name, name) for name in _ORDER.of},
    "lead": "unit",
    "signing": "signing_due",
    "first_contact": "contact_due",
}


def assigned(stage: Stage, case: Case, wanted: Iterable[str]) -> Plain:
    """Return who got the appeal and until when, as far as asked."""
    lead = case.lead
    found: dict[str, Plain] = {}
    for name in wanted:
        if name == "co_handlers":
            helpers = (order.unit for order in case.orders if order.role is OrderRole.ASSIST)
            found[name] = tuple(helpers)
        elif name == "refused":
            found[name] = None
        else:
            found[name] = spelled(getattr(lead, _ASSIGNED[name], None), stage)
    return found
