# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu import`` as people and scripts read it."""

import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner

from jiesu.adapters.files.sources import TruncatedFile
from jiesu.application.importing.report import report_of
from jiesu.bootstrap import importing as bootstrap
from jiesu.bootstrap.importing import ImportDone, ImportOrder, Watch
from jiesu.cli import importing
from tests.builders.calendars import at
from tests.builders.town import policy

COUNTS = Counter(
    {
        "rows": 10,
        "accepted": 6,
        "there": 1,
        "repeats": 1,
        "refused/unknown-code": 2,
        "unit/water-bureau/orders": 7,
        "unit/water-bureau/reported": 3,
        "unit/water-bureau/on_time": 2,
        "unit/water-bureau/overdue": 1,
        "not_started/handling": 4,
        "left/votes": 5,
    }
)
DONE = ImportDone(
    report=report_of(COUNTS),
    source="old",
    encoding="gb18030",
    cut=at("2026-03-10 12:00"),
    rows_now=10,
    seconds=2.0,
    problems=Path("a.problems.csv"),
    fault=None,
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[ImportOrder]:
    """The orders given to an import that does nothing and comes to DONE."""
    given: list[ImportOrder] = []
    settings = SimpleNamespace(home=tmp_path, language="en")

    @contextmanager
    def no_city() -> Iterator[tuple[SimpleNamespace, SimpleNamespace]]:
        yield SimpleNamespace(policy=policy()), settings

    def import_history(_: object, order: ImportOrder, watch: Watch | None) -> ImportDone:
        given.append(order)
        return DONE

    monkeypatch.setattr(importing, "opened_city", no_city)
    monkeypatch.setattr(bootstrap, "import_history", import_history)
    return given


def run(*args: str) -> str:
    app = typer.Typer()
    app.command()(importing.import_file)
    result = CliRunner().invoke(app, ["a.csv", "--map", "m.toml", *args])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_people_read_where_every_row_went(orders: list[ImportOrder]) -> None:
    said = run()
    for words in ("rows in", "10", "refused: unknown-code", "gb18030", "2/3 = 66.7%", "votes"):
        assert words in said


def test_units_are_named_as_the_pack_names_them(orders: list[ImportOrder]) -> None:
    assert policy().organisation.units["water-bureau"].name.en in run()


def test_scripts_read_the_same_as_json(orders: list[ImportOrder]) -> None:
    said = json.loads(run("--json"))
    assert (said["rows"], said["refused"], said["encoding"]) == (10, {"unknown-code": 2}, "gb18030")
    assert said["units"][0]["on_time"] == "2/3"
    assert said["rows_per_second"] == 5.0


def test_options_reach_the_import(orders: list[ImportOrder]) -> None:
    run("--dry-run", "--cut", "2026-03-01T00:00:00+08:00", "--batch", "7", "--problems", "p.csv")
    (order,) = orders
    assert (order.dry_run, order.cut, order.batch) == (True, at("2026-03-01 00:00"), 7)
    assert order.problems == Path("p.csv")


def test_a_dry_run_says_so(orders: list[ImportOrder]) -> None:
    assert "nothing was written" in run("--dry-run")


def test_a_broken_file_s_rows_are_told_before_its_fault(
    orders: list[ImportOrder], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(DONE, fault=TruncatedFile(line=7))
    monkeypatch.setattr(bootstrap, "import_history", lambda *_: broken)
    app = typer.Typer()
    app.command()(importing.import_file)
    result = CliRunner().invoke(app, ["a.csv", "--map", "m.toml"])
    assert isinstance(result.exception, TruncatedFile)
    assert "rows in" in result.stdout


def test_a_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with importing.progress_bar() as watch:
        assert watch is None
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with importing.progress_bar() as watch:
        assert watch is not None
        watch(50, 100, 1234)
    assert "1234 rows" in terminal.getvalue()
