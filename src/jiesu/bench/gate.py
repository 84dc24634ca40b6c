# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench gate``: single commands through the gate, against the bare statement.

The ceiling is the very statement an intake sends, sent again and again with parameters prepared
beforehand: the same rows, the same commit, and no decision taken.
"""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from jiesu.adapters.store.append import statement_of
from jiesu.application.envelopes import Envelope
from jiesu.application.ports import Batch
from jiesu.bench.accounting import Meter
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import DispatchAppeal, RegisterAppeal
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
from jiesu.kernel.events import Command
from jiesu.kernel.private import PrivateKind, PrivateText

_OPERATOR = Actor("bench", "operator")
_WORDS = "小区南门的路灯坏了一周，晚上老人孩子出行不安全，请尽快维修。"
_WARM_UP = 20


class _Counted:
    """Counts what the store is asked, one call one statement; keeps the last batch."""

    def __init__(self, city: City) -> None:
        self.statements = 0
        self.batches: list[Batch] | None = None
        store = city.store
        self._append = store.append
        for name in ("load", "receipts"):
            setattr(store, name, self._counting(getattr(store, name)))
        store.append = self._count_append  # type: ignore[method-assign] # watched for this bench

    def _counting(self, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object) -> object:
            self.statements += 1
            return call(*given)

        return counted

    def _count_append(self, batch: Batch) -> None:
        self.statements += 1
        if self.batches is None:
            self._append(batch)
        else:
            self.batches.append(batch)


def run(city: City, dsn: str, *, appeals: int = 1000) -> dict[str, dict[str, Any]]:
    """Measure intake (register and dispatch in one go), then each order's sign, contact, report."""
    watch = _Counted(city)
    for _ in range(_WARM_UP):
        city.gate.handle_together(intake(city))
    with Meter(dsn) as meter:
        before = watch.statements
        taken = [_take_up(city, meter) for _ in range(appeals)]
        meter.statements = watch.statements - before
    ceiling = _ceiling(city, watch, appeals)
    figures = {"intake": meter.figures(ceiling=ceiling)}
    orders = [order for appeal in taken for order in _orders(city, appeal)]
    for name, make in _STEPS.items():
        with Meter(dsn) as meter:
            before = watch.statements
            for order, unit in orders:
                with meter.operation():
                    city.gate.handle(make(order), Actor("bench", "handler", unit))
            meter.statements = watch.statements - before
        figures[name] = meter.figures()
    return figures


def _report(order: UUID) -> Command:
    return ReportResult(order_id=order, report=PrivateText(PrivateKind.REPLY, "路灯已修复。"))


_STEPS: dict[str, Callable[[UUID], Command]] = {
    "sign": lambda order: SignFor(order_id=order),
    "contact": lambda order: RecordFirstContact(order_id=order),
    "report": _report,
}


def _take_up(city: City, meter: Meter) -> str:
    chain = intake(city)
    with meter.operation():
        receipts = city.gate.handle_together(chain)
    return receipts[0].number or ""


def intake(city: City) -> tuple[Envelope, Envelope]:
    """Return an appeal to be registered and dispatched."""
    command = RegisterAppeal(
        appeal_id=city.ids.new(),
        interaction_id=city.ids.new(),
        kind=AppealKind.HELP,
        channel=Channel.PHONE,
        words=PrivateText(PrivateKind.WORDS, _WORDS),
        contact=PrivateText(PrivateKind.CONTACT, "13800138000"),
        matter="urban.light.broken",
        area="qc-liuyin",
    )
    dispatch = DispatchAppeal(appeal_id=command.appeal_id)
    return (
        Envelope(command, _OPERATOR, city.ids.new()),
        Envelope(dispatch, _OPERATOR, city.ids.new()),
    )


def _orders(city: City, number: str) -> list[tuple[UUID, str]]:
    case = city.reader.find(number)
    return [(order.id, order.unit) for order in case.orders] if case else []


def ceiling_of(city: City, count: int) -> float:
    """Return intakes a second when only the prepared statement is sent."""
    return _ceiling(city, _Counted(city), count)


def _ceiling(city: City, watch: _Counted, count: int) -> float:
    """Return intakes a second when only the prepared statement is sent."""
    watch.batches = []
    for _ in range(count):
        city.gate.handle_together(intake(city))
    prepared = [statement_of(batch) for batch in watch.batches]
    watch.batches = None
    with city.store.connection() as connection:
        began = time.perf_counter()
        for text, parameters in prepared:
            connection.execute(text, parameters)
        return count / (time.perf_counter() - began)
