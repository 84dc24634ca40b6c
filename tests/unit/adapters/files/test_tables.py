# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Any file people send comes out as rows of text, line by line, in its own encoding."""

import gzip
import json
import tracemalloc
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from jiesu.adapters.files.csv_table import UnclosedQuote
from jiesu.adapters.files.encodings import UndecodableBytes, UnknownEncoding
from jiesu.adapters.files.headers import DuplicateHeader, EmptyFile, NoHeader
from jiesu.adapters.files.row_shapes import UnreadableRow
from jiesu.adapters.files.sources import DamagedFile, NoSuchFile, TruncatedFile, UnreadableFile
from jiesu.adapters.files.tables import UnknownFormat, open_table
from jiesu.adapters.files.xlsx_table import UnknownSheet
from jiesu.application.importing.problems import RowProblem

Items = list[tuple[int, dict[str, str]] | RowProblem]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def rows_of(path: Path, **options: str) -> Items:
    with open_table(path, **options) as table:
        return list(table)


def codes(items: Items) -> list[tuple[int, str]]:
    return [(item.line, item.code) for item in items if isinstance(item, RowProblem)]


# ---- CSV


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "A.CSV", "a.txt"])
def test_csv_rows_come_with_the_line_where_they_start(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, 'id,words\n1,"两\n行"\n\n2,一行\n')
    assert rows_of(path) == [(2, {"id": "1", "words": "两\n行"}), (5, {"id": "2", "words": "一行"})]


def test_windows_line_ends_and_a_missing_last_one_are_fine(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 'id,words\r\n1,"甲\r\n乙"\r\n2,丙')
    assert [item[0] for item in rows_of(path) if isinstance(item, tuple)] == [2, 4]


def test_tabs_and_other_delimiters(tmp_path: Path) -> None:
    expected = [(2, {"a": "1", "b": "2"})]
    assert rows_of(written(tmp_path, "a.tsv", "a\tb\n1\t2\n")) == expected
    assert rows_of(written(tmp_path, "a.csv", "a;b\n1;2\n"), delimiter=";") == expected


def test_rows_of_the_wrong_width_are_problems_and_the_file_goes_on(tmp_path: Path) -> None:
    items = rows_of(written(tmp_path, "a.csv", "a,b\n1\n1,2,3\n1,2\n"))
    assert codes(items) == [(2, "too-few-cells"), (3, "too-many-cells")]
    assert items[2] == (4, {"a": "1", "b": "2"})


def test_a_row_with_broken_quotes_is_a_problem_and_the_file_goes_on(tmp_path: Path) -> None:
    items = rows_of(written(tmp_path, "a.csv", 'a,b\n"x"y,2\n1,2\n'))
    assert codes(items) == [(2, "unreadable-row")]
    assert items[1] == (3, {"a": "1", "b": "2"})


@pytest.mark.parametrize("rest", ["短", "长" * 200_000])
def test_a_quote_that_never_closes_ends_the_file_at_its_row(tmp_path: Path, rest: str) -> None:
    path = written(tmp_path, "a.csv", f'a,b\n1,2\n3,"{rest}\n5,6\n')
    with open_table(path) as table:
        rows = iter(table)
        assert next(rows) == (2, {"a": "1", "b": "2"})
        with pytest.raises(UnclosedQuote, match="line 3"):
            next(rows)


def test_a_cell_longer_than_any_text_is_a_problem_of_its_row(tmp_path: Path) -> None:
    long = "长" * 200_000
    path = written(tmp_path, "a.csv", f'a,b\n1,{long}\n2,"{long}"\n3,4\n')
    items = rows_of(path)
    assert codes(items) == [(2, "cell-too-long"), (3, "cell-too-long")]
    assert items[2:] == [(4, {"a": "3", "b": "4"})]


# ---- encodings


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "csv.gz"])
def test_the_encoding_is_found_by_strict_decoding(
    tmp_path: Path, encoding: str, named: str, suffix: str
) -> None:
    text = "编号,内容\n1,河水发臭，𠮷野家门前\n"
    path = written(tmp_path, f"a.{suffix}", text.encode(encoding))
    with open_table(path) as table:
        assert table.encoding == named
        assert table.columns == ["编号", "内容"]
        assert list(table) == [(2, {"编号": "1", "内容": "河水发臭，𠮷野家门前"})]


def test_gb18030_with_its_own_mark_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "\ufeff编号\n1\n".encode("gb18030"))
    with open_table(path) as table:
        assert (table.encoding, table.columns) == ("gb18030", ["编号"])


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz"])
def test_the_position_runs_up_to_the_size_on_disk(tmp_path: Path, name: str) -> None:
    content = "a\n1\n" if "csv" in name else '{"a": 1}\n'
    with open_table(written(tmp_path, name, content)) as table:
        list(table)
        assert table.position() == table.size_hint() == (tmp_path / name).stat().st_size


