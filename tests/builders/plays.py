# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every command played through the gate in its ways, and which rules each of them looked up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch
from uuid import UUID

from jiesu.application.gate import Gate
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import (
    AddFacts,
    BeginCallBack,
    DispatchAppeal,
    ErasureGround,
    ExpireDispatchClock,
    ReopenAppeal,
    RouteSpecially,
    Undoable,
    UndoStep,
)
from jiesu.domain.callback.messages import (
    AttemptResult,
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    ReturnResult,
    Satisfied,
    Solved,
    Trigger,
)
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import (
    EndInteraction,
    EndReason,
    EraseDraft,
    ExpireDraft,
    SaveDraft,
)
from jiesu.domain.memberships import GrantRole, RevokeRole
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    HandOverOrder,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.rulebook.dated import Dated
from tests.builders.appeals import note, reply, words
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import ADMIN, OPERATOR, PRIVACY, SYSTEM, citizen, handler
from tests.builders.town import DAY, asking_law, policy, reorganised


def looked_up() -> Mapping[type[Command], frozenset[str]]:
    """Return for each command the keys of whatever it looked up in all plays together."""
    seen: dict[type[Command], set[str]] = defaultdict(set)
    for trigger in (Trigger.FIRST_OF_BOTH, Trigger.LIMIT_OVER, Trigger.REPORTED):
        for play in _PLAYS:
            desk = memory_desk(asking_law(trigger=trigger))
            with _watched(desk, seen):
                play(desk)
    for heir, appeal in _HEIRS:
        desk = memory_desk(reorganised(**heir))
        with _watched(desk, seen):
            _handed_over(desk, **appeal)
    return {command: frozenset(keys) for command, keys in seen.items()}


@contextmanager
def spied(seen: set[str]) -> Iterator[None]:
    """Note the key of every rule that is looked up meanwhile."""
    as_of = Dated.as_of

    def looked(rule: Dated[object], day: date) -> object:
        seen.add(rule.key)
        return as_of(rule, day)

    with patch.object(Dated, "as_of", looked):
        yield


@contextmanager
def _watched(desk: MemoryDesk, seen: dict[type[Command], set[str]]) -> Iterator[None]:
    """Note for each command what is looked up while the gate carries it out."""
    handle = Gate.handle

    def handled(gate: Gate, command: Command, actor: Actor, **how: object) -> object:
        if gate is not desk.gate:
            return handle(gate, command, actor, **how)
        with spied(seen[type(command)]):
            return handle(gate, command, actor, **how)

    with patch.object(Gate, "handle", handled):
        yield


def _contacts(desk: MemoryDesk) -> None:
    first, second, third = desk.ids.new(), desk.ids.new(), desk.ids.new()
    for contact in (first, second, third):
        desk.do(SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words()))
    desk.registered(interaction_id=third, from_draft=True)
    desk.clock.pass_(days=3)
    clock = ClockName.DRAFT
    desk.do(ExpireDraft(interaction_id=first, clock=clock), SYSTEM)
    desk.do(EndInteraction(interaction_id=second, reason=EndReason.SILENT))
    desk.do(EraseDraft(interaction_id=second, ground=ErasureGround.REQUEST), PRIVACY)


def _intake(desk: MemoryDesk) -> None:
    desk.registered(confidential=True)
    desk.answered()
    for route in SpecialRoute:
        desk.do(RouteSpecially(appeal_id=desk.registered(), route=route, explanation=reply()))
    waiting = desk.registered()
    desk.do(AddFacts(appeal_id=waiting, facts=words()))
    desk.clock.pass_(days=9)
    desk.do(ExpireDispatchClock(appeal_id=waiting, clock=ClockName.DISPATCH), SYSTEM)
    desk.erase(desk.withdrawn())
    desk.reveal(waiting)
    reopened = desk.answered()
    desk.do(ReopenAppeal(appeal_id=reopened, reason=note()))


def _dispatching(desk: MemoryDesk) -> None:
    organisation, catalogue = policy().organisation, policy().catalogue
    leaves = [code for code in catalogue.matters if catalogue.is_leaf(code)]
    for matter in (None, *leaves):
        for area in (None, "qingchuan", "qc-liuyin"):
            desk.dispatched(matter=matter, area=area)
    orphan = desk.registered(matter=None, area=None, complained_unit="hotline")
    desk.do(DispatchAppeal(appeal_id=orphan))
    for unit in (unit for unit in organisation.units.values() if unit.exists_on(DAY)):
        appeal = desk.registered(complained_unit=unit.id)
        _try(desk, DispatchAppeal(appeal_id=appeal))
        other = desk.registered(complained_unit="water-bureau")
        _try(desk, DispatchAppeal(appeal_id=other, unit=unit.id, reason=note()))


