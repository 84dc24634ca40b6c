# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the law must say about taking up an appeal."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiesu.domain.taxonomy import DispatchCatalogue, SpecialRoute
from jiesu.domain.timelimits import TimeLimit
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.rulebook.dated import Dated


@dataclass(frozen=True, slots=True)
class AppealPolicy:
    """Parameters ``appeal.*`` and ``route.*`` of the pack."""

    words_max: Dated[int]
    """Longest text of an appeal, in characters."""
    record: Dated[str]
    """The rule that an appeal is recorded fully: time, matter, contact."""
    answering: Dated[frozenset[str]]
    """Kinds of appeal that may be answered at once."""
    dispatch_clock: Dated[TimeLimit]
    """How long an appeal may wait for its dispatch before someone is told."""
    withdrawal: Dated[str]
    """The rule by which a person takes an appeal back."""
    confidentiality: Dated[str]
    """The rule that protects who asks to stay confidential."""
    erasure: Dated[str]
    """The law by which personal data is erased."""
    adding: Dated[str]
    """The rule that people may say more about their appeal."""
    reopening: Dated[TimeLimit]
    """How long after its end an appeal can be taken up again."""
    undoing: Dated[TimeLimit]
    """How long the last step can be taken back."""
    reveal: Dated[str]
    """The rule that personal data is shown only for a stated, logged reason."""
    routes: Mapping[SpecialRoute, Dated[str]]
    """For each special route the key of its script, in force as of a day."""
    catalogue: DispatchCatalogue
    calendar: BusinessCalendar
