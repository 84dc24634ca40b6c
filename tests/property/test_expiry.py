# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Clocks fired in bulk leave exactly what the gate alone would leave, wherever cases stand."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from jiesu.application.catalogue import REGISTRY
from jiesu.application.envelopes import Envelope, Outcome, Refused
from jiesu.application.expiry import Expiry
from jiesu.application.timers import TIMER, DueTimer, by_case, envelope_of
from jiesu.application.work import Tools
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import WithdrawAppeal
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
from jiesu.kernel.sealing import entry_hash
from tests.builders.appeals import note, reply
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.memory import PlainPersonal
from tests.builders.people import OPERATOR, handler
from tests.builders.town import policy

Step = tuple[str, int, int]
MATTERS = ("water.river.pollution", "urban.light.broken", "general.other.other", None)
ACCUSED = Actor("agent-9", "system")
"""An officer some of the cases complain of."""
ACTORS = (TIMER, TIMER, TIMER, ACCUSED, OPERATOR, handler("water-bureau"))
CASES = st.lists(
    st.tuples(st.sampled_from(MATTERS), st.sampled_from([None, None, ACCUSED.id])),
    min_size=1,
    max_size=4,
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["sign", "contact", "report", "withdraw", "expire"]),
        st.integers(0, 7),
        st.integers(0, 60),
    ),
    max_size=8,
)
WAITED = st.sampled_from([0, 3, 5, 30, 24 * 20])


def walk(
    desk: MemoryDesk, cases: Sequence[tuple[str | None, str | None]], steps: Sequence[Step]
) -> None:
    """Bring some cases somewhere; a step that is refused is no step."""
    for matter, accused in cases:
        desk.dispatched(matter=matter, area="qc-liuyin", complained_officer=accused)
    for name, which, hours in steps:
        desk.clock.pass_(hours=hours)
        appeal_id = list(appeals_of(desk))[which % len(cases)]
        orders = desk.case(appeal_id).orders
        order = orders[which % len(orders)]
        someone = handler(order.unit)
        match name:
            case "sign":
                sent = desk.send(SignFor(order_id=order.id), someone)
            case "contact":
                sent = desk.send(RecordFirstContact(order_id=order.id), someone)
            case "report":
                sent = desk.send(ReportResult(order_id=order.id, report=reply()), someone)
            case "withdraw":
                sent = desk.send(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
            case _:
                sent = envelope_of(timers_of(desk)[which % len(timers_of(desk))])
        desk.gate.handle_many([[sent]])


def appeals_of(desk: MemoryDesk) -> list[UUID]:
    return sorted(UUID(id_) for id_ in desk.store.rows[StreamKind.APPEAL])


def timers_of(desk: MemoryDesk) -> list[DueTimer]:
    """Return every clock that ever started, as a timer that was left behind or is still due."""
    found = []
    for appeal_id in appeals_of(desk):
        for order in desk.case(appeal_id).orders:
            due = {
                "signing": order.signing_due,
                "first_contact": order.contact_due,
                "handling": order.handling_due,
            }
            found += [DueTimer(order.id, "order", n, at, 0, appeal_id) for n, at in due.items()]
    return found


def chains_of(desk: MemoryDesk, picked: Sequence[int], actor: Actor) -> list[list[Envelope]]:
    timers = timers_of(desk)
    chosen = {index % len(timers): timers[index % len(timers)] for index in picked}
    return [
        [replace(envelope_of(timer), actor=actor) for timer in case]
        for case in by_case(chosen.values())
    ]


def expiry_of(desk: MemoryDesk) -> Expiry:
    def tools() -> Tools:
        now, number = desk.clock.now(), desk.store.new_number
        return Tools(policy(), desk.ids, PlainPersonal(), number, now, history=False)

    return Expiry(desk.gate.handle_many, desk.store, REGISTRY, tools)


def told(outcomes: Sequence[Outcome]) -> list[object]:
    return [(o.step, type(o.error)) if isinstance(o, Refused) else o for o in outcomes]


@given(CASES, STEPS, WAITED, st.lists(st.integers(0, 23), min_size=1), st.sampled_from(ACTORS))
def test_fired_in_bulk_is_fired_by_the_gate(
    cases: Sequence[tuple[str | None, str | None]],
    steps: Sequence[Step],
    waited: int,
    picked: Sequence[int],
    actor: Actor,
) -> None:
    lean, plain = memory_desk(), memory_desk()
    for desk in (lean, plain):
        walk(desk, cases, steps)
        desk.clock.pass_(hours=waited)
    assert lean.store.snapshot() == plain.store.snapshot()
    before = len(plain.store.entries)
    chains = chains_of(plain, picked, actor)
    expected = plain.gate.handle_many(chains)
    assert told(expiry_of(lean).handle_many(chains)) == told(expected)
    assert shown(lean) == shown(plain)
    assert len(lean.store.entries) == len(plain.store.entries) >= before
    for entry in lean.store.entries:
        body = {key: value for key, value in entry.items() if key not in {"prev", "hash"}}
        assert entry["hash"] == entry_hash(entry["prev"], body)


def shown(desk: MemoryDesk) -> object:
    """Return all that is stored, without what depends on the order in which ids were drawn."""
    store = desk.store
    entries = sorted(
        ({k: v for k, v in e.items() if k not in {"id", "prev", "hash"}} for e in store.entries),
        key=lambda e: (e["stream"], e["version"]),
    )
    rows = {
        kind: {id_: {k: v for k, v in row.items() if k != "head"} for id_, row in found.items()}
        for kind, found in store.rows.items()
    }
    return entries, rows, store.receipt_rows, store.timers, len(store.outbox)