def _handling(desk: MemoryDesk) -> None:
    appeal = desk.dispatched()
    lead = desk.lead(appeal)
    someone = handler(lead.unit)
    desk.do(SendMessage(order_id=lead.id, message=note()), someone)
    desk.do(RevealContact(order_id=lead.id, reason=note()), someone)
    desk.clock.pass_(days=1)
    _try(desk, ExpireOrderClock(order_id=lead.id, clock=ClockName.SIGNING), SYSTEM)
    desk.report_again(appeal)
    desk.clock.pass_(days=30)
    _try(desk, BeginCallBack(appeal_id=appeal, clock=ClockName.CALLBACK), SYSTEM)
    desk.clock.pass_(days=9)
    question = desk.question(appeal).id
    _try(desk, ExpireCallBackClock(callback_id=question, clock=ClockName.ASKING), SYSTEM)
    for _ in range(9):
        _try(desk, RecordAttempt(callback_id=question, result=AttemptResult.NO_ANSWER))


def _verdicts(desk: MemoryDesk) -> None:
    for solved in Solved:
        for online in (True, False):
            appeal = desk.handled()
            desk.clock.pass_(days=9)
            _try(desk, BeginCallBack(appeal_id=appeal, clock=ClockName.CALLBACK), SYSTEM)
            _answer(desk, appeal, solved, online=online)


def _answer(desk: MemoryDesk, appeal: UUID, solved: Solved, *, online: bool) -> None:
    if not online:
        desk.do(desk.outcome(appeal, solved=solved, note=note()))
        return
    answers = {"solved": solved, "satisfied": Satisfied.SATISFIED, "contacted": True}
    rating = RateHandling(callback_id=desk.question(appeal).id, note=note(), **answers)
    desk.do(rating, citizen(appeal))


def _answered_before_the_report(desk: MemoryDesk) -> None:
    appeal = desk.dispatched()
    desk.clock.pass_(days=9)
    _try(desk, BeginCallBack(appeal_id=appeal, clock=ClockName.CALLBACK), SYSTEM)
    if desk.case(appeal).asking is not None:
        _answer(desk, appeal, Solved.SOLVED, online=False)
    desk.report_again(appeal)


def _returned(desk: MemoryDesk) -> None:
    appeal = desk.handled()
    for _ in range(3):
        desk.clock.pass_(days=9)
        _try(desk, BeginCallBack(appeal_id=appeal, clock=ClockName.CALLBACK), SYSTEM)
        _try(desk, ReturnResult(callback_id=desk.question(appeal).id, reason=note()))
        desk.report_again(appeal)


def _silent(desk: MemoryDesk) -> None:
    lead = desk.lead(desk.dispatched())
    someone = handler(lead.unit)
    desk.do(SignFor(order_id=lead.id), someone)
    _try(desk, ReportResult(order_id=lead.id, report=reply()), someone)


def _endings(desk: MemoryDesk) -> None:
    appeal = desk.handled()
    desk.clock.pass_(days=9)
    _try(desk, BeginCallBack(appeal_id=appeal, clock=ClockName.CALLBACK), SYSTEM)
    desk.do(desk.outcome(appeal))
    desk.do(UndoStep(appeal_id=appeal, step=Undoable.VERDICT))
    desk.do(desk.outcome(appeal))
    desk.do(ReopenAppeal(appeal_id=appeal, reason=note()))
    undone = desk.dispatched()
    desk.do(UndoStep(appeal_id=undone, step=Undoable.DISPATCH))


def _unasked(desk: MemoryDesk) -> None:
    appeal = desk.dispatched(kind=AppealKind.INQUIRY)
    desk.report_again(appeal)


def _handed_over(desk: MemoryDesk, **appeal: str) -> None:
    order = desk.lead(desk.dispatched(**appeal))
    desk.clock.pass_(days=3)
    _try(desk, HandOverOrder(order_id=order.id), SYSTEM)


def _posts(desk: MemoryDesk) -> None:
    post = desk.ids.new()
    desk.do(GrantRole(membership_id=post, account="agent-9", role="operator"), ADMIN)
    desk.do(RevokeRole(membership_id=post), ADMIN)


def _try(desk: MemoryDesk, command: Command, actor: Actor = OPERATOR) -> None:
    """Send what may be refused: a refusal has looked up its rule, too."""
    try:
        desk.do(command, actor)
    except JiesuError:
        return


_PLAYS = (
    _contacts,
    _intake,
    _dispatching,
    _handling,
    _verdicts,
    _answered_before_the_report,
    _returned,
    _silent,
    _endings,
    _unasked,
    _posts,
)

_HEALTH = {"matter": "health.hospital.conduct"}
_WASTE = {"matter": "urban.waste.collection", "area": "qc-liuyin"}
_HEIRS: tuple[tuple[dict[str, tuple[str, str]], dict[str, str]], ...] = (
    ({"health_bureau": ("2026-03-12", "civil-bureau")}, _HEALTH),
    ({"health_bureau": ("2026-03-12", "rail-yard")}, _HEALTH),
    ({"health_bureau": ("2026-03-12", "qc-liuyin-c1")}, _HEALTH),
    ({"health_bureau": ("2026-03-12", "hotline")}, {**_HEALTH, "complained_unit": "hotline"}),
    ({"qc_liuyin": ("2026-03-12", "bs-heyan")}, _WASTE),
)
"""Whose order goes to whom on which day, and what it is about."""
