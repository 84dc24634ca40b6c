# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The hotline at work: it answers or dispatches what came in, and asks people what came of it."""

from collections.abc import Iterator
from typing import TypedDict

from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    RevealPersonal,
    Undoable,
    UndoStep,
)
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.callback.messages import (
    AttemptResult,
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
    Satisfied,
    Solved,
    Via,
)
from jiesu.domain.callback.model import CallBack, CallBackState
from jiesu.domain.interactions.messages import ErasureGround
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.simulation.agenda import Plan
from jiesu.simulation.people import acting_for
from jiesu.simulation.scene import (
    DISPATCHERS,
    EVALUATORS,
    EVENING,
    MORNING,
    OPERATORS,
    PRIVACY,
    Scene,
)
from jiesu.simulation.words import private

_DAY = 24 * 60.0  # minutes
_FORGOTTEN = 0.05
_BY_HAND = 0.06
_SLIP = 0.025
_REVEALED = 0.025
_ERASED = 0.02
_WANTS_OUT = 0.012
_ONLINE = 0.3
_UNREACHED = 0.2
_NOT_ASKED_IN_TIME = 0.04
_RETURNED = 0.25  # of the poor results, the first time
_AGREES = 0.96  # people and units remember the same call


class _Answers(TypedDict):
    """What a person says when asked, by whatever way."""

    contacted: bool
    solved: Solved
    satisfied: Satisfied
    process: Satisfied | None
    note: PrivateText | None


def settle(appeal: Appeal, now: Instant, scene: Scene, answer: str | None = None) -> Iterator[Plan]:
    """Yield what becomes of an appeal that waits: an answer if it may have one, or a dispatch."""
    answerable = scene.policy.appeals.answering.as_of(scene.policy.calendar.local_day(now)).value
    if answer is not None and appeal.kind in answerable:
        command = AnswerAtOnce(appeal_id=appeal.id, reply=private(PrivateKind.REPLY, answer))
        actor = scene.dice.choice(OPERATORS)
        yield scene.plan(scene.later(now, 2, 12), appeal.id, command, actor)
        return
    forgotten = scene.happens(_FORGOTTEN)
    at = scene.later(now, 130, 600) if forgotten else scene.later(now, 3, 85)
    dispatcher = scene.dice.choice(DISPATCHERS)
    yield scene.plan(at, appeal.id, _dispatch(appeal, scene), dispatcher)
    if scene.happens(_SLIP):
        slip = UndoStep(appeal_id=appeal.id, step=Undoable.DISPATCH)
        yield scene.plan(scene.later(at, 2, 8), appeal.id, slip, dispatcher)


def _dispatch(appeal: Appeal, scene: Scene) -> DispatchAppeal:
    """Return the dispatch: by the catalogue, or by hand where somebody knows better."""
    doubtful = appeal.matter is None or scene.happens(_BY_HAND)
    if appeal.area is None or appeal.complained_unit or not doubtful:
        return DispatchAppeal(appeal_id=appeal.id)
    unit = scene.policy.organisation.areas[appeal.area].unit
    reason = private(PrivateKind.NOTE, scene.scribe.line(scene.priors.voices.by_hand))
    return DispatchAppeal(appeal_id=appeal.id, unit=unit, reason=reason)


