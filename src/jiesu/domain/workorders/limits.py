# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The clocks an order starts with: signing, first contact, handling, each with its article."""

from datetime import date
from typing import NamedTuple

from jiesu.domain.timelimits import TimeLimit, due
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.kernel.errors import Refusal
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Ruled
from jiesu.rulebook.explain import Basis, basis_of


class NoLimitForClass(Refusal):
    """The pack has no time limit for that class."""

    what = Text(
        "没有“{limit_class}”类办理时限。", 'There is no time limit for class "{limit_class}".'
    )
    next_step = Text("请在政策包中补充该类时限。", "Add the class to the city pack.")


class Deadlines(NamedTuple):
    """When each clock of an order runs out, and why."""

    signing: Instant
    contact: Instant
    handling: Instant
    limit: TimeLimit
    """The handling limit as it is counted for this unit."""
    assumed: bool
    basis: tuple[Basis, ...]


def deadlines(  # noqa: PLR0913 -- a class, for whom, by which law, from when
    limit_class: str,
    unit: str,
    policy: OrderPolicy,
    day: date,
    start: Instant,
    *,
    again: bool = False,
) -> Deadlines:
    """Return the deadlines of an order that ``unit`` gets at ``start``.

    Whoever serves round the clock is not given the night or the weekend off. An order that is done
    ``again`` keeps its class even where that was repealed meanwhile: its last limit goes on.

    Raises:
        NoLimitForClass: the law has no such class.
        NoRuleInForce: it was repealed, or is not in force yet.
    """
    limit = policy.limits.get(limit_class)
    if limit is None:
        raise NoLimitForClass(limit_class=limit_class)
    rules = (
        limit.last_in_force(day) if again else limit.as_of(day),
        policy.signing.as_of(day),
        policy.first_contact.as_of(day),
    )
    limits, basis = _counted(rules, unit, policy, day)
    handling, signing, contact = (due(limit, start, policy.calendar) for limit in limits)
    return Deadlines(signing.due, contact.due, handling.due, limits[0], handling.assumed, basis)


def _counted(
    rules: tuple[Ruled[TimeLimit], ...], unit: str, policy: OrderPolicy, day: date
) -> tuple[list[TimeLimit], tuple[Basis, ...]]:
    """Return the limits as they are counted for the unit, and every rule that says so."""
    written, basis = [rule.value for rule in rules], tuple(map(basis_of, rules))
    known, always = policy.organisation.units.get(unit), policy.round_the_clock.as_of(day)
    awake = [limit.day_and_night() for limit in written]
    if known is None or known.kind not in always.value or awake == written:
        return written, basis
    return awake, (*basis, basis_of(always))
