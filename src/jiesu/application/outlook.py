# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How a case stands now: for the appeal and each order its state, its clocks, and what can be done.

Everything is read off the transition tables and the clocks, so it can promise nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiesu.application.policy import CityPolicy
from jiesu.application.terms import TERMS
from jiesu.domain.access import Role
from jiesu.domain.appeals import model as appeals
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback import model as callbacks
from jiesu.domain.callback.model import CALLBACKS, CallBack
from jiesu.domain.clocks import Clock
from jiesu.domain.transitions import TransitionTable
from jiesu.domain.workorders import model as orders
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.model import ORDERS, WorkOrder
from jiesu.kernel.events import Command
from jiesu.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the role may do; ``refusal`` says why it cannot be done now."""

    title: Text
    refusal: Text | None
    command: type[Command]


@dataclass(frozen=True, slots=True)
class Prospect:
    """One subject as it stands: what it is, its state, its running clocks, the actions."""

    subject: Text
    state: Text
    clocks: tuple[tuple[Text, datetime], ...]
    actions: tuple[Action, ...]
    id: UUID


def outlook(case: Case, role: Role, policy: CityPolicy, today: date) -> Iterator[Prospect]:
    """Yield how the appeal, each of its orders and call-backs stand, for somebody of ``role``."""
    granted = role.permissions.as_of(today).value
    if case.appeal is not None:
        yield Prospect(
            Text("诉求", "Appeal"),
            APPEALS.states[case.appeal.state],
            _running(appeals.clocks(case.appeal), policy),
            tuple(_actions(APPEALS, case.appeal, granted)),
            case.appeal.id,
        )
    for order in case.orders:
        yield Prospect(
            _order_name(order, policy),
            ORDERS.states[order.state],
            _running(orders.clocks(order), policy),
            tuple(_actions(ORDERS, order, granted)),
            order.id,
        )
    for callback in case.callbacks:
        yield Prospect(
            Text(f"回访（第{callback.round}轮）", f"Call-back (round {callback.round})"),
            CALLBACKS.states[callback.state],
            _running(callbacks.clocks(callback), policy),
            tuple(_actions(CALLBACKS, callback, granted)),
            callback.id,
        )


def _order_name(order: WorkOrder, policy: CityPolicy) -> Text:
    role, unit = TERMS[type(order.role), order.role.value], policy.organisation.units[order.unit]
    return Text(f"{role.zh}·{unit.name.zh}", f"{unit.name.en} ({role.en})")


def _running(clocks: tuple[Clock, ...], policy: CityPolicy) -> tuple[tuple[Text, datetime], ...]:
    return tuple(
        (TERMS[type(clock.name), clock.name.value], policy.calendar.local(clock.due_at))
        for clock in clocks
    )


def _actions(
    table: TransitionTable[Any, Any],
    subject: Appeal | WorkOrder | CallBack,
    granted: frozenset[str],
) -> Iterator[Action]:
    """Yield what a role may do at all, from here or not; beginnings and timers are left out."""
    begins = {row.command for row in table.rows if row.source is None}
    for possible in table.possibilities(subject.state, subject):
        if possible.permission in granted and possible.command not in begins:
            yield Action(table.actions[possible.command], possible.refusal, possible.command)