def ask(case: Case, callback: CallBack, now: Instant, scene: Scene) -> Iterator[Plan]:
    """Yield how a person is asked: they rate online, or somebody calls, some in vain."""
    lead = case.lead
    if case.appeal is None or lead is None or callback.state is not CallBackState.OPEN:
        return
    if scene.happens(_WANTS_OUT):
        erase = EraseAppeal(appeal_id=case.appeal.id, ground=ErasureGround.REQUEST)
        yield scene.plan(scene.later(now, 5, 60), case.appeal.id, erase, PRIVACY)
    if _found_wanting(lead, now, scene):
        reason = private(PrivateKind.NOTE, scene.scribe.line(scene.priors.voices.returns))
        back = ReturnResult(callback_id=callback.id, reason=reason)
        reviewer = scene.dice.choice(EVALUATORS)
        yield scene.plan(scene.later(now, 5, 60), case.appeal.id, back, reviewer)
        return
    if scene.happens(_ONLINE):
        at = scene.later(now, 5, _DAY)
        answers = _answers(lead, now, scene)
        rating = RateHandling(callback_id=callback.id, **answers)
        yield scene.plan(at, case.appeal.id, rating, acting_for(case.appeal.id))
        return
    span = (3.1 * _DAY, 4 * _DAY) if scene.happens(_NOT_ASKED_IN_TIME) else (60, 2 * _DAY)
    at = scene.within_hours(scene.later(now, *span), MORNING, EVENING)
    caller = scene.dice.choice((*OPERATORS, *EVALUATORS))
    if scene.happens(_UNREACHED):
        note = private(PrivateKind.NOTE, scene.scribe.line(scene.priors.voices.unanswered))
        result = scene.dice.choice((*[AttemptResult.NO_ANSWER] * 6, *AttemptResult))
        attempt = RecordAttempt(callback_id=callback.id, result=result, note=note)
        yield scene.plan(at, case.appeal.id, attempt, caller)
        return
    answers = _answers(lead, now, scene)
    outcome = RecordOutcome(callback_id=callback.id, via=Via.PHONE, **answers)
    yield scene.plan(at, case.appeal.id, outcome, caller)


def _found_wanting(lead: WorkOrder, now: Instant, scene: Scene) -> bool:
    """Return whether the hotline, reading a unit's first report, returns it."""
    if lead.state is not OrderState.REPORTED or lead.round > 1:
        return False
    return not scene.happens(scene.diligent(lead.unit, now)) and scene.happens(_RETURNED)


def _answers(lead: WorkOrder, now: Instant, scene: Scene) -> _Answers:
    """Return what a person says of the handling: it depends on what the unit did."""
    reported, met = lead.state is OrderState.REPORTED, lead.contacted_at is not None
    quality = (
        scene.diligent(lead.unit, now) * (1.0 if met else 0.5) * (1.0 if lead.on_time else 0.7)
    )
    quality *= 1.0 if reported else 0.25
    luck, mood = scene.dice.random(), scene.dice.random()
    partly = luck < quality + (1 - quality) / 3
    solved = Solved.SOLVED if luck < quality else Solved.PARTLY if partly else Solved.UNSOLVED
    warm = quality + (0.12 if solved is Solved.SOLVED else -0.45)
    glad = Satisfied.BASICALLY if mood < warm + 0.25 else Satisfied.DISSATISFIED
    satisfied = Satisfied.SATISFIED if mood < warm else glad
    voices = scene.priors.voices
    phrases = {Solved.SOLVED: voices.content, Solved.PARTLY: voices.half}
    said = scene.scribe.line(phrases.get(solved, voices.discontent))
    return {
        "contacted": met if scene.happens(_AGREES) else not met,
        "solved": solved,
        "satisfied": satisfied,
        "process": satisfied if scene.happens(0.4) else None,
        "note": private(PrivateKind.NOTE, said) if said else None,
    }


def afterwards(appeal: Appeal, now: Instant, scene: Scene) -> Iterator[Plan]:
    """Yield what the desks do with a closed appeal: rarely somebody looks, erases, corrects."""
    if appeal.undoable is Undoable.VERDICT and scene.happens(_SLIP):
        slip = UndoStep(appeal_id=appeal.id, step=Undoable.VERDICT)
        yield scene.plan(scene.later(now, 1, 8), appeal.id, slip, acting_for(appeal.id))
    if scene.happens(_REVEALED):
        reason = private(PrivateKind.NOTE, scene.scribe.line(scene.priors.voices.reveals))
        look = RevealPersonal(appeal_id=appeal.id, reason=reason)
        yield scene.plan(scene.later(now, 60, 3 * _DAY), appeal.id, look, PRIVACY)
    if scene.happens(_ERASED):
        erase = EraseAppeal(appeal_id=appeal.id, ground=ErasureGround.REQUEST)
        yield scene.plan(scene.later(now, _DAY, 9 * _DAY), appeal.id, erase, PRIVACY)
