# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A map is read whole, or refused with everything that is wrong with it."""

from datetime import time

import pytest

from jiesu.application.importing.codes import Codes
from jiesu.application.importing.map_faults import BadMap, MapFault, key_lines
from jiesu.application.importing.map_parser import parse_map
from tests.builders.importing import PLAIN, map_text


def faults(text: str, codes: Codes | None = None) -> tuple[MapFault, ...]:
    with pytest.raises(BadMap) as caught:
        parse_map(text, codes)
    return caught.value.faults


def only_fault(text: str, codes: Codes | None = None) -> MapFault:
    (fault,) = faults(text, codes)
    return fault


def test_a_map_names_its_source_its_zone_and_the_columns_it_reads() -> None:
    found = parse_map(map_text())
    assert (found.name, str(found.zone)) == ("test", "Asia/Shanghai")
    assert found.used_columns == ("id", "kind", "words", "at")


def test_the_digest_is_of_the_text_so_any_change_is_seen() -> None:
    assert parse_map(map_text()).digest != parse_map(map_text() + "\n# changed").digest


def test_all_faults_are_told_together_each_with_path_and_line() -> None:
    text = map_text(kind='colum = "kind"', title='column = "t"\nrequired = "yes"', wrods="x = 1")
    found = {(fault.path, fault.line) for fault in faults(text)}
    lines = text.splitlines()
    assert ("fields.kind.colum", lines.index('colum = "kind"') + 1) in found
    assert ("fields.title.required", lines.index('required = "yes"') + 1) in found
    assert ("fields.wrods", lines.index("[fields.wrods]") + 1) in found


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"kind": 'column = "k"\ntabel = { a = "help" }'}, "kind.tabel", 'did you mean "table"?'),
        ({"titel": 'column = "t"'}, "titel", 'did you mean "title"?'),
        ({"kind": 'constant = "complain"'}, "kind.constant", 'did you mean "complaint"?'),
        ({"kind": 'column = "k"\ndefault = "zzz"'}, "kind.default", "known: complaint, help"),
        ({"kind": 'column = "k"\ntable = { "投诉" = "moan" }'}, "kind.table", 'unknown "moan"'),
        ({"kind": 'column = "k"\nregex = [["求", "hepl"]]'}, "kind.regex", 'mean "help"?'),
        ({"kind": 'column = "k"\nregex = [["(", "help"]]'}, "kind.regex", "entry 1: bad pattern"),
        ({"kind": 'column = "k"\nregex = ["a"]'}, "kind.regex", "must be [pattern, value]"),
        ({"kind": 'column = "k"\nregex = "a"'}, "kind.regex", "must be [[pattern, value], …]"),
        ({"kind": 'column = "k"\ntable = "x"'}, "kind.table", "must be a table"),
        ({"title": 'column = "t"\nconstant = "x"'}, "title", "exactly one of"),
        ({"title": 'default = "x"'}, "title", "has: none"),
        ({"longitude": 'column = "x"'}, "longitude", "needs latitude beside it"),
        ({"latitude": 'column = "y"'}, "latitude", "needs longitude beside it"),
        ({"title": 'columns = ["a", "b"]'}, "title", "`columns` needs `join` or `regex`"),
        ({"title": 'column = "a"\njoin = " "'}, "title.join", "`join` needs `columns`"),
        ({"title": 'columns = "a"\njoin = " "'}, "title.columns", "must be a list of strings"),
        ({"title": 'column = ""'}, "title.column", "non-empty"),
        ({"title": 'constant = ["a"]'}, "title.constant", "a string, a number or true/false"),
        ({"title": 'columns = ["a", "b"]\njoin = 1'}, "title.join", "must be a string"),
        ({"title": 'digest_of = ["a"]'}, "title.digest_of", "only fits external_id"),
        ({"title": 'column = "a"\nformats = "ISO"'}, "title.formats", "that is an instant"),
        ({"extra": 'columns = ["a"]\ndefault = "x"'}, "extra", "may only have"),
        ({"registered_at": 'column = "a"\nformats = ["%Y-%m-%d"]'}, "registered_at", "a day only"),
        ({"registered_at": 'column = "a"\nformats = ["YYYY"]'}, "registered_at.formats", "YYYY"),
        ({"registered_at": 'column = "a"\nformats = "%Y-%Q"'}, "registered_at.formats", "%Q"),
        (
            {"registered_at": 'column = "a"\ntime_of_day = "25:00"'},
            "registered_at.time_of_day",
            "HH:MM",
        ),
        ({"reported_at": 'from = "title"'}, "reported_at.from", "no instant read from the file"),
        ({"reported_at": 'column = "a"\nadd_days = 3'}, "reported_at.add_days", "{ column"),
        (
            {"reported_at": 'column = "a"\nadd_days = {column="b"}\nadd_hours = {column="b"}'},
            "reported_at",
            "not both",
        ),
    ],
)  # fmt: skip
def test_each_fault_names_the_key_and_what_is_wrong(
    fields: dict[str, str], path: str, said: str
) -> None:
    fault = only_fault(map_text(**fields))
    assert fault.path == f"fields.{path}"
    assert said in fault.what.en


