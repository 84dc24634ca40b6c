# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu train`` and ``jiesu understand``: from labelled texts to answers, row by row."""

import csv
import json
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jiesu.adapters.files.sources import NoSuchFile
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.model import ModelNotThere, load_model
from jiesu.bootstrap import training
from jiesu.bootstrap.labelled import NothingToTell, TooFewRows, read_unlabelled
from jiesu.bootstrap.reading import OutputNotJsonl
from jiesu.bootstrap.redacting import ColumnNotInFile
from jiesu.bootstrap.text_columns import TextColumns
from jiesu.bootstrap.training import NotAModelsFolder
from jiesu.cli.app import app
from jiesu.kernel.errors import JiesuError
from tests.builders.taught import rows

Row = tuple[str, str, str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)


def ran(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments)])
    if isinstance(result.exception, JiesuError):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def file_of(path: Path, said: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([("title", "detail", "label"), *said])
    return path


def trained(path: Path, *more: str, code: int = 0) -> dict[str, Any]:
    options = ("--text", "title,detail", "--label", "label", "--tier", "light", "--json")
    return json.loads(ran("train", path, *options, *more, code=code).stdout)


def understood(path: Path, *more: str, code: int = 0) -> list[dict[str, Any]]:
    out = path.with_name("out.jsonl")
    options = ("--text", "title,detail", "--out", out, "--force")
    ran("understand", path, *options, *more, code=code)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_what_was_learned_is_told_of_every_row_in_order(tmp_path: Path) -> None:
    file = file_of(tmp_path / "in.csv", rows())
    done = trained(file, "--out", "model")
    assert done["rows_used"] == len(rows())
    assert done["scores"]["light"]["macro_f1"] > 0.9
    read = understood(file, "--model", "model")
    assert [each["row"] for each in read] == list(range(1, len(rows()) + 1))
    assert [each["category"] for each in read] == [label for *_, label in rows()]
    assert all(set(each["words"]) for each in read)
    assert all(len(each["alternatives"]) == 3 for each in read)


def test_rows_that_cannot_teach_are_listed_and_left_out(tmp_path: Path) -> None:
    bad = [("无标签", "内容", ""), ("", "", "供水"), ("独一份", "内容", "别的")]
    done = trained(file_of(tmp_path / "in.csv", [*bad, *rows()]), "--out", "model")
    assert [(each["line"], each["code"]) for each in done["problems"]] == [
        ("2", "label-missing"),
        ("3", "text-missing"),
        ("4", "label-only-once"),
    ]
    assert done["rows_in"] == done["rows_used"] + 3


@pytest.mark.parametrize(
    ("said", "text", "error"),
    [
        (rows(), "title,words", ColumnNotInFile),
        (rows(), "", ColumnNotInFile),
        ([row for row in rows() if row[2] == "供水"], "title", NothingToTell),
        (rows()[:9], "title", TooFewRows),
        ([], "title", TooFewRows),
    ],
)
def test_a_file_that_cannot_be_learned_from_is_refused(
    tmp_path: Path, said: list[Row], text: str, error: type
) -> None:
    file = file_of(tmp_path / "in.csv", said)
    with pytest.raises(JiesuError) as raised:
        ran("train", file, "--text", text, "--label", "label", "--out", "model")
    assert type(raised.value) is error
    assert not (tmp_path / "model").exists()


def test_both_tiers_are_trained_and_the_thorough_one_reads(tmp_path: Path) -> None:
    file = file_of(tmp_path / "in.csv", rows())
    options = ("--text", "title,detail", "--label", "label")
    ran("train", file, *options, "--unlabelled", file, "--out", "model")
    assert set(load_model(tmp_path / "model").facts.scores) == {"light", "thorough"}
    read = understood(file, "--model", "model", "--tier", "thorough")
    assert [each["category"] for each in read] == [label for *_, label in rows()]
    facts = tmp_path / "model" / "model.json"
    bars = {"sure_from": {"light": 0.0, "thorough": 1.01}}  # each tier is held to its own
    facts.write_text(json.dumps(json.loads(facts.read_text("utf-8")) | bars), "utf-8")
    for tier, sure in (("light", True), ("thorough", False)):
        read = understood(file, "--model", "model", "--tier", tier)
        assert {each["sure"] for each in read} == {sure}


def test_the_second_column_counts_where_the_first_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    said = [
        f"{title},{'' if at % 2 else body},{body},{label}"
        for at, (title, body, label) in enumerate(rows())
    ]
    file.write_text("\n".join(["title,detail,tokens,label", *said]), "utf-8")
    options = ("--text", "title,detail|tokens", "--label", "label", "--tier", "light")
    ran("train", file, *options, "--out", "model")
    assert load_model(tmp_path / "model").facts.texts == len(rows())


def test_more_texts_may_have_other_columns(tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text("编号,留言主题,留言详情\n1,停水,家里没有水\n2,,\n", "utf-8")
    found = read_unlabelled(more, TextColumns.parse("title,detail|tokens"))
    assert found == [Document("停水", "家里没有水")]
    more.write_text("编号\n1", "utf-8")
    with pytest.raises(ColumnNotInFile):
        read_unlabelled(more, TextColumns.parse("title"))


def test_why_too_few_rows_are_left_is_told(tmp_path: Path) -> None:
    file = file_of(tmp_path / "in.csv", [("停水", "没水", ""), ("", "", "供水"), *rows()[:3]])
    with pytest.raises(TooFewRows, match=r"(?s)Line 2: The row has no label.*Line 3: The row has"):
        ran("train", file, "--text", "title,detail", "--label", "label", "--out", "model")


def test_answers_are_not_packed(tmp_path: Path) -> None:
    file = file_of(tmp_path / "in.csv", rows())
    with pytest.raises(OutputNotJsonl):
        ran("understand", file, "--text", "title", "--pack", "example", "--out", "o.jsonl.gz")


def test_more_texts_that_cannot_be_read_are_told_before_anything_is_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "_light", lambda *_: pytest.fail("learned"))
    file = file_of(tmp_path / "in.csv", rows())
    options = ("--text", "title", "--label", "label", "--unlabelled", "more.csv")
    with pytest.raises(NoSuchFile):
        ran("train", file, *options, "--out", "model")


def test_a_folder_that_is_no_models_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(NotAModelsFolder):
        trained(file_of(tmp_path / "in.csv", rows()), "--out", "mine", "--force")
    assert (tmp_path / "mine" / "letter.txt").exists()


def said_by(who: str) -> list[Row]:
    """Return the same matters in the words of somebody else."""
    return [(title, f"{who}说，{body}", label) for title, body, label in rows()]


def mistaken(said: list[Row], every: int) -> list[Row]:
    """Return rows of which one in so many has the label of another."""
    labels = [label for *_, label in said]
    return [
        (title, body, labels[at - 30] if crc32(body.encode()) % every == 0 else label)
        for at, (title, body, label) in enumerate(said)
    ]


def test_a_model_is_adopted_only_if_it_is_better_on_rows_neither_saw(tmp_path: Path) -> None:
    trained(file_of(tmp_path / "a.csv", mistaken(said_by("邻居"), 2)), "--out", "model")
    done = trained(file_of(tmp_path / "b.csv", said_by("家人")), "--out", "model")
    assert done["adopted"]
    assert done["comparison"]["new_macro_f1"] > done["comparison"]["old_macro_f1"]
    poor = file_of(tmp_path / "c.csv", mistaken(said_by("门卫"), 3))
    back = trained(poor, "--out", "model", "--seed", "5", code=3)
    assert not back["adopted"]
    assert Path(back["folder"]).name == "model.rejected"
    assert load_model(tmp_path / "model").facts.seed == 0


def test_where_both_saw_everything_only_force_adopts(tmp_path: Path) -> None:
    file = file_of(tmp_path / "in.csv", rows())
    trained(file, "--out", "model")
    again = trained(file, "--out", "model", "--seed", "7", code=3)
    assert again["comparison"] == {"rows": 0, "new_macro_f1": None, "old_macro_f1": None}
    assert trained(file, "--out", "model", "--seed", "7", "--force")["adopted"]
    assert load_model(tmp_path / "model").facts.seed == 7


def test_a_row_that_cannot_be_read_stands_in_the_answers_with_its_problem(tmp_path: Path) -> None:
    trained(file_of(tmp_path / "in.csv", rows()), "--out", "model")
    asked = tmp_path / "asked.csv"
    asked.write_text(
        "title,detail\n停水,家里没有水\n,\n太吵,工地半夜施工,多一格\n停车,车位被占", "utf-8"
    )
    read = understood(asked, "--model", "model", code=1)
    assert [each["row"] for each in read] == [1, 2, 3, 4]
    assert [each["category"] for each in read] == ["供水", None, None, "停车"]
    assert read[1]["problem"]["code"] == "text-missing"
    assert "zh" in read[2]["problem"]


def test_personal_data_is_marked_where_it_stands_and_repeated_nowhere(tmp_path: Path) -> None:
    trained(file_of(tmp_path / "in.csv", rows()), "--out", "model")
    said = "停车费乱涨价，我叫王小明，电话13800138000"
    (read,) = understood(file_of(tmp_path / "asked.csv", [("", said, "")]), "--model", "model")
    marked = [(said[each["start"] : each["end"]], each["type"]) for each in read["pii"]["detail"]]
    assert marked == [("王小明", "name"), ("13800138000", "phone")]
    assert "13800138000" not in json.dumps(read)


def test_with_a_pack_the_unit_is_named_with_its_reasons(tmp_path: Path) -> None:
    file = file_of(tmp_path / "asked.csv", [("", "家里停水了", ""), ("", "？？？？", "")])
    for read in understood(file, "--pack", "example"):
        assert read["unit"]
        assert read["reasons"][0]["zh"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--out", "o.csv"), OutputNotJsonl),
        (("--out", "o.jsonl", "--model", "nowhere"), ModelNotThere),
    ],
)
def test_what_cannot_be_done_leaves_nothing(
    tmp_path: Path, options: tuple[str, ...], error: type
) -> None:
    file = file_of(tmp_path / "in.csv", rows())
    with pytest.raises(JiesuError) as raised:
        ran("understand", file, "--text", "title", *options)
    assert type(raised.value) is error
    assert [path.name for path in tmp_path.iterdir() if path.name != "var"] == ["in.csv"]
