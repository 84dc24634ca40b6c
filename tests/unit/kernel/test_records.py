# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A changed copy is what the standard library would have made of the record."""

import dataclasses
from dataclasses import FrozenInstanceError, dataclass

import pytest

from jiesu.kernel.records import differing, replace


@dataclass(frozen=True, slots=True)
class Step:
    count: int
    name: str = "first"


@dataclass(frozen=True, slots=True)
class LongStep(Step):
    length: int = 0


@pytest.mark.parametrize("record", [Step(1), LongStep(1, length=7)])
@pytest.mark.parametrize("changes", [{}, {"count": 2}, {"name": "last", "count": 3}])
def test_the_copy_equals_the_standard_one(record: Step, changes: dict[str, object]) -> None:
    before = dataclasses.replace(record)
    made = replace(record, **changes)
    assert type(made) is type(record)
    assert made == dataclasses.replace(record, **changes)  # type: ignore[arg-type] # as given
    assert hash(made) == hash(dataclasses.replace(made))
    assert record == before


def test_the_copy_stays_frozen() -> None:
    made = replace(Step(1), count=2)
    with pytest.raises(FrozenInstanceError):
        made.count = 3  # type: ignore[misc] # to be refused


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Step has no field 'colour'"):
        replace(Step(1), colour="red")


def test_only_the_fields_that_were_replaced_differ() -> None:
    long = "a name made " + "anew"
    step = Step(1, long)
    assert differing(step, replace(step, count=2)) == {"count"}
    assert differing(step, replace(step)) == frozenset()
