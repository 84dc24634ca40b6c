# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Each row becomes one appeal, or one problem that names line, column and reason."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jiesu.application.importing.map_parser import parse_map
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.application.importing.read import MissingColumns, RepeatedRow, read_rows
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.domain.taxonomy import AppealKind, Channel
from tests.builders.importing import CUT, ROW, RULES, FakeTable, map_text, problem, read, read_one


def test_a_row_becomes_an_appeal_with_typed_parts() -> None:
    appeal = read_one()
    assert (appeal.source, appeal.external_id, appeal.line) == ("test", "A1", 2)
    assert (appeal.kind, appeal.channel) == (AppealKind.COMPLAINT, Channel.WEB)
    assert appeal.registered_at == datetime(2025, 3, 1, 1, 30, tzinfo=UTC)
    assert appeal.words == "河水发臭"
    assert (appeal.title, appeal.matter, appeal.confidential) == (None, None, False)
    assert appeal.extra == {}


def test_an_appeal_s_repr_hides_what_is_personal() -> None:
    shown = repr(read_one({"who": "买买提·艾力"}, name='column = "who"'))
    assert "河水发臭" not in shown
    assert "艾力" not in shown


# ---- rules


@pytest.mark.parametrize(
    ("rule", "cells", "found"),
    [
        ('constant = "固定"', {}, "固定"),
        ('column = "a"', {"a": "  两端空白 "}, "两端空白"),
        ('column = "a"', {"a": " "}, None),
        ('column = "a"\ndefault = "无"', {"a": ""}, "无"),
        ('column = "a"\nstrip = false\ntable = { "x" = "y" }\ndefault = "z"', {"a": " x"}, "z"),
        ('columns = ["a", "b"]\njoin = "，"', {"a": "东街", "b": "3号"}, "东街，3号"),
        ('columns = ["a", "b"]\njoin = "，"', {"a": "", "b": "3号"}, "3号"),
        ('column = "a"\ntable = { "1" = "是" }', {"a": "1"}, "是"),
        ('column = "a"\ntable = { "1" = "是" }\ndefault = "否"', {"a": "2"}, "否"),
        ('column = "a"\ntable = { "x" = "表" }\nregex = [["x", "式"]]', {"a": "x"}, "表"),
        ('column = "a"\nregex = [["噪", "一"], ["声", "二"]]', {"a": "噪声"}, "一"),
        ('column = "a"\nregex = [["噪", "一"], ["声", "二"]]', {"a": "有声"}, "二"),
        ('column = "a"\nwhen = "b"', {"a": "x", "b": " "}, None),
        ('column = "a"\nwhen = "b"', {"a": "x", "b": "y"}, "x"),
    ],
)
def test_a_rule_makes_a_text_of_cells(rule: str, cells: dict[str, str], found: str | None) -> None:
    assert read_one(cells, title=rule).title == found


def test_patterns_are_all_tried_on_the_first_column_before_the_next() -> None:
    patterns = 'regex = [["水", "m.water"], ["路", "m.road"]]\ndefault = "m.other"'
    rule = f'columns = ["a", "b"]\n{patterns}'
    assert read_one({"a": "路坏了", "b": "因为水"}, matter=rule).matter == "m.road"
    assert read_one({"a": "坏了", "b": "因为水"}, matter=rule).matter == "m.water"
    assert read_one({"a": "", "b": ""}, matter=rule).matter == "m.other"


def test_patterns_over_joined_columns_see_one_text() -> None:
    rule = 'columns = ["a", "b"]\njoin = ""\nregex = [["路灯", "m.light"]]'
    assert read_one({"a": "路", "b": "灯"}, matter=rule).matter == "m.light"


def test_an_id_made_of_columns_is_the_same_for_the_same_cells() -> None:
    rule = 'digest_of = ["a", "words"]'
    first = read_one({"a": "1"}, external_id=rule).external_id
    assert first == read_one({"a": " 1 "}, external_id=rule).external_id
    assert first != read_one({"a": "2"}, external_id=rule).external_id
    assert len(first) == 32


def test_an_id_made_of_empty_columns_is_missing() -> None:
    assert problem({"a": " "}, external_id='digest_of = ["a"]').code == "missing-value"


def test_kept_columns_come_along_if_they_hold_anything() -> None:
    kept = read_one({"赞": "7", "踩": ""}, extra='columns = ["赞", "踩"]').extra
    assert kept == {"赞": "7"}


# ---- instants


