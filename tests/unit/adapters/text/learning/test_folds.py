# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Near-copies stay on one side of every fold."""

import numpy as np
import pytest

from jiesu.adapters.text.learning.folds import folds, near_copy_groups

LIFT = "幸福小区三号楼电梯连续停运十二天，老人孩子每天爬十八层楼梯，物业说没有维修资金"
WAGE = "建筑工地拖欠二十名工人三个月工资，包工头一直不接电话，请劳动监察部门尽快调查"


@pytest.mark.parametrize(
    ("texts", "given", "groups"),
    [
        ([LIFT, WAGE, LIFT], None, [0, 1, 0]),
        ([LIFT, LIFT + "！", WAGE], None, [0, 0, 1]),  # a mark more
        ([LIFT, LIFT.replace("，", " ") + "。谢谢", WAGE], None, [0, 0, 1]),  # a word more
        ([LIFT, WAGE, LIFT[:20]], None, [0, 1, 2]),  # a half is no copy
        ([LIFT, WAGE, WAGE[::-1]], ["7", "8", "7"], [0, 1, 0]),  # the file says so
        ([LIFT, WAGE, WAGE[::-1]], ["", "", ""], [0, 1, 2]),  # an empty mark says nothing
        (["停水", "停水", "", ""], None, [0, 1, 2, 3]),  # too short to be copies
        ([], None, []),
    ],
)
def test_copies_are_one_group(texts: list[str], given: list[str] | None, groups: list[int]) -> None:
    assert near_copy_groups(texts, given).tolist() == groups


def test_a_template_sent_hundreds_of_times_is_found_in_one_pass() -> None:
    chance = np.random.default_rng(1)
    sent = [LIFT * 2 + chr(0x4E00 + int(chance.integers(2000))) for _ in range(300)]

    assert set(near_copy_groups(sent)) == {0}


def test_groups_never_straddle_and_labels_are_spread() -> None:
    groups = [row // 2 for row in range(60)]
    labels = ["lift" if row < 30 else "wage" for row in range(60)]

    fold = folds(groups, labels, 5, seed=3)

    assert all(fold[row] == fold[row + 1] for row in range(0, 60, 2))
    for label in (slice(0, 30), slice(30, 60)):
        assert np.bincount(fold[label], minlength=5).tolist() == [6] * 5


def test_folds_repeat_by_seed_and_differ_between_seeds() -> None:
    groups, labels = list(range(40)), ["lift", "wage"] * 20

    one, again, other = (folds(groups, labels, 4, seed) for seed in (1, 1, 2))

    assert one.tolist() == again.tolist() != other.tolist()


def test_fewer_groups_than_folds_give_fewer_folds() -> None:
    assert set(folds([0, 0, 1], ["a", "a", "b"], 5, seed=1)) == {0, 1}
