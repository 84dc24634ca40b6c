# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The reckoning after a campaign: ledgers against database, then everything once more."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from jiesu.adapters.store.logbook import LogBook
from jiesu.application.envelopes import Receipt, Refused
from jiesu.application.streams import plain
from jiesu.application.verification import Depth, Request, verify
from jiesu.bootstrap.wiring import City
from tests.proofs.actors import Part, attempt, courier, wired
from tests.proofs.campaign import Town
from tests.proofs.judge import fingerprint, violations
from tests.proofs.ledger import Ledger, Line, Wish, lines_of, unanswered

_REPEATED = 400  # calls sent once more at the end
_ROUNDS = 10_000


@dataclass
class Reckoning:
    """Everything the clients and workers wrote down, and the database as it is now."""

    town: Town
    figures: Counter[str] = field(default_factory=Counter)

    def complaints(self) -> Iterator[str]:
        """Yield everything that must not be."""
        city = wired(self._auditor)
        with psycopg.connect(self.town.server.dsn, autocommit=True) as connection:
            yield from self._acknowledged(connection)
            yield from self._left_open(city)
            yield from self._deliveries(city, connection)
            yield from violations(connection)
            yield from self._verified(city)
            yield from self._repeated(city, connection)
        city.close()

    @property
    def _auditor(self) -> Part:
        return self.town.part("auditor", 1)

    @cached_property
    def _clients(self) -> list[list[Line]]:
        return [list(lines_of(part.ledger)) for part in self.town.parts("client")]

    def _answers(self) -> Iterator[tuple[Wish, list[Any]]]:
        for lines in self._clients:
            wishes = {line["wish"]: line for line in lines if "sent" in line}
            for line in lines:
                if "answer" in line:
                    yield Wish.read(wishes[line["answer"]]), line["outcomes"]

    def _acknowledged(self, connection: psycopg.Connection[Any]) -> Iterator[str]:
        """Every receipt is stored as it was given; what was refused left none."""
        stored = {
            str(id_): result
            for id_, result in connection.execute("SELECT command_id, result FROM receipt")
        }
        for wish, outcomes in self._answers():
            for chain, outcome in zip(wish.chains, outcomes, strict=True):
                if isinstance(outcome, dict):
                    self.figures[f"refused {outcome['refused']}"] += 1
                    kept = [str(e.command_id) for e in chain if str(e.command_id) in stored]
                    if kept:
                        yield f"refused ({outcome['refused']}) and stored: {kept}"
                    continue
                for receipt in outcome:
                    self.figures["acknowledged"] += 1
                    if stored.get(receipt["command_id"]) != {**receipt, "replayed": False}:
                        found = stored.get(receipt["command_id"])
                        yield f"acknowledged {receipt}, stored {found}"

    def _left_open(self, city: City) -> Iterator[str]:
        """What nobody answered is absent or complete, and can be sent again."""
        for lines in self._clients:
            for wish in unanswered(lines):
                self.figures["left open"] += 1
                for outcome in city.gate.handle_many(wish.chains):
                    if isinstance(outcome, Refused):
                        yield f"left open, then refused: {outcome.error!r}"

    def _deliveries(self, city: City, connection: psycopg.Connection[Any]) -> Iterator[str]:
        """Every notice somebody can be told of was carried at least once; none is given up."""
        ledger = Ledger(self._auditor.ledger)
        last = courier(city, ledger)
        for _ in range(_ROUNDS):
            if not last.deliver().leased and last.next_wake() is None:
                break
        parts = [*self.town.parts("worker"), self._auditor]
        carried = Counter(UUID(line["carried"]) for p in parts for line in lines_of(p.ledger))
        rows = connection.execute("SELECT id, done_at, dead_at, last_error FROM outbox").fetchall()
        for id_, done, dead, error in rows:
            if done is None or dead is not None:
                yield f"outbox {id_}: not done ({error})"
            elif error is None and not carried[id_]:
                yield f"outbox {id_}: done, and nobody carried it"
        self.figures["notices carried"] = len(carried)
        self.figures["carried again"] = sum(carried.values()) - len(carried)
        for id_ in carried.keys() - {row[0] for row in rows}:
            yield f"carried {id_}, which nobody ever owed"

    def _verified(self, city: City) -> Iterator[str]:
        """The program's own verification agrees."""
        calendar, now = city.policy.calendar, city.clock.now()
        with LogBook(city.pool).snapshot() as snapshot:
            request = Request(calendar, now, depth=Depth(rows=True))
            for finding in verify(snapshot, request, lambda _: None):
                if finding.table != "seal" or finding.fault != "missing":  # yesterday's may be due
                    yield finding.say("en")
        self.figures["entries"] = _one(city, "SELECT count(*) FROM log_entry")
        self.figures["seals"] = _one(city, "SELECT count(*) FROM seal")
        self.figures["clocks fired"] = _one(
            city, "SELECT count(*) FROM log_entry WHERE actor LIKE 'timer|%'"
        )

    def _repeated(self, city: City, connection: psycopg.Connection[Any]) -> Iterator[str]:
        """Sent once more, everything answers as it did and nothing changes."""
        before = fingerprint(connection)
        answers = [answer for answer in self._answers() if not _any_refused(answer[1])]
        chosen = self.town.chance.sample(answers, min(_REPEATED, len(answers)))
        for wish, outcomes in chosen:
            again = [
                [_as_written(receipt) for receipt in outcome]
                for outcome in attempt(city.gate, wish)
                if not isinstance(outcome, Refused)
            ]
            said = [[{**receipt, "replayed": True} for receipt in o] for o in outcomes]
            if again != said:
                yield f"first {outcomes}, once more {again}"
        if fingerprint(connection) != before:
            yield "sending again changed something"
        self.figures["sent once more"] = len(chosen)


def _as_written(receipt: Receipt) -> Any:  # noqa: ANN401 -- JSON of any shape
    return msgspec.json.decode(msgspec.json.encode(plain(receipt)))


def _any_refused(outcomes: list[Any]) -> bool:
    return any(isinstance(outcome, dict) for outcome in outcomes)


def _one(city: City, question: str) -> int:
    with city.store.connection() as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])
