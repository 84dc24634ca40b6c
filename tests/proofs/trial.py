# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One trial: the same state each time, a fault, a look, the same again, another look."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import psycopg

from jiesu.application.envelopes import Outcome, Refused
from jiesu.application.ports import SomebodyWasFaster, StoreUnavailable
from tests.proofs.faults import Fault, Plan, Wire, arm_inside, disarm_inside
from tests.proofs.judge import TABLES, fingerprint, violations
from tests.proofs.keeping import keep_rows
from tests.proofs.scenarios import Scenario, Stage

NAMED = (StoreUnavailable, SomebodyWasFaster)
"""How a fault of the database may be told to whoever sent the command."""

_SETTLE_SECONDS = 10.0
_IMPATIENT = 0.3


class Violation(AssertionError):
    """Something that must never be, was."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was stored at one moment: its fingerprint, what is wrong with it, how many rows."""

    fingerprint: str
    violations: list[str]
    counts: dict[str, int]


@dataclass(repr=False)
class Laboratory:
    """A prepared database that can be put back, and a city over it whose wire may fail."""

    stage: Stage
    plan: Plan
    root: psycopg.Connection[Any]
    """A superuser's connection beside the pool: looks, puts back, sets tripwires."""
    before: str = ""
    reference: dict[str, dict[str, int]] = field(default_factory=dict)
    owed: dict[str, set[UUID]] = field(default_factory=dict)
    judged: dict[str, Look] = field(default_factory=dict)

    def keep(self) -> None:
        """Keep the present state as the one every trial begins with."""
        self.stage.begin_here()
        keep_rows(self.root)
        now = self.look()
        assert now.violations == []
        self.before = now.fingerprint

    def put_back(self) -> None:
        """Return to the kept state: every row, the sequences, the clock, the chances."""
        self.stage.back_to_start()
        self.root.execute("SELECT kept.put_back()")

    def look(self) -> Look:
        """Judge what is stored; the same to the byte is judged once."""
        mark = fingerprint(self.root)
        if mark not in self.judged:
            said = " UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in TABLES)
            counts = dict(self.root.execute(said).fetchall())
            self.judged[mark] = Look(mark, violations(self.root), counts)
        return self.judged[mark]

    def settle(self) -> None:
        """Wait until no other session has anything under way and the abandoned ones are gone."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        while time.monotonic() < deadline:
            ((busy,),) = self.root.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
                " AND (state <> 'idle' OR state IS NULL OR pid = ANY (%s))",
                [self.plan.abandoned],
            ).fetchall()
            if not busy:
                return
            time.sleep(0.001)
        raise Violation("a session of the city never ends")

    @contextmanager
    def fault(self, fault: Fault) -> Iterator[list[int]]:
        """Let the fault happen inside the block; afterwards the list tells how often it did."""
        hits: list[int] = []
        if isinstance(fault.kind, Wire):
            with self.plan.arm(fault):
                yield hits
            hits.append(self.plan.hits)
            return
        arm_inside(self.root, fault)
        yield hits
        self.settle()
        hits.append(max(disarm_inside(self.root) - fault.at + 1, 0))

    @contextmanager
    def no_server(self) -> Iterator[None]:
        """Let no new connection come about inside the block, and lose those there are."""
        pool = self.stage.city.pool
        patient, pool.timeout = pool.timeout, _IMPATIENT
        pool.drain()
        with self.plan.no_connections():
            yield
        pool.timeout = patient

    def expected(self, scenario: Scenario) -> dict[str, int]:
        """Return how many rows there must be once the scenario has been carried out, once."""
        if scenario.name not in self.reference:
            self.put_back()
            scenario.play(self.stage)
            scenario.replay(self.stage)
            self.settle()
            self.reference[scenario.name] = self.look().counts
            self.owed[scenario.name] = set(self.stage.carried)
        return self.reference[scenario.name]


@dataclass(repr=False)
class Trial:
    """A scenario under some faults, and every promise that must hold before, after and again."""

    laboratory: Laboratory
    scenario: Scenario
    first: Fault
    second: Fault | None = None
    """Hits the first repetition, where recovery is to fail as well."""

    def run(self) -> int:
        """Return how many of the faults happened; if all did, all that shall hold was checked."""
        lab = self.laboratory
        expected = lab.expected(self.scenario)
        lab.put_back()
        told, hit = self._attempt(self.first, again=False)
        if not hit:
            return 0
        if self.second is not None:
            later, hit = self._attempt(self.second, again=True)
            told = later if later is not None else told
            if not hit:
                return 1
        after = None if self._goes_on() else self._look()
        answer = self.scenario.replay(lab.stage)
        lab.settle()
        self._judge(told, answer, after, expected)
        return 1 if self.second is None else 2

    def _goes_on(self) -> bool:
        """Return whether the repetition shall meet the first attempt, still under way.

        Workers leave alone what others hold, so they could not know when they are done.
        """
        last = self.second or self.first
        return last.kind is Wire.IN_DOUBT and self.scenario.again is None

    def _attempt(self, fault: Fault, *, again: bool) -> tuple[Sequence[Outcome] | None, bool]:
        """Play under a fault; return what was answered, if anything, and whether it happened."""
        lab, told = self.laboratory, None
        with lab.fault(fault) as hits:
            try:
                told = self.scenario.replay(lab.stage) if again else self.scenario.play(lab.stage)
            except NAMED:
                pass
            except Exception as error:
                raise self._violation(f"the caller met {error!r}") from error
        return told, hits[0] > 0

    def _look(self) -> str:
        """Check what the fault left; return the state's fingerprint."""
        self.laboratory.settle()
        after = self.laboratory.look()
        if after.violations:
            raise self._violation(f"after the fault: {after.violations}")
        return after.fingerprint

    def _judge(
        self,
        told: Sequence[Outcome] | None,
        answer: Sequence[Outcome],
        after: str | None,
        expected: dict[str, int],
    ) -> None:
        """Check the answer of the repetition, and that everything was done exactly once."""
        lab, last = self.laboratory, self.laboratory.look()
        if last.violations:
            raise self._violation(f"after the repetition: {last.violations}")
        if last.counts != expected:
            raise self._violation(f"rows: {last.counts}, and not {expected}")
        if set(lab.stage.carried) != lab.owed[self.scenario.name]:
            raise self._violation(f"carried {lab.stage.carried}")
        if told and not _agree(told, answer):
            raise self._violation(f"first {told}, again {answer}")
        if len(answer) == 1 and after is not None:
            self._judge_one(answer, after, last.fingerprint)

    def _judge_one(self, answer: Sequence[Outcome], after: str, last: str) -> None:
        """Check that one chain was done by the first attempt or by the repetition, never both."""
        lab = self.laboratory
        (receipts,) = _accepted(answer)
        replayed = {receipt.replayed for receipt in receipts}
        if replayed != {after != lab.before}:
            raise self._violation(f"changed before: {after != lab.before}, answered {answer}")
        if after not in {lab.before, last}:
            raise self._violation("the repetition changed something")

    def _violation(self, what: str) -> Violation:
        return Violation(f"{self.scenario.name} under {self.first} then {self.second}: {what}")


def _accepted(outcomes: Sequence[Outcome]) -> list[Any]:
    return [outcome for outcome in outcomes if not isinstance(outcome, Refused)]


def _agree(told: Sequence[Outcome], answer: Sequence[Outcome]) -> bool:
    """Return whether both say the same; whoever lost a race may be told anything later.

    That the database is away is no answer to a chain: it is raised, so that nobody books it.
    """
    return len(told) == len(answer) and all(
        before in {after, SomebodyWasFaster.code}
        for before, after in zip(map(_said, told), map(_said, answer), strict=True)
    )


def _said(outcome: Outcome) -> object:
    """Return receipts as they must be each time, and a refusal by its code."""
    if isinstance(outcome, Refused):
        return outcome.error.code
    return tuple(replace(receipt, replayed=False) for receipt in outcome)
