# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What everybody in the story shares: the town, its law, dice, ids, and how the time is spent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from jiesu.application.envelopes import Envelope
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.chance import Dice
from jiesu.domain.access import Actor
from jiesu.kernel.events import Command
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Instant, instant
from jiesu.simulation.agenda import Plan
from jiesu.simulation.priors import Priors
from jiesu.simulation.words import Scribe

OPERATORS = tuple(Actor(f"operator-{n}", "operator") for n in range(1, 7))
DISPATCHERS = tuple(Actor(f"dispatcher-{n}", "dispatcher") for n in range(1, 4))
EVALUATORS = tuple(Actor(f"evaluator-{n}", "evaluator") for n in range(1, 3))
PRIVACY = Actor("privacy-1", "privacy_officer")
ADMIN = Actor("admin-1", "admin")

OPEN, SHUT = time(8, 30), time(17, 45)
"""Between which hours units work."""
MORNING, EVENING = time(9), time(20, 30)
"""Between which hours people are called back."""


def handler_of(unit: str) -> Actor:
    """Return who handles the orders of a unit."""
    return Actor(f"{unit}-1", "handler", unit)


@dataclass(frozen=True, slots=True)
class Scene:
    """The stage of a story from ``first`` to ``last``."""

    policy: CityPolicy
    priors: Priors
    scribe: Scribe
    dice: Dice
    ids: Ids
    first: Instant
    last: Instant

    def diligent(self, unit: str, at: Instant) -> float:
        """Return how diligent the unit is at ``at``, from 0 to 1."""
        when = min(1.0, max(0.0, (at - self.first) / (self.last - self.first)))
        return self.priors.town.diligence_of(unit, when)

    def plan(self, at: Instant, case: UUID, command: Command, actor: Actor) -> Plan:
        """Return the plan that ``actor`` sends ``command`` about ``case`` at ``at``."""
        return Plan(at, case, (Envelope(command, actor, self.ids.new()),))

    def happens(self, chance: float) -> bool:
        """Return whether something of that chance happens."""
        return self.dice.random() < chance

    def later(self, at: Instant, least: float, most: float) -> Instant:
        """Return an instant so many minutes after ``at``; early rather than late."""
        minutes = least + (most - least) * self.dice.random() ** 1.6
        return Instant(at + timedelta(seconds=round(minutes * 60)))

    def within_hours(self, at: Instant, opens: time, shuts: time) -> Instant:
        """Return ``at``, or some minutes after the doors open next."""
        local = self.policy.calendar.local(at)
        if opens <= local.time() < shuts:
            return at
        day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
        morning = instant(datetime.combine(day, opens, tzinfo=local.tzinfo))
        return self.later(morning, 1, 75)
