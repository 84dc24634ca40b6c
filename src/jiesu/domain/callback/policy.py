# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the law must say about asking people."""

from dataclasses import dataclass
from datetime import date

from jiesu.domain.callback.messages import Answer, Trigger
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.timelimits import TimeLimit
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.rulebook.dated import Dated


@dataclass(frozen=True, slots=True)
class CallBackPolicy:
    """Parameters ``callback.*`` of the pack."""

    trigger: Dated[Trigger]
    """What makes a call-back due."""
    kinds: Dated[frozenset[str]]
    """Kinds of appeal whose appellants are asked."""
    asking: Dated[TimeLimit]
    """How long the hotline has to ask."""
    attempts: Dated[int]
    """Tries without an answer after which the asking ends."""
    outcome: Dated[str]
    """The rule that the person's own answers are recorded, whatever they are."""
    rating: Dated[str]
    """The rule that people may answer online."""
    redo: Dated[frozenset[Answer]]
    """Answers that send the order back to the unit."""
    review: Dated[str]
    """The rule by which the hotline reviews a result and may return it before it asks."""
    rounds: Dated[int]
    """How often one appeal may be sent back."""
    closing: Dated[str]
    """The rule by which an appeal is closed."""
    calendar: BusinessCalendar

    def asks(self, kind: AppealKind, day: date) -> bool:
        """Return whether people with this kind of appeal are asked, by the law of ``day``."""
        return kind.value in self.kinds.as_of(day).value

    def waits_for(self, trigger: Trigger, day: date) -> bool:
        """Return whether ``trigger`` alone makes a call-back due, by the law of ``day``."""
        return self.trigger.as_of(day).value in {trigger, Trigger.FIRST_OF_BOTH}