@pytest.mark.parametrize(
    ("formats", "cell", "utc"),
    [
        ('["ISO"]', "2025-03-01T09:30:00+08:00", "2025-03-01 01:30"),
        ('["ISO"]', "2025-03-01 09:30", "2025-03-01 01:30"),
        ('["ISO"]', "2025-03-01T01:30Z", "2025-03-01 01:30"),
        ('["ISO"]', "2025-03-01", "2025-03-01 04:00"),
        ('["%Y/%m/%d %H:%M"]', "2025/3/1 9:30", "2025-03-01 01:30"),
        ('["%Y年%m月%d日"]', "2025年3月1日", "2025-03-01 04:00"),
        ('["ISO", "%Y/%m/%d"]', "2025/03/01", "2025-03-01 04:00"),
        ('["epoch"]', "1740792600", "2025-03-01 01:30"),
        ('["epoch_ms"]', "1740792600000", "2025-03-01 01:30"),
    ],
)
def test_times_are_read_in_the_map_s_formats(formats: str, cell: str, utc: str) -> None:
    rule = f'column = "at"\nformats = {formats}\ntime_of_day = "12:00"'
    moment = read_one({"at": cell}, registered_at=rule).registered_at
    assert moment.strftime("%Y-%m-%d %H:%M") == utc


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2025-02-30 10:00:00", "impossible-time"),
        ("2025-13-01", "impossible-time"),
        ("2025-03-01 25:00:00", "impossible-time"),
        ("昨天", "unreadable-time"),
        ("2025-03-01", "day-without-time"),
        ("1899-12-30 00:00:00", "time-too-early"),
        ("2026-01-02 00:00:00", "future-time"),
        ("", "missing-value"),
    ],
)
def test_a_time_that_cannot_be_is_a_problem(cell: str, code: str) -> None:
    found = problem({"at": cell})
    assert (found.line, found.column, found.code) == (2, "at", code)


def test_an_hour_the_clocks_jumped_over_never_was() -> None:
    text = map_text().replace("Asia/Shanghai", "Europe/Berlin")
    (found,) = read_rows(FakeTable(ROW | {"at": "2025-03-30 02:30"}), parse_map(text), RULES)
    assert isinstance(found, RowProblem)
    assert found.code == "impossible-time"


@pytest.mark.parametrize(
    ("rule", "number", "utc"),
    [
        ('from = "registered_at"\nadd_days = { column = "n" }', "2.0", "2025-03-03 01:30"),
        ('from = "registered_at"\nadd_days = { column = "n" }', "0", "2025-03-01 01:30"),
        ('from = "registered_at"\nadd_hours = { column = "n" }', "1.5", "2025-03-01 03:00"),
        ('column = "at"\nadd_days = { column = "n" }', "１", "2025-03-02 01:30"),
    ],
)
def test_an_instant_is_another_plus_a_column_s_number(rule: str, number: str, utc: str) -> None:
    moment = read_one({"n": number}, reported_at=rule).reported_at
    assert moment is not None
    assert moment.strftime("%Y-%m-%d %H:%M") == utc


def test_without_the_number_or_the_condition_there_is_no_instant() -> None:
    rule = 'from = "registered_at"\nadd_days = { column = "n" }\nwhen = "b"'
    assert read_one({"n": "", "b": "有"}, reported_at=rule).reported_at is None
    assert read_one({"n": "1", "b": ""}, reported_at=rule).reported_at is None


@pytest.mark.parametrize("number", ["-1", "两天", "NaN", "1e9"])
def test_a_number_of_days_that_is_none_is_a_problem(number: str) -> None:
    rule = 'from = "registered_at"\nadd_days = { column = "n" }'
    assert problem({"n": number}, reported_at=rule).code == "unreadable-number"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("reported_at", "reply-before-message"),
        ("answered_at", "reply-before-message"),
        ("signed_at", "step-before-message"),
    ],
)
def test_nothing_happens_before_the_message(target: str, code: str) -> None:
    found = problem({"b": "2025-02-28 10:00"}, **{target: 'column = "b"'})
    assert (found.column, found.code) == ("b", code)


# ---- values


@pytest.mark.parametrize(("cell", "yes"), [("1", True), ("否", False), ("TRUE", True), ("", False)])
def test_flags_are_read(cell: str, yes: bool) -> None:
    assert read_one({"a": cell}, confidential='column = "a"').confidential is yes


def test_a_flag_that_is_neither_is_a_problem() -> None:
    assert problem({"a": "也许"}, confidential='column = "a"').code == "unreadable-flag"


@pytest.mark.parametrize(("cell", "count"), [("3", 3), ("3.0", 3), ("", 0)])
def test_transfers_are_counted(cell: str, count: int) -> None:
    assert read_one({"a": cell}, transfers='column = "a"').transfers == count


