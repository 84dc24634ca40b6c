# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever is counted, the public is told of no group smaller than the law demands."""

from hypothesis import assume, given
from hypothesis import strategies as st

from jiesu.application.likeness import disclosed

_COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


@given(_COUNTS, st.integers(1, 9))
def test_every_group_is_large_enough_and_none_is_lost(counts: dict[str, int], fewest: int) -> None:
    assume(sum(counts.values()) >= fewest)
    told = disclosed(counts, fewest)
    assert all(one.count >= fewest for one in told)
    assert sum(one.count for one in told) == sum(counts.values())


@given(_COUNTS, st.integers(1, 9))
def test_a_group_that_is_named_has_its_true_count(counts: dict[str, int], fewest: int) -> None:
    assume(sum(counts.values()) >= fewest)
    named = {one.of: one.count for one in disclosed(counts, fewest) if one.of is not None}
    assert named.items() <= counts.items()
    assert len([one for one in disclosed(counts, fewest) if one.of is None]) <= 1
