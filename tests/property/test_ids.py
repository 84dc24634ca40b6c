# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever the day and the serial: no slip of the finger passes for another case."""

from datetime import UTC, date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jiesu.kernel.ids import (
    CaseNumberMistyped,
    Uuid7Source,
    case_number,
    derived_id,
    parse_case_number,
    spoken_case_number,
    uuid7,
    uuid7_floor,
)
from jiesu.kernel.instants import Instant, instant

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
numbers = st.builds(case_number, days, st.integers(0, 9_999_999))
instants = st.datetimes(timezones=st.just(UTC)).map(instant)
modern = instants.filter(lambda at: at.year >= 1970)
parts = st.lists(st.text(st.characters(), max_size=5), max_size=4)


@given(numbers)
def test_a_case_number_survives_being_read_out(number: str) -> None:
    assert parse_case_number(spoken_case_number(number)) == number


@given(numbers, st.integers(0, 14), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number: str, place: int, step: int) -> None:
    wrong = str((int(number[place]) + step) % 10)
    with pytest.raises(CaseNumberMistyped):
        parse_case_number(number[:place] + wrong + number[place + 1 :])


@given(numbers, st.integers(0, 13))
def test_every_swap_of_neighbours_is_found(number: str, place: int) -> None:
    left, right = number[place], number[place + 1]
    assume(left != right)
    with pytest.raises(CaseNumberMistyped):
        parse_case_number(number[:place] + right + left + number[place + 2 :])


@given(modern, modern, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_ids_sort_by_their_millisecond(a: Instant, b: Instant, x: bytes, y: bytes) -> None:
    early, late = sorted((a, b))
    assume(late - early >= timedelta(milliseconds=1))
    assert uuid7(early, x) < uuid7_floor(late) <= uuid7(late, y)


@given(st.lists(instants, min_size=2, max_size=30), st.binary(min_size=8, max_size=8))
def test_ids_rise_however_the_clock_jumps(ticks: list[Instant], word: bytes) -> None:
    class Jumping:
        left = iter(ticks)

        def now(self) -> Instant:
            return next(self.left)

    source = Uuid7Source(Jumping(), lambda count: word * (count // 8))
    ids = [source.new() for _ in ticks]
    assert all(before < after for before, after in pairwise(ids))
    assert {i.version for i in ids} == {7}


@given(parts, parts)
def test_only_the_same_parts_derive_the_same_id(a: list[str], b: list[str]) -> None:
    town = UUID(int=1)
    assert (derived_id(town, *a) == derived_id(town, *b)) == (a == b)
