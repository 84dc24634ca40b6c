# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu redact``: the same rows with people hidden, every row left out named, nobody told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jiesu.adapters.files.tables import open_table
from jiesu.adapters.files.writing import FormatNotInName, UnwritableCell
from jiesu.adapters.text.companion import CompanionChanged, NotACompanion, WrongKey
from jiesu.application.importing.problems import RowProblem
from jiesu.bootstrap.redacting import ColumnNotInFile, OutputIsInput, OutputRefused, OutputThere
from jiesu.cli.app import app
from jiesu.kernel.errors import JiesuError

SAID = "我叫王小明，电话13800138000"
HIDDEN = "我叫【姓名】，电话【电话】"
FORMULA = "=住3号楼501室"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_LANGUAGE", "en")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(f"编号,标题,内容\n1,甲,{SAID}\n2,短\n3,{SAID[:5]},{FORMULA}\n", "utf-8")
    return path


def ran(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["redact", *map(str, arguments)])
    if isinstance(result.exception, JiesuError):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def rows(path: Path) -> list[dict[str, str]]:
    with open_table(path) as table:
        return [item[1] for item in table if not isinstance(item, RowProblem)]


@pytest.mark.parametrize(
    "name", ["o.csv", "o.tsv", "o.jsonl", "o.xlsx", "o.csv.gz", "o.jsonl.gz", "o.xlsx.gz"]
)
def test_every_format_holds_the_same_rows_with_people_hidden(
    file: Path, tmp_path: Path, name: str
) -> None:
    ran(file, "--text", "内容", "--out", tmp_path / name, code=1)
    assert rows(tmp_path / name) == [
        {"编号": "1", "标题": "甲", "内容": HIDDEN},
        {"编号": "3", "标题": "我叫王小明", "内容": "=住【门牌号】"},
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "in.csv"])