def test_an_unknown_kind_is_a_problem_that_lists_what_is_allowed() -> None:
    found = problem({"kind": "表扬"})
    assert found.code == "unknown-code"
    assert "complaint, help, inquiry, suggestion, tip_off" in found.reason.en
    assert "表扬" not in str(found)


def test_a_value_outside_the_table_is_a_problem_that_lists_the_table() -> None:
    found = problem({"kind": "表扬"}, kind='column = "kind"\ntable = { "投诉" = "complaint" }')
    assert found.code == "unknown-value"
    assert "投诉" in found.reason.zh


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("有\x00空字符", "nul-character"),
        ("响铃\x07", "control-character"),
        ("长" * 51, "too-long"),
        ("", "missing-value"),
        ("\u200b", "no-words"),
    ],
)
def test_words_that_cannot_be_kept_are_a_problem(cell: str, code: str) -> None:
    found = problem({"words": cell})
    assert (found.column, found.code) == ("words", code)


@pytest.mark.parametrize("words", ["𠮷野家门前", "买买提·艾力来电", "１２３号楼", "第一行\n第二行"])
def test_rare_characters_dots_and_full_width_digits_stay_in_words(words: str) -> None:
    assert read_one({"words": words}).words == words


def test_full_width_digits_become_plain_in_ids_and_contacts_only() -> None:
    found = read_one(
        {"id": "Ａ１２", "tel": "１３９００００１２３４", "t": "３号楼"},
        contact='column = "tel"',
        title='column = "t"',
    )
    assert found.contact == "13900001234"
    assert found.external_id == "Ａ12"
    assert found.title == "３号楼"


@pytest.mark.parametrize(
    "cell", ["1.10101E+17", "1.10101199001011E+17", "110101199001011000", "2.0250301e17"]
)
def test_a_number_a_spreadsheet_has_rounded_is_recognised(cell: str) -> None:
    assert problem({"id": cell}).code == "mangled-number"


@pytest.mark.parametrize("cell", ["110101199001011234", "2025030100001000", "13900001234", "1E5X"])
def test_a_number_with_all_its_digits_is_kept(cell: str) -> None:
    assert read_one({"id": cell}).external_id == cell


def test_ids_that_really_end_in_zeros_can_be_trusted() -> None:
    rule = 'column = "id"\ntrust_digits = true'
    assert read_one({"id": "202503010000001000"}, external_id=rule).external_id.endswith("000")


def test_a_needed_cell_that_is_empty_is_missing() -> None:
    found = problem({"t": ""}, title='column = "t"\nrequired = true')
    assert (found.column, found.code) == ("t", "missing-value")


# ---- rows


def test_everything_wrong_with_a_row_is_told_as_one_problem() -> None:
    found = problem({"words": "", "at": "昨天", "kind": "表扬"})
    assert [found.code, *(more.code for more in found.more)] == [
        "unknown-code",
        "missing-value",
        "unreadable-time",
    ]
    assert len(found.cells()) == 3


def test_a_problem_tells_values_apart_without_their_words() -> None:
    one, two, again = (problem({"kind": kind}).digest for kind in ("甲", "乙", "甲"))
    assert one == again != two


def test_the_same_row_again_is_skipped_as_a_repeat() -> None:
    taken, again = read({}, {})
    assert isinstance(taken, ImportedAppeal)
    assert isinstance(again, RowProblem)
    assert (again.repeat, again.code, again.line) == (True, "repeated-row", 3)


def test_the_same_id_with_other_content_names_the_first_line() -> None:
    _, other, third = read({}, {"words": "另一件事"}, {"words": "又一件事"})
    assert isinstance(other, RowProblem)
    assert isinstance(third, RowProblem)
    assert (other.repeat, other.code) == (False, "same-id-in-file")
    assert "line 2" in other.reason.en
    assert "line 2" in third.reason.en


def test_columns_the_map_does_not_read_make_no_difference() -> None:
    _, again = read({"exported": "1"}, {"exported": "2"})
    assert isinstance(again, RowProblem)
    assert again.repeat


def test_a_mended_row_after_a_faulty_one_is_taken() -> None:
    faulty, mended = read({"at": "昨天"}, {})
    assert isinstance(faulty, RowProblem)
    assert isinstance(mended, ImportedAppeal)


def test_a_resumed_reading_delivers_later_rows_and_still_knows_the_earlier_ids() -> None:
    table = FakeTable(ROW, ROW | {"id": "B2"}, ROW)
    items = list(read_rows(table, parse_map(map_text()), RULES, after_line=2))
    assert [item.line for item in items] == [3, 4]
    assert isinstance(items[1], RowProblem)
    assert items[1].repeat


