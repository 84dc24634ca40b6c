# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Answers on PostgreSQL, as the evaluation counts them."""

from collections.abc import Iterator
from typing import Any

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.evaluating import Span
from jiesu.domain.callback.messages import Satisfied, Solved
from jiesu.domain.evaluation.rates import Verdict
from jiesu.domain.evaluation.scheme import MonthAnchor
from jiesu.domain.organisations import Organisation
from jiesu.kernel.instants import instant

_COLUMNS = {
    MonthAnchor.REGISTERED: "registered_at",
    MonthAnchor.DISPATCHED: "dispatched_at",
    MonthAnchor.DUE: "due_at",
    MonthAnchor.ANSWERED: "ended_at",
}


class PgVerdicts:
    """``VerdictReader`` over the store; an area's code is the district of an answer."""

    def __init__(self, store: PgStore, organisation: Organisation) -> None:
        self._store = store
        self._districts = {code: area.unit for code, area in organisation.areas.items()}

    def verdicts(self, span: Span) -> Iterator[Verdict]:
        """Yield the answers; see the port."""
        text = statements("verdicts")["verdicts"].replace("{anchor}", _COLUMNS[span.anchor])
        with self._store.connection() as connection:
            rows = connection.execute(text, {"since": span.since, "until": span.until}).fetchall()
        return map(self._verdict, rows)

    def _verdict(self, row: tuple[Any, ...]) -> Verdict:
        id_, appeal, number, lead, helpers, copies, district, *rest = row
        registered, dispatched, due, ended, contacted, solved, satisfied = rest
        return Verdict(
            callback_id=id_,
            appeal_id=appeal,
            round=number,
            lead=lead,
            helpers=tuple(helpers),
            copies=tuple(copies),
            district_unit=self._districts.get(district) if district else None,
            registered_at=instant(registered),
            dispatched_at=instant(dispatched),
            due_at=instant(due),
            answered_at=instant(ended),
            contacted=contacted,
            solved=Solved(solved),
            satisfied=Satisfied(satisfied),
        )
