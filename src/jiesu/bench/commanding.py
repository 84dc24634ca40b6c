# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench commands``: what happens to an appeal after it was taken up, over HTTP.

Every order of so many appeals is signed for, its appellant contacted, a message left, the result
reported; then what the person answered is written down. Each is one request with a token.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Any
from uuid import UUID

from jiesu.bench.gate import intake
from jiesu.bench.served import Caller, Served
from jiesu.domain.callback.model import CallBackState

_HANDLING = ("order.sign", "order.contact", "order.message", "order.report")
_ASKING = ("callback.record",)
_COUNTED = 7  # appeals whose statements are counted
_REPORT = "路灯已于今日修复，并已向来电人说明。"
_MESSAGE = "现场需要登高车，明早到。"

Figures = dict[str, dict[str, Any]]
_Subject = tuple[UUID, Caller]
_Command = Callable[[UUID], tuple[str, dict[str, Any]]]

_STEPS: dict[str, _Command] = {
    "sign": lambda order: ("sign-for", {"order_id": str(order)}),
    "contact": lambda order: ("record-first-contact", {"order_id": str(order)}),
    "message": lambda order: ("send-message", {"order_id": str(order), "message": _MESSAGE}),
    "report": lambda order: ("report-result", {"order_id": str(order), "report": _REPORT}),
}


def run(city: Served, *, appeals: int = 300) -> Figures:
    """Measure each command on every order, or call-back, of so many appeals."""
    taken = [_taken_up(city) for _ in range(appeals + _COUNTED)]
    callers: dict[str, Caller] = {}
    orders = [_orders(city, appeal, callers) for appeal in taken]
    figures = {name: _measured(city, step, orders) for name, step in _STEPS.items()}
    asker = city.program("operator", _ASKING)
    asked = [list(zip(_callbacks(city, appeal), repeat(asker))) for appeal in taken]
    return {**figures, "outcome": _measured(city, _outcome, asked)}


def _outcome(callback: UUID) -> tuple[str, dict[str, Any]]:
    said = {"via": "phone", "contacted": True, "solved": "solved", "satisfied": "satisfied"}
    return "record-outcome", {"callback_id": str(callback), **said}


def _measured(
    city: Served, step: _Command, cases: Sequence[Sequence[_Subject]]
) -> dict[str, float | int | None]:
    subjects = [one for case in cases[:-_COUNTED] for one in case]
    with city.meter() as meter:
        for subject, caller in subjects:
            with meter.operation():
                _send(caller, *step(subject))
    spare = [one for case in cases[-_COUNTED:] for one in case]
    meter.statements = round(_statements(city, step, spare) * meter.operations)
    return meter.figures()


def _statements(city: Served, step: _Command, spare: Sequence[_Subject]) -> float:
    """Return the statements of one command, over the spare subjects, the first aside."""
    left = iter(spare)

    def work(caller: Caller) -> None:
        subject, own = next(left)
        _send(Caller(caller.port, own.headers), *step(subject))

    return city.statements(work, spare[0][1], len(spare) - 1)


def _send(caller: Caller, name: str, body: dict[str, Any]) -> None:
    caller.post(f"/api/v1/commands/{name}", body)


def _taken_up(city: Served) -> UUID:
    return city.city.gate.handle_together(intake(city.city))[0].subject


def _orders(city: Served, appeal: UUID, callers: dict[str, Caller]) -> list[_Subject]:
    found = [(order.id, order.unit) for order in city.city.reader.case(appeal).orders]
    for _, unit in found:
        if unit not in callers:
            callers[unit] = city.program("handler", _HANDLING, unit)
    return [(id_, callers[unit]) for id_, unit in found]


def _callbacks(city: Served, appeal: UUID) -> Iterator[UUID]:
    found = city.city.reader.case(appeal).callbacks
    return (each.id for each in found if each.state is CallBackState.OPEN)