def test_problems_of_the_table_itself_are_passed_on() -> None:
    broken = row_problem(2, "", RepeatedRow(first=1))

    class Broken(FakeTable):
        def __iter__(self) -> Iterator[RowProblem]:
            return iter([broken])

    assert list(read_rows(Broken(ROW), parse_map(map_text()), RULES)) == [broken]


def test_a_map_that_does_not_fit_the_file_is_refused_at_once_with_a_guess() -> None:
    table = FakeTable({"id": "1", "Kind": "x", "words": "x", "at": "x"})
    with pytest.raises(MissingColumns) as caught:
        read_rows(table, parse_map(map_text()), RULES)
    assert "kind (→ Kind?)" in caught.value.explain("en")


def test_the_cut_itself_is_not_the_future() -> None:
    assert read_one({"at": CUT.isoformat()}).registered_at == CUT


@pytest.mark.parametrize("length", [10_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_many_rows_are_mapped_in_a_few_bytes_each(length: int) -> None:
    class Long(FakeTable):
        def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
            return ((n, ROW | {"id": f"A{n}"}) for n in range(2, length + 2))

    rows = read_rows(Long(ROW), parse_map(map_text()), RULES)
    tracemalloc.start()
    try:
        count = sum(isinstance(item, ImportedAppeal) for item in rows)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == length
    assert peak <= 200 * length  # the ids seen, to find those that come twice


# ---- points


class Halves:
    """A map of two areas: east and west of the meridian 100; nothing south of the equator."""

    def area_at(self, longitude: float, latitude: float) -> str | None:
        if latitude < 0:
            return None
        return "east" if longitude > 100 else "west"


POINT = {"longitude": 'column = "lon"', "latitude": 'column = "lat"'}


def located(lon: str, lat: str, **fields: str) -> ImportedAppeal | RowProblem:
    table = FakeTable({**ROW, "lon": lon, "lat": lat, "area": ""})
    rules = replace(RULES, places=Halves())
    (found,) = read_rows(table, parse_map(map_text(**POINT, **fields)), rules)
    return found


@pytest.mark.parametrize(
    ("lon", "lat", "area"),
    [
        ("100.5", "30", "east"),
        ("99.5", "30", "west"),
        ("１００.５", "３０", "east"),
        ("-100.5", "30", "west"),
        ("100.5", "-30", None),
        ("", "", None),
    ],
)
def test_a_point_becomes_the_area_it_lies_in(lon: str, lat: str, area: str | None) -> None:
    found = located(lon, lat)
    assert isinstance(found, ImportedAppeal)
    assert found.area == area


@pytest.mark.parametrize(
    ("system", "area"), [("wgs84", "east"), ("gcj02", "west"), ("bd09", "west")]
)
def test_a_point_of_another_coordinate_system_is_where_it_is_on_earth(
    system: str, area: str
) -> None:
    table = FakeTable({**ROW, "lon": "100.001", "lat": "30"})
    text = map_text(**POINT).replace("[fields", f'coordinates = "{system}"\n[fields', 1)
    (found,) = read_rows(table, parse_map(text), replace(RULES, places=Halves()))
    assert isinstance(found, ImportedAppeal)
    assert found.area == area


def test_an_area_the_row_names_goes_before_its_point() -> None:
    found = located("100.5", "30", area='constant = "named"')
    assert isinstance(found, ImportedAppeal)
    assert found.area == "named"
    unnamed = located("100.5", "30", area='column = "area"')
    assert isinstance(unnamed, ImportedAppeal)
    assert unnamed.area == "east"


@pytest.mark.parametrize(
    ("lon", "lat", "column", "code"),
    [
        ("100.5", "", "lat", "missing-value"),
        ("", "30", "lon", "missing-value"),
        ("30", "100.5", "lat", "unreadable-degree"),
        ("east", "30", "lon", "unreadable-degree"),
        ("NaN", "30", "lon", "unreadable-degree"),
        ("1e999999999", "30", "lon", "unreadable-degree"),
        ("100°30'", "30", "lon", "unreadable-degree"),
    ],
)
def test_what_is_no_whole_point_is_listed_with_its_column(
    lon: str, lat: str, column: str, code: str
) -> None:
    found = located(lon, lat)
    assert isinstance(found, RowProblem)
    assert (found.column, found.code) == (column, code)


def test_without_a_map_of_the_city_a_point_says_nothing() -> None:
    assert read_one({"lon": "100", "lat": "30"}, **POINT).area is None
