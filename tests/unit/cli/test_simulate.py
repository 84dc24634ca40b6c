# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu simulate``: the same seed writes the same file, and nothing that is there is lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jiesu.bootstrap.redacting import OutputRefused, OutputThere
from jiesu.cli.app import app
from jiesu.kernel.errors import JiesuError
from jiesu.simulation.texts import Composed, NotALeaf
from jiesu.simulation.texts.writing import UnknownStyle, write_composed


def ran(*arguments: str | Path) -> Result:
    told = ["simulate", "texts", "--pack", "example", "--day", "2026-11-25", *map(str, arguments)]
    result = CliRunner().invoke(app, told)
    if isinstance(result.exception, JiesuError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("one.jsonl", "two.jsonl", "other.jsonl"))
    for path, seed in ((one, 3), (two, 3), (other, 4)):
        ran("--count", "20", "--seed", str(seed), "--out", path)
    assert one.read_bytes() == two.read_bytes() != other.read_bytes()
    assert len(one.read_text("utf-8").splitlines()) == 20


def test_a_line_is_a_text_and_the_truth_about_it(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    ran("--count", "1", "--style", "elderly", "--leaf", "gas.leak.danger", "--out", path)
    told = json.loads(path.read_text("utf-8"))
    assert told["leaves"] == ["gas.leak.danger"]
    assert told["style"] == "elderly"
    assert told["needs"] == ["elderly"]


def test_every_matter_comes_equally_often_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "even.jsonl"
    ran("--count", "82", "--even", "--out", path)
    leaves = [json.loads(line)["leaves"][0] for line in path.read_text("utf-8").splitlines()]
    assert {leaves.count(leaf) for leaf in leaves} == {2}


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text("mine", "utf-8")
    with pytest.raises(OutputThere):
        ran("--out", path)
    assert path.read_text("utf-8") == "mine"
    ran("--count", "1", "--force", "--out", path)
    assert path.read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [(("--style", "loud"), UnknownStyle), (("--leaf", "water.river"), NotALeaf)],
)
def test_what_there_is_not_is_refused(
    arguments: tuple[str, ...], error: type[JiesuError], tmp_path: Path
) -> None:
    with pytest.raises(error):
        ran(*arguments, "--out", tmp_path / "none.jsonl")
    assert not (tmp_path / "none.jsonl").exists()


@pytest.mark.parametrize("out", ["no/such/folder.jsonl", "."])
def test_where_nothing_can_be_written_is_told_before_the_work(tmp_path: Path, out: str) -> None:
    with pytest.raises(OutputRefused):
        ran("--force", "--out", tmp_path / out)
    assert list(tmp_path.iterdir()) == []


def test_what_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def broken_off() -> Iterator[Composed]:
        yield from ()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_composed(broken_off(), tmp_path / "texts.jsonl")
    assert list(tmp_path.iterdir()) == []