def test_gb18030_is_found_when_its_first_chinese_stands_far_down(tmp_path: Path) -> None:
    text = "id,words\n" + "1,plain\n" * 400_000 + "2,河水\n"
    path = written(tmp_path, "a.csv", text.encode("gb18030"))
    with open_table(path) as table:
        assert table.encoding == "gb18030"


def test_a_bad_byte_in_utf8_is_named_and_not_read_as_gb18030(tmp_path: Path) -> None:
    head = ("编号,内容\n" + "1,河水发臭\n" * 40).encode()
    path = written(tmp_path, "a.csv", head + "2,坏".encode() + b"\xff\n3,x\n")
    with pytest.raises(UndecodableBytes) as caught:
        open_table(path)
    assert caught.value.facts == {"line": 42, "offset": len(head) + 5, "encoding": "utf-8"}


def test_bytes_that_are_no_text_at_all_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"a,b\n1,\xff\xff\n")
    with pytest.raises(UndecodableBytes) as caught:
        open_table(path)
    assert (caught.value.facts["line"], caught.value.facts["offset"]) == (2, 6)


def test_a_bad_byte_behind_many_pieces_has_its_true_offset(tmp_path: Path) -> None:
    head = ("编号\n" + "河水发臭\n" * 200_000).encode()
    with pytest.raises(UndecodableBytes) as caught:
        open_table(written(tmp_path, "a.csv", head + b"\xfe\n"))
    assert caught.value.facts["offset"] == len(head)
    assert caught.value.facts["line"] == 200_002


def test_a_stated_encoding_is_held_to(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "编号\n1\n".encode("gb18030"))
    assert rows_of(path, encoding="gbk") == [(2, {"编号": "1"})]
    with pytest.raises(UndecodableBytes):
        open_table(path, encoding="utf-8")
    with pytest.raises(UnknownEncoding):
        open_table(path, encoding="utf-9")


# ---- headers and files


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.csv.gz"])
def test_an_empty_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmptyFile):
        open_table(written(tmp_path, name, "\n"))


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DuplicateHeader, match="a"):
        open_table(written(tmp_path, "a.csv", "a,b, a\n1,2,3\n"))


@pytest.mark.parametrize(
    "header", ["a,,c", "1,河水发臭,x", "编号,2025-03-01,x", "编号,2025年3月1日"]
)
def test_a_first_row_that_names_no_columns_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(NoHeader):
        open_table(written(tmp_path, "a.csv", f"{header}\n1,2,3\n"))


def test_a_header_with_broken_quotes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRow):
        open_table(written(tmp_path, "a.csv", '"a"b,c\n1,2\n'))


def test_a_file_that_is_not_there_or_of_no_known_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile):
        open_table(tmp_path / "none.csv")
    with pytest.raises(NoSuchFile):
        open_table(tmp_path / "none.xlsx")
    with pytest.raises(UnknownFormat):
        open_table(written(tmp_path, "a.pdf", "x"))
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(UnreadableFile):
        open_table(tmp_path / "folder.csv")


def test_a_stated_format_beats_the_name(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path, "a.dat", "a\n1\n"), format="csv") == [(2, {"a": "1"})]


# ---- packed files that broke


def lines_before_break(table_rows: object) -> tuple[list[int], int]:
    lines: list[int] = []
    with pytest.raises(TruncatedFile) as caught:
        lines.extend(item[0] for item in table_rows)  # type: ignore[attr-defined]
    line = caught.value.facts["line"]
    assert isinstance(line, int)
    return lines, line


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_truncated_gz_delivers_the_rows_before_the_break(
    tmp_path: Path, kind: str, share: float
) -> None:
    texts = [f"河{n * n % 9973}水{n * 7919 % 104729}" for n in range(5000)]
    content = "n,words\n" + "".join(f"{n},{text}\n" for n, text in enumerate(texts))
    if kind == "jsonl":
        content = "".join(json.dumps({"n": n, "words": t}) + "\n" for n, t in enumerate(texts))
    whole = gzip.compress(content.encode())
    path = tmp_path / f"a.{kind}.gz"
    path.write_bytes(whole[: int(len(whole) * share)])
    with open_table(path) as table:
        lines, broken = lines_before_break(iter(table))
    first = 2 if kind == "csv" else 1
    assert lines == list(range(first, first + len(lines)))
    assert len(lines) > 1000 * share
    assert broken == lines[-1] + 1


def test_a_gz_that_breaks_inside_a_quoted_cell_is_truncated_there(tmp_path: Path) -> None:
    whole = gzip.compress(('a,b\n1,2\n3,"' + "河水\n" * 10_000).encode(), 0)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(whole[:-5_000])
    with open_table(path) as table:
        assert lines_before_break(iter(table)) == ([2], 3)


