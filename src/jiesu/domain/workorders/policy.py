# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the law must say about handling an order."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiesu.domain.organisations import Organisation, UnitKinds
from jiesu.domain.timelimits import TimeLimit
from jiesu.domain.workorders.messages import Ending
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.rulebook.dated import Dated


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """Parameters ``limit.*`` and ``order.*`` of the pack."""

    limits: Mapping[str, Dated[TimeLimit]]
    """Handling limit of each time-limit class (``limit.<class>``)."""
    signing: Dated[TimeLimit]
    """How long a unit has to sign for an order."""
    first_contact: Dated[TimeLimit]
    """How long a unit has to speak to the appellant."""
    first_receiver: Dated[str]
    """The rule that the first receiver may not refuse."""
    messaging: Dated[str]
    """The rule that hotline and unit may write to each other about an order."""
    round_the_clock: Dated[UnitKinds]
    """Kinds of unit that serve day and night: limits in working time are all time to them."""
    reporting: Dated[str]
    """The rule that the result goes to the appellant and to the hotline."""
    written: Dated[frozenset[Ending]]
    """Endings for which the hotline is owed a written explanation; none where not in force."""
    promised: Dated[frozenset[Ending]]
    """Endings for which the person is owed a day; none where not in force."""
    calendar: BusinessCalendar
    organisation: Organisation