def test_the_pack_s_codes_are_checked_when_they_are_at_hand() -> None:
    text = map_text(matter='constant = "water.river.polution"')
    assert parse_map(text).fields["matter"].constant == "water.river.polution"
    fault = only_fault(text, Codes(matter=frozenset({"water.river.pollution"})))
    assert 'did you mean "water.river.pollution"?' in fault.what.en


def test_a_target_that_every_appeal_needs_must_be_mapped() -> None:
    without = map_text().replace("[fields.words]", "[fields.title]")
    assert only_fault(without).path == "fields.words"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[source]\nname = "a"\ntime_zone = "Mars/Base"', "source.time_zone"),
        ('[source]\ntime_zone = "UTC"', "source.name"),
        ('[source]\nname = "a"\ntime_zone = "UTC"\nencodng = "x"', "source.encodng"),
        ('[source]\nname = "a"\ntime_zone = "UTC"\ncoordinates = "mars"', "source.coordinates"),
        ("[source]", "source.time_zone"),
        ("[sorce]", "sorce"),
        ("source = 1", "source"),
    ],
)
def test_the_source_is_checked_too(text: str, path: str) -> None:
    rest = "\n".join(f"[fields.{name}]\n{rule}" for name, rule in PLAIN.items())
    assert path in {fault.path for fault in faults(f"{text}\n{rest}")}


def test_a_target_that_is_no_table_is_named() -> None:
    text = "[source]\nname='a'\ntime_zone='UTC'\n[fields]\ntitle = 'x'\n"
    assert "fields.title" in {fault.path for fault in faults(text)}


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    fault = only_fault("[source]\nname = \n")
    assert fault.line == 2


def test_faults_read_in_both_languages() -> None:
    error = BadMap(faults(map_text(titel='column = "t"')))
    assert "您是否想写“title”？" in error.explain("zh")
    assert "(line " in error.explain("en")


def test_lines_are_found_for_tables_and_keys() -> None:
    text = '[fields.kind]  # why\ncolumn = "k"\n"default" = "x"\n'
    assert key_lines(text) == {"fields.kind": 1, "fields.kind.column": 2, "fields.kind.default": 3}


def test_both_sections_missing_are_told_at_once() -> None:
    assert {"source", "fields"} <= {fault.path for fault in faults("")}


def test_numbers_truth_values_and_local_times_may_stand_bare() -> None:
    found = parse_map(
        map_text(
            confidential='column = "a"\ntable = { 1 = true, 0 = false }',
            transfers="constant = 2",
            answered_at='column = "a"\ntime_of_day = 12:30:00',
        )
    ).fields
    assert found["confidential"].table == {"1": "true", "0": "false"}
    assert found["transfers"].constant == "2"
    assert found["answered_at"].time_of_day == time(12, 30)


def test_endless_brackets_are_a_fault_of_the_file() -> None:
    fault = only_fault(map_text(title="columns = " + "[" * 5000))
    assert (fault.path, fault.line) == ("(file)", None)