def test_a_gz_that_breaks_inside_a_character_is_truncated_there(tmp_path: Path) -> None:
    body = "a\n1\n河水".encode()
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(body, 0)[: -8 - 1])  # without checksum, and one byte of 水
    with open_table(path) as table:
        assert table.encoding == "utf-8"
        assert lines_before_break(iter(table)) == ([2], 3)


def test_a_gz_whose_checksum_is_wrong_is_damaged(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(b"a\n1\n"))
    whole[-8] ^= 0xFF
    path = tmp_path / "a.csv.gz"
    path.write_bytes(whole)
    with pytest.raises(DamagedFile):
        rows_of(path)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz", "a.xlsx.gz", "a.xlsx"])
def test_a_file_that_is_not_what_its_name_says_is_damaged(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"no such format\n")
    with pytest.raises(DamagedFile):
        rows_of(path)


# ---- JSON lines


def test_json_lines_keep_numbers_as_written_and_missing_keys_empty(tmp_path: Path) -> None:
    content = '{"id": 110101199001011234, "x": 1.10}\n\n{"id": "b", "y": null, "z": [1, true]}\n'
    assert rows_of(written(tmp_path, "a.jsonl", content)) == [
        (1, {"id": "110101199001011234", "x": "1.10", "y": "", "z": ""}),
        (3, {"id": "b", "x": "", "y": "", "z": '["1",true]'}),
    ]


def test_json_rows_that_are_none_are_problems_and_the_file_goes_on(tmp_path: Path) -> None:
    content = '{"a": 1}\nnonsense\n[1]\n{"a": 1, "a": 2}\n{"a": true}\n'
    items = rows_of(written(tmp_path, "a.jsonl.gz", content))
    assert codes(items) == [(n, "unreadable-row") for n in (2, 3, 4)]
    assert items[-1] == (5, {"a": "true"})


def test_a_json_key_that_appears_only_late_is_a_problem(tmp_path: Path) -> None:
    items = rows_of(written(tmp_path, "a.jsonl", '{"a": 1}\n' * 1000 + '{"a": 1, "b": 2}\n'))
    assert codes(items) == [(1001, "unknown-keys")]


# ---- XLSX


def workbook(path: Path, *rows: list[object], title: str = "诉求") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_spreadsheet_cells_become_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["id", "day", "at", "n", "yes", "words"],
        ["A1", date(2025, 3, 1), datetime(2025, 3, 1, 9, 30), 1.5, True, "河水"],
        [],
        [110101199001011234, None, datetime(2025, 3, 1), 1e21, False],
    )
    with open_table(path) as table:
        rows = list(table)
        assert table.position() == table.size_hint()
    assert rows[0] == (
        2,
        {
            "id": "A1",
            "day": "2025-03-01",
            "at": "2025-03-01 09:30:00",
            "n": "1.5",
            "yes": "true",
            "words": "河水",
        },
    )
    line, last = rows[1]  # type: ignore[misc]
    assert line == 4
    assert last["n"] == "1000000000000000000000"
    assert last["at"] == "2025-03-01 00:00:00"
    assert (last["day"], last["yes"], last["words"]) == ("", "false", "")


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a"], ["1"])
    assert rows_of(path, sheet="诉求") == [(2, {"a": "1"})]
    with pytest.raises(UnknownSheet, match="诉求"):
        open_table(path, sheet="答复")


def test_a_packed_spreadsheet_is_read_too(tmp_path: Path) -> None:
    plain = workbook(tmp_path / "a.xlsx", ["a"], ["1"])
    assert rows_of(written(tmp_path, "b.xlsx.gz", plain.read_bytes())) == [(2, {"a": "1"})]


def test_error_cells_and_cells_beyond_the_header_are_problems(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a", "b"], ["#N/A", "x"], ["1", "2", "3"], ["1", "2"])
    items = rows_of(path)
    assert codes(items) == [(2, "spreadsheet-error"), (3, "too-many-cells")]
    assert items[2] == (4, {"a": "1", "b": "2"})


def test_a_time_of_day_in_a_cell_is_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a", ""], [time(9, 30)])
    assert rows_of(path) == [(2, {"a": "09:30:00"})]


def test_a_sheet_whose_first_row_is_blank_text_has_no_header(tmp_path: Path) -> None:
    with pytest.raises(NoHeader):
        open_table(workbook(tmp_path / "a.xlsx", [" ", ""], ["1", "2"]))


def test_an_empty_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        open_table(workbook(tmp_path / "a.xlsx"))


# ---- size


def test_a_hundred_thousand_rows_stream_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as stream:
        stream.write("id,words\n")
        stream.writelines(f"{n},{'河水发臭' * 20}\n" for n in range(100_000))
    tracemalloc.start()
    try:
        with open_table(path) as table:
            assert table.size_hint() == path.stat().st_size
            count = sum(1 for _ in table)
            assert table.position() == table.size_hint()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 100_000
    assert peak <= 20 * 1024 * 1024
