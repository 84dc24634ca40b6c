# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the law must say about contacts and drafts."""

from dataclasses import dataclass

from jiesu.domain.timelimits import TimeLimit
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.rulebook.dated import Dated


@dataclass(frozen=True, slots=True)
class InteractionPolicy:
    """Parameters ``interaction.*`` of the pack."""

    draft_clock: Dated[TimeLimit]
    """How long a draft may lie before its owner is reminded."""
    ending: Dated[str]
    """The rule that a contact may end without an appeal only with a stated reason."""
    calendar: BusinessCalendar