def test_the_report_counts_by_type_and_names_the_row_left_out(file: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    ran(file, "--text", "标题, 内容", "--out", tmp_path / "o.csv", "--report", report, code=1)
    told = json.loads(report.read_text("utf-8"))
    assert (told["rows_in"], told["rows_written"]) == (3, 2)
    assert {kind: count for kind, count in told["hidden"].items() if count} == {
        "phone": 1,
        "address_room": 1,
        "name": 2,
    }
    assert told["hidden_by_column"]["标题"] == {"name": 1}
    assert told["columns_untouched"] == ["编号"]
    assert [(each["line"], each["code"]) for each in told["problems"]] == [("3", "too-few-cells")]


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_nothing_personal_is_told(file: Path, tmp_path: Path, more: list[str]) -> None:
    said = ran(file, "--text", "内容", "--out", tmp_path / "o.csv", *more, code=1).output
    assert "phone" in said
    assert not any(word in said for word in ("王小明", "13800138000", "501"))


def test_a_cell_the_format_cannot_hold_is_a_row_left_out(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "o.xlsx"
    source.write_text('{"a": "\\u0001"}\n{"a": "\\ud800"}\n{"a": "好"}\n', "utf-8")
    said = json.loads(ran(source, "--text", "a", "--out", out, "--json", code=1).stdout)
    assert [(each["line"], each["code"]) for each in said["problems"]] == [
        ("1", UnwritableCell.code),
        ("2", UnwritableCell.code),
    ]
    assert rows(out) == [{"a": "好"}]


def test_what_is_there_is_overwritten_only_when_asked(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    out.write_text("dear", "utf-8")
    with pytest.raises(OutputThere):
        ran(file, "--text", "内容", "--out", out)
    assert out.read_text("utf-8") == "dear"
    ran(file, "--text", "内容", "--out", out, "--force", code=1)
    assert len(rows(out)) == 2


def test_the_file_itself_is_never_overwritten(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(OutputIsInput):
        ran(file, "--text", "内容", "--out", file, "--force")
    with pytest.raises(OutputIsInput):
        ran(file, "--text", "内容", "--out", tmp_path / "o.csv", "--report", file, "--force")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("column", "name", "error"),
    [
        ("没有", "o.csv", ColumnNotInFile),
        ("", "o.csv", ColumnNotInFile),
        ("内容", "o.pdf", FormatNotInName),
        ("内容", "nowhere/o.csv", OutputRefused),
    ],
)
def test_what_cannot_be_done_leaves_nothing_behind(
    file: Path, tmp_path: Path, column: str, name: str, error: type[JiesuError]
) -> None:
    with pytest.raises(error):
        ran(file, "--text", column, "--out", tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize("report", ["nowhere/r.json", "."])
def test_a_report_that_cannot_be_written_is_told_before_the_work(
    file: Path, tmp_path: Path, report: str
) -> None:
    out = tmp_path / "o.csv"
    with pytest.raises(OutputRefused):
        ran(file, "--text", "内容", "--out", out, "--report", tmp_path / report, "--force")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_file_that_breaks_off_leaves_what_was_there(file: Path, tmp_path: Path) -> None:
    broken, out = tmp_path / "b.csv", tmp_path / "o.csv"
    broken.write_text(f'a,b\n1,{SAID}\n2,"open\n', "utf-8")
    out.write_text("dear", "utf-8")
    with pytest.raises(JiesuError):
        ran(broken, "--text", "b", "--out", out, "--force")
    assert out.read_text("utf-8") == "dear"


WRITTEN = [
    {"编号": "1", "内容": f"{SAID}【电话】【姓名】\r\n <b>x</b>"},
    {"编号": "2", "内容": "路灯坏了"},
    {"编号": "3", "内容": "李师傅住3号楼501室\u200b😀"},
]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the folder of a copy ``o.jsonl`` with its spans and its key."""
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in WRITTEN), "utf-8")
    ran(source, "--text", "内容", "--out", tmp_path / "o.jsonl", "--key", tmp_path / "key")
    return tmp_path


def restored(folder: Path, *, key: str = "key", code: int = 0) -> list[dict[str, str]]:
    spans, out = folder / "o.jsonl.spans.jsonl", folder / "back.jsonl"
    more = ["--key", folder / key, "--spans", spans, "--out", out]
    ran("restore", folder / "o.jsonl", *more, code=code)
    return rows(out)


def test_who_has_the_key_restores_every_cell_exactly(kept: Path) -> None:
    assert rows(kept / "o.jsonl")[0]["内容"].startswith(f"{HIDDEN}【电话】【姓名】")
    assert restored(kept) == WRITTEN
    assert (kept / "key").stat().st_mode & 0o777 == 0o600


def test_the_spans_tell_places_and_types_and_no_words(kept: Path) -> None:
    told = (kept / "o.jsonl.spans.jsonl").read_text("utf-8")
    assert not any(word in told for word in ("王小明", "13800138000", "501"))
    first = json.loads(told.splitlines()[1])
    assert (first["row"], first["column"]) == (1, "内容")
    assert [(s["start"], s["end"], s["type"], s["at"]) for s in first["spans"]] == [
        (2, 5, "name", 2),
        (8, 19, "phone", 9),
    ]


def test_spans_without_a_key_restore_nothing(kept: Path) -> None:
    plain = kept / "o.jsonl.spans.jsonl"
    more = ["--out", kept / "o.jsonl", "--spans", plain, "--force"]
    ran(kept / "in.jsonl", "--text", "内容", *more)
    assert "sealed" not in plain.read_text("utf-8")
    with pytest.raises(NotACompanion):
        restored(kept)


def test_another_key_opens_nothing(kept: Path) -> None:
    (kept / "other").write_bytes(bytes(32))
    (kept / "other").chmod(0o600)
    with pytest.raises(WrongKey):
        restored(kept, key="other")
    assert not (kept / "back.jsonl").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [lines[0], lines[1].replace('"at": 9', '"at": 8'), *lines[2:]],
        lambda lines: lines[:-1],
    ],
    ids=["a line gone", "lines swapped", "a place moved", "the end gone"],
)
def test_changed_spans_are_refused(kept: Path, change: Callable[[list[str]], list[str]]) -> None:
    spans = kept / "o.jsonl.spans.jsonl"
    lines = spans.read_text("utf-8").splitlines(keepends=True)
    spans.write_text("".join(change(lines)), "utf-8")
    with pytest.raises(CompanionChanged):
        restored(kept)
    assert not (kept / "back.jsonl").exists()


def test_a_row_changed_in_the_copy_is_left_out_and_named(kept: Path) -> None:
    copy = kept / "o.jsonl"
    copy.write_text(copy.read_text("utf-8").replace("住【", "在【"), "utf-8")
    assert restored(kept, code=1) == WRITTEN[:2]


def test_a_row_missing_in_the_copy_is_refused(kept: Path) -> None:
    copy = kept / "o.jsonl"
    copy.write_text("".join(copy.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")
    with pytest.raises(CompanionChanged):
        restored(kept)
