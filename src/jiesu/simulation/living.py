# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The present of a city: every few seconds somebody does what comes next.

It works from the same lists as people do, so it can begin anywhere, also after a long night. The
newest work of every desk, and of the units visitors sit in, is left to visitors.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from jiesu.application.envelopes import Refused
from jiesu.application.lists import (
    AppealView,
    CallBackView,
    Cursor,
    OrderView,
    viewer_of,
)
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.workorders.messages import RevealContact
from jiesu.kernel.instants import Instant
from jiesu.simulation import hotline, people, units
from jiesu.simulation.agenda import Plan
from jiesu.simulation.scene import Scene, handler_of
from jiesu.simulation.words import drawn

_LEAST, _MOST = 3.0, 9.0  # seconds between two deeds
_ONE_CALL = timedelta(minutes=20)  # what of an arrival happens at once
_LEFT_AT_DESKS = 6
_LEFT_IN_UNITS = 12
_URGENT_FIRST = 10  # of a unit's orders, among which one is chosen
_ONLOOKER = Actor("living", "evaluator")


class Living:
    """Does one plausible thing at a time."""

    def __init__(self, city: City, scene: Scene) -> None:
        self._city = city
        self._scene = scene
        self._answers: people.Answers = {}
        self._next: Instant | None = None
        self._deeds: dict[Callable[[], Sequence[Plan]], float] = {
            self._somebody_calls: 3,
            self._the_desk_settles: 4,
            self._a_unit_works: 10,
            self._somebody_is_asked: 4,
        }

    def step(self) -> int:
        """Do something if it is time; return how many commands were accepted."""
        now = self._city.clock.now()
        if self._next is not None and now < self._next:
            return 0
        pause = self._scene.dice.uniform(_LEAST, _MOST)
        self._next = Instant(now + timedelta(seconds=pause))
        return sum(map(self._send, drawn(self._scene.dice, self._deeds)()))

    def next_wake(self) -> Instant | None:
        """Return when the next thing happens."""
        return self._next

    def _send(self, plan: Plan) -> int:
        (outcome,) = self._city.gate.handle_many([plan.chain])
        return 0 if isinstance(outcome, Refused) else len(outcome)

    def _somebody_calls(self) -> Sequence[Plan]:
        now = self._city.clock.now()
        came = people.arrival(now, self._scene)
        self._answers |= came.answers
        return [plan for plan in came.plans if plan.at < now + _ONE_CALL]

    def _the_desk_settles(self) -> Sequence[Plan]:
        now = self._city.clock.now()
        viewer = viewer_of(_ONLOOKER, self._city.policy.organisation, self._today())
        page = self._city.lists.appeals(AppealView.WAITING, viewer, now, Cursor())
        for row in page.rows[:-_LEFT_AT_DESKS]:
            appeal = self._city.reader.case(row.id).appeal
            if appeal is not None:
                answer = self._answers.pop(appeal.id, None)
                return [next(hotline.settle(appeal, now, self._scene, answer))]
        return []

    def _a_unit_works(self) -> Sequence[Plan]:
        now, organisation = self._city.clock.now(), self._city.policy.organisation
        seats = set(self._scene.priors.town.seats.values())
        unit = self._scene.dice.choice([one.id for one in organisation.units.values()])
        viewer = viewer_of(handler_of(unit), organisation, self._today())
        page = self._city.lists.orders(OrderView.OPEN, viewer, now, Cursor())
        rows = page.rows[: -_LEFT_IN_UNITS if unit in seats else None][:_URGENT_FIRST]
        if not rows:
            return []
        row = self._scene.dice.choice(rows)
        order = self._city.reader.case(row.appeal_id).order(row.id)
        plans = units.work(order, now, self._scene)
        first = next(plans)
        looks_up = isinstance(first.chain[0].command, RevealContact)  # and then speaks to them
        return [first, next(plans)] if looks_up else [first]

    def _somebody_is_asked(self) -> Sequence[Plan]:
        now = self._city.clock.now()
        viewer = viewer_of(_ONLOOKER, self._city.policy.organisation, self._today())
        page = self._city.lists.callbacks(CallBackView.OPEN, viewer, now, Cursor())
        for row in page.rows[:-_LEFT_AT_DESKS]:
            case = self._city.reader.case(row.appeal_id)
            if case.asking is not None and case.asking.id == row.id:
                return list(hotline.ask(case, case.asking, now, self._scene))[-1:]
        return []

    def _today(self) -> date:
        return self._city.policy.calendar.local_day(self._city.clock.now())
