# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whoever may look at one appeal only reads every other as absent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import show_case
from jiesu.domain.access import NotYours
from jiesu.domain.workorders.case import Case
from tests.builders.desk import memory_desk
from tests.builders.law import always
from tests.builders.people import citizen
from tests.builders.town import DAY, policy


@dataclass(frozen=True, slots=True)
class OneCase:
    """A reader of one case, without its entries."""

    case: Case

    def find(self, number: str) -> Case | None:
        """Return the case, whatever its number."""
        return self.case if number else None

    def entries(self, streams: Sequence[UUID]) -> Sequence[object]:
        """Return no entry."""
        del streams
        return ()

    def redacted(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return no copy."""
        del items
        return {}


def open_law() -> CityPolicy:
    """Return a law under which appellants may look at their own appeal."""
    law = policy()
    citizens = replace(
        law.access.role("citizen"), permissions=always("citizen", frozenset({"appeal.show"}))
    )
    return replace(law, access=replace(law.access, roles={"citizen": citizens}))


def test_an_appellant_looks_at_their_own_appeal_only() -> None:
    desk = memory_desk()
    appeal_id, other = desk.registered(), desk.registered()
    reader, number = OneCase(desk.case(appeal_id)), desk.appeal(appeal_id).number
    assert show_case(number, citizen(appeal_id), reader, open_law(), DAY).case == reader.case
    with pytest.raises(NotYours):
        show_case(number, citizen(other), reader, open_law(), DAY)
