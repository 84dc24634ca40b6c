# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An instant is an aware moment in UTC, and has one spelling."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from jiesu.kernel.instants import (
    NaiveInstant,
    UnreadableInstant,
    instant,
    instant_text,
    parse_instant,
)

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("2026-11-22T09:30:00+08:00", "2026-11-22T01:30:00.000000Z"),
        ("2026-11-22T01:30:00Z", "2026-11-22T01:30:00.000000Z"),
        ("2026-11-22T01:30:00.123456+00:00", "2026-11-22T01:30:00.123456Z"),
    ],
)
def test_however_it_is_written_it_is_spelled_one_way(written: str, spelled: str) -> None:
    assert instant_text(parse_instant(written)) == spelled


def test_a_moment_elsewhere_is_the_same_instant() -> None:
    there = datetime(2026, 11, 22, 9, 30, tzinfo=BEIJING)
    assert instant(there) == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    assert instant(there).tzinfo is UTC


def test_a_time_without_its_offset_names_no_moment() -> None:
    with pytest.raises(NaiveInstant, match="2026-11-22T09:30:00"):
        parse_instant("2026-11-22T09:30:00")


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-02-30T00:00:00Z", "", "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UnreadableInstant):
        parse_instant(text)
