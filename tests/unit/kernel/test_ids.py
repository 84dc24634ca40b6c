# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Ids in order of time, and case numbers that notice a slip of the finger."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest

from jiesu.kernel.ids import (
    CaseNumberMistyped,
    CaseNumberNotDigits,
    CaseNumberWrongLength,
    InstantBeforeIds,
    UnnumberableCase,
    Uuid7Source,
    case_number,
    derived_id,
    parse_case_number,
    spoken_case_number,
    uuid7,
    uuid7_floor,
)
from jiesu.kernel.instants import Instant, instant, parse_instant

NOON = parse_instant("2026-11-22T12:00:00Z")
DAY = date(2026, 11, 22)
TOWN = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


class StuckClock:
    def __init__(self, at: Instant) -> None:
        self.at = at

    def now(self) -> Instant:
        return self.at


def zeros(count: int) -> bytes:
    return bytes(count)


def ones(count: int) -> bytes:
    return b"\xff" * count


def test_a_uuid7_is_laid_out_as_the_rfc_shows_it() -> None:
    # RFC 9562, appendix A.6: 2022-02-22 14:22:22 -05:00, rand_a CC3, rand_b 18C4DC0C0C07398F
    at = parse_instant("2022-02-22T14:22:22-05:00")
    entropy = ((0xCC3 << 62) | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(at, entropy) == UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")


def test_a_uuid7_names_its_version_and_variant_whatever_the_entropy() -> None:
    for entropy in (bytes(10), b"\xff" * 10):
        made = uuid7(NOON, entropy)
        assert (made.version, made.variant) == (7, RFC_4122)


def test_the_floor_is_the_smallest_id_of_its_millisecond() -> None:
    assert uuid7_floor(NOON) == uuid7(NOON, bytes(10))
    assert uuid7(instant(NOON - timedelta(milliseconds=1)), b"\xff" * 10) < uuid7_floor(NOON)


@pytest.mark.parametrize("make", [uuid7_floor, lambda at: uuid7(at, bytes(10))])
def test_an_instant_before_1970_has_no_id(make: Callable[[Instant], UUID]) -> None:
    with pytest.raises(InstantBeforeIds, match="1969-12-31"):
        make(parse_instant("1969-12-31T23:59:59Z"))


def test_an_id_from_the_source_is_an_ordinary_uuid() -> None:
    made = Uuid7Source(StuckClock(NOON), zeros).new()
    assert made == uuid7_floor(NOON)
    assert UUID(str(made)) == made
    assert made.is_safe == UUID(int=0).is_safe


def test_ids_rise_within_one_millisecond() -> None:
    source = Uuid7Source(StuckClock(NOON), ones)
    ids = [source.new() for _ in range(2000)]
    assert all(before < after for before, after in pairwise(ids))


def test_ids_rise_while_the_clock_stands_back() -> None:
    clock = StuckClock(NOON)
    source = Uuid7Source(clock, zeros)
    before = source.new()
    clock.at = instant(NOON - timedelta(hours=1))
    assert source.new() > before


def test_a_clock_before_1970_still_gives_rising_ids() -> None:
    source = Uuid7Source(StuckClock(instant(datetime(1969, 1, 1, tzinfo=UTC))), zeros)
    assert source.new() < source.new()


def test_a_new_millisecond_starts_at_its_own_floor() -> None:
    clock = StuckClock(NOON)
    source = Uuid7Source(clock, zeros)
    source.new()
    clock.at = instant(NOON + timedelta(milliseconds=1))
    assert source.new() == uuid7_floor(clock.at)


def test_entropy_is_fetched_in_blocks() -> None:
    asked: list[int] = []

    def entropy(count: int) -> bytes:
        asked.append(count)
        return bytes(count)

    source = Uuid7Source(StuckClock(NOON), entropy)
    for _ in range(513):
        source.new()
    assert asked == [4096, 4096]


def test_a_renewed_source_draws_fresh_entropy() -> None:
    blocks = iter([bytes(4096), b"\x01" * 4096])
    source = Uuid7Source(StuckClock(NOON), lambda _: next(blocks))
    before = source.new()
    source.renew()
    assert source.new() != before


def test_threads_never_share_an_id() -> None:
    source = Uuid7Source(StuckClock(NOON), zeros)
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda _: source.new(), range(4000)))
    assert len(set(ids)) == 4000


def test_the_same_parts_always_derive_the_same_id() -> None:
    made = derived_id(TOWN, "row", "1")
    assert made == UUID("b8e92c9e-b0cc-86bd-8b0b-a8ba983ea2a0")
    assert (made.version, made.variant) == (8, RFC_4122)


@pytest.mark.parametrize(
    "parts", [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), (), ("a", "b", "c")]
)
def test_parts_split_otherwise_derive_another_id(parts: tuple[str, ...]) -> None:
    others = {("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), (), ("a", "b", "c")}
    assert derived_id(TOWN, *parts) not in {derived_id(TOWN, *o) for o in others - {parts}}


def test_another_namespace_derives_another_id() -> None:
    assert derived_id(TOWN, "x") != derived_id(UUID(int=0), "x")


def test_broken_text_from_a_file_still_derives_an_id() -> None:
    assert derived_id(TOWN, "\ud800") != derived_id(TOWN, "?")


def test_a_case_number_is_day_serial_and_check_digits() -> None:
    assert case_number(DAY, 123) == "261122000012388"
    assert int(case_number(DAY, 123)) % 97 == 1  # what ISO 7064, MOD 97-10, asks


def test_a_case_number_is_read_out_in_three_groups() -> None:
    assert spoken_case_number("261122000012388") == "261122-0000123-88"


@pytest.mark.parametrize(
    "typed",
    [
        "261122000012388",
        "261122-0000123-88",
        " 261122 0000123 88 ",
        "２６１１２２－００００１２３－８８",  # full-width, as Chinese keyboards give them
        "261122—0000123—88",
        "261122.0000123.88",
        "261122\u30000000123\u300088",
    ],
)
def test_a_case_number_is_understood_as_people_type_it(typed: str) -> None:
    assert parse_case_number(typed) == "261122000012388"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", CaseNumberWrongLength),
        ("26112200001238", CaseNumberWrongLength),
        ("2611220000123888", CaseNumberWrongLength),
        ("26112200001238O", CaseNumberNotDigits),
        ("٢٦١١٢٢٠٠٠٠١٢٣٨٨", CaseNumberNotDigits),
        ("261122000012389", CaseNumberMistyped),
        ("261122000021388", CaseNumberMistyped),
    ],
)
def test_a_wrong_case_number_is_refused_by_name(typed: str, reason: type[Exception]) -> None:
    with pytest.raises(reason):
        parse_case_number(typed)


def test_a_mistyped_case_number_says_what_happened() -> None:
    with pytest.raises(CaseNumberMistyped, match="one digit is mistyped or two are swapped"):
        parse_case_number("261122000012389")


@pytest.mark.parametrize(
    ("day", "serial"),
    [(DAY, -1), (DAY, 10_000_000), (date(1999, 12, 31), 1), (date(2100, 1, 1), 1)],
)
def test_what_does_not_fit_a_case_number_is_refused(day: date, serial: int) -> None:
    with pytest.raises(UnnumberableCase):
        case_number(day, serial)
