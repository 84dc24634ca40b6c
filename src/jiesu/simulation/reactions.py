# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What people plan because something has happened to a case."""

from collections.abc import Iterator

from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.instants import Instant
from jiesu.simulation import hotline, people, units
from jiesu.simulation.agenda import Plan
from jiesu.simulation.scene import Scene

_WAITING = frozenset({"AppealRegistered", "AppealReopened", "StepUndone"})
_GIVEN = frozenset({"AppealDispatched", "AppealSentBack"})
_ASKING = frozenset({"CallBackBegan", "CallBackAttempted", "CallBackReverted"})
_ENDING = frozenset({"AppealClosed", "AppealAnswered", "AppealRouted"})
TELLING = _WAITING | _GIVEN | _ASKING | _ENDING
"""Events after which somebody plans something."""


def reactions(  # noqa: PLR0913 -- what happened, to what, when, and what is known of it
    case: Case,
    appeal: Appeal,
    events: frozenset[str],
    now: Instant,
    scene: Scene,
    answer: str | None,
) -> Iterator[Plan]:
    """Yield the plans; ``answer`` would settle the appeal at once, if it waits."""
    if "AppealRegistered" in events:
        yield from people.second_thoughts(appeal, now, scene)
    if appeal.state is AppealState.REGISTERED and events & _WAITING:
        yield from hotline.settle(appeal, now, scene, answer)
    for order in _given(case, events):
        yield from units.work(order, now, scene)
    if case.asking is not None and events & _ASKING:
        yield from hotline.ask(case, case.asking, now, scene)
    if events & _ENDING:
        yield from people.come_again(appeal, now, scene)
        yield from hotline.afterwards(appeal, now, scene)


def _given(case: Case, events: frozenset[str]) -> Iterator[WorkOrder]:
    """Yield the orders that units have just been given: all of a dispatch, the lead's of a redo."""
    if "AppealDispatched" in events:
        yield from (order for order in case.orders if order.state is OrderState.ASSIGNED)
    elif "AppealSentBack" in events and case.lead is not None:
        yield case.lead
