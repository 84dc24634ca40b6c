# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whole files through the gate over PostgreSQL: taken once, or listed with the reason."""

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jiesu.adapters.files.journal import InputChanged, MapChanged, NothingToResume
from jiesu.adapters.files.sources import TruncatedFile
from jiesu.application.importing.read import MissingColumns
from jiesu.application.showing import show_case
from jiesu.bootstrap.importing import (
    CutInFuture,
    ImportDone,
    NothingWasWritten,
    OtherCut,
    UnreadableMap,
    UnwritableProblems,
    import_history,
)
from jiesu.bootstrap.wiring import City
from tests.builders.calendars import at
from tests.builders.histories import MAP, REPORTED, ROW, import_rows, order, write_file
from tests.builders.people import AUDITOR
from tests.builders.town import DAY

Everything = Callable[[], dict[str, list[str]]]


def listed(done: ImportDone) -> list[tuple[str, str]]:
    """Return line and code of each row the problem file lists."""
    with done.problems.open(encoding="utf-8-sig", newline="") as file:
        return [(row["line"], row["code"]) for row in csv.DictReader(file)]


def numbered(count: int) -> list[dict[str, str]]:
    return [{"id": f"A{n}", **(REPORTED if n % 2 else {})} for n in range(count)]


def test_every_row_is_taken_or_listed_and_the_report_says_where(city: City, tmp_path: Path) -> None:
    done = import_rows(
        city,
        tmp_path / "a.csv",
        {"id": "A1", **REPORTED},
        {"id": "A2", "transfers": "2", "votes": "7"},
        {"id": "A1", **REPORTED},  # the same again
        {"id": "A2", "words": "另一件事"},
        {"id": "A3", "unit": "nowhere"},
        {"id": "A4", "matter": "water.wine"},
        {"id": "A5", "reported": "2026-03-01 09:00:00", "reply": "早了"},
        {"id": "1.23E+17"},
        {"id": "A7", "at": "2026-03-10 13:00:00"},
        {"id": "A8", "kind": "complaint", "answered": "2026-03-02 09:10:00", "reply": "好"},
    )
    report = done.report
    assert (report.rows, report.accepted, report.repeats, report.unaccounted) == (10, 2, 1, 0)
    assert listed(done) == [
        ("4", "repeated-row"),
        ("5", "same-id-in-file"),
        ("6", "unknown-code"),
        ("7", "unknown-code"),
        ("8", "reply-before-message"),
        ("9", "mangled-number"),
        ("10", "future-time"),
        ("11", "kind-not-answerable"),
    ]
    assert report.left == {"transfers": 1, "votes": 1}
    assert {line.unit for line in report.units} == {"water-bureau", "urban-bureau"}


def test_a_point_in_a_row_finds_its_street_by_the_citys_own_map(
    city: City, tmp_path: Path, everything: Everything
) -> None:
    by_point = MAP.replace("area = { column", "longitude = { column")
    by_point = by_point.replace("unit = { column", "latitude = { column")
    (tmp_path / "map.toml").write_text(by_point, encoding="utf-8")
    row = {"matter": "housing.property.service", "area": "100.19", "unit": "30.09"}
    done = import_rows(city, tmp_path / "a.csv", row)
    assert done.report.accepted == 1
    assert {line.unit for line in done.report.units} == {"bs-shanqian", "housing-bureau"}
    assert not [row for rows in everything().values() for row in rows if "30.09" in row]


def test_the_same_file_again_changes_nothing(
    city: City, tmp_path: Path, everything: Everything
) -> None:
    first = import_rows(city, tmp_path / "a.csv", *numbered(5), batch=2)
    before = everything()
    again = import_rows(city, tmp_path / "a.csv", *numbered(5), batch=2)
    assert (first.report.accepted, again.report.accepted, again.report.there) == (5, 0, 5)
    assert again.report.units == first.report.units
    assert everything() == before


def test_a_row_that_now_says_something_else_is_refused(
    city: City, tmp_path: Path, everything: Everything
) -> None:
    import_rows(city, tmp_path / "a.csv", {**REPORTED})
    before = everything()
    done = import_rows(city, tmp_path / "a.csv", {**REPORTED, "reply": "没有清理"})
    assert listed(done) == [("2", "taken-differently")]
    assert everything() == before


def test_a_dry_run_decides_everything_and_writes_nothing(
    city: City, tmp_path: Path, everything: Everything
) -> None:
    rows = [*numbered(4), {"id": "A9", "kind": "help", "answered": ROW["at"], "reply": "好"}]
    before = everything()
    tried = import_rows(city, tmp_path / "a.csv", *rows, dry_run=True)
    assert everything() == before
    assert not list(tmp_path.glob("*journal*"))
    done = import_rows(city, tmp_path / "a.csv", *rows)
    assert tried.report == done.report
    assert listed(tried) == listed(done) == [("6", "kind-not-answerable")]


def test_history_leaves_no_timer_and_no_notice(
    city: City, tmp_path: Path, everything: Everything
) -> None:
    import_rows(city, tmp_path / "a.csv", *numbered(3))
    after = everything()
    assert (after["timer"], after["outbox"]) == ([], [])
    assert len(after["appeal"]) == 3


def test_an_imported_case_reads_as_a_timeline_with_its_articles(city: City, tmp_path: Path) -> None:
    import_rows(city, tmp_path / "a.csv", {**REPORTED})
    with city.store.connection() as connection:
        (number,) = connection.execute("SELECT number FROM appeal").fetchone() or ("",)
    steps = show_case(number, AUDITOR, city.reader, city.policy, DAY).steps
    assert [step.title.en for step in steps][-1] == "Appeal handled"
    assert f"{steps[0].at:%Y-%m-%d %H:%M}" == "2026-03-02 09:00"
    assert all(step.grounds for step in steps if step.title.en == "Result reported")


def test_a_broken_off_file_gives_every_whole_row_before_the_break(
    city: City, tmp_path: Path
) -> None:
    whole = gzip.compress(write_file(tmp_path / "a.csv", *numbered(400)).read_bytes())
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(whole[: len(whole) * 2 // 3])
    done = import_history(city, order(packed, batch=50))
    assert isinstance(done.fault, TruncatedFile)
    assert 0 < done.report.accepted < 400
    packed.write_bytes(whole)
    mended = import_history(city, order(packed, batch=50))
    assert mended.report.there == done.report.accepted
    assert mended.report.accepted + mended.report.there == 400


# ---- resuming


class Crash(Exception):
    """Stands for whatever ends a program in the middle."""


def crash_after(batches: int) -> Callable[[int, int, int], None]:
    left = [batches]

    def watch(_position: int, _size: int, _rows: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise Crash

    return watch


def test_a_resumed_import_goes_on_where_it_stopped_and_up_to_the_same_cut(
    city: City, tmp_path: Path
) -> None:
    rows = [*numbered(6), {"id": "A0", "words": "不同"}, {"id": "A9", "unit": "nowhere"}]
    path = write_file(tmp_path / "a.csv", *rows)
    with pytest.raises(Crash):
        import_history(city, order(path, batch=3), crash_after(1))
    done = import_history(city, order(path, batch=3, resume=True))
    assert (done.rows_now, done.report.rows, done.report.accepted) == (5, 8, 6)
    assert listed(done) == [("8", "same-id-in-file"), ("9", "unknown-code")]
    assert done.cut == city.clock.now()


def test_problems_listed_after_the_last_mark_are_not_listed_twice(
    city: City, tmp_path: Path
) -> None:
    rows = [{"id": f"A{n}", "matter": "water.wine"} for n in range(4)]
    path = write_file(tmp_path / "a.csv", *rows)
    with pytest.raises(Crash):
        import_history(city, order(path, batch=2), crash_after(1))
    with (tmp_path / "a.csv.problems.csv").open("a", encoding="utf-8") as file:
        file.write("4,matter,listed-before-the-crash,,,\n")
    done = import_history(city, order(path, batch=2, resume=True))
    assert listed(done) == [(str(line), "unknown-code") for line in (2, 3, 4, 5)]


def test_only_what_was_begun_can_be_resumed(city: City, tmp_path: Path) -> None:
    path = write_file(tmp_path / "a.csv", *numbered(2))
    with pytest.raises(NothingToResume):
        import_history(city, order(path, resume=True))
    import_history(city, order(path, cut=at("2026-03-09 09:00")))
    with pytest.raises(OtherCut):
        import_history(city, order(path, resume=True, cut=at("2026-03-08 09:00")))
    (tmp_path / "map.toml").write_text(MAP + "\n# changed\n", encoding="utf-8")
    with pytest.raises(MapChanged):
        import_history(city, order(path, resume=True))
    write_file(path, *numbered(3))
    with pytest.raises(InputChanged):
        import_history(city, order(path, resume=True))


# ---- refused before any row


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"cut": at("2026-03-10 12:01")}, CutInFuture),
        ({"dry_run": True, "resume": True}, NothingWasWritten),
        ({"problems": Path("/nowhere/at/all.csv")}, UnwritableProblems),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused_before_any_row(
    city: City, tmp_path: Path, how: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        import_rows(city, tmp_path / "a.csv", {}, **how)


def test_a_map_that_does_not_fit_is_refused_before_a_journal_is_begun(
    city: City, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,at\nA1,2026-03-02\n", encoding="utf-8")
    with pytest.raises(MissingColumns):
        import_history(city, order(path))
    assert not list(tmp_path.glob("*journal*"))


def test_a_map_in_another_encoding_is_named(city: City, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text("# 映射\n" + MAP, encoding="gb18030")
    with pytest.raises(UnreadableMap):
        import_rows(city, tmp_path / "a.csv", {})


def test_a_spreadsheet_s_json_lines_come_in_alike(city: City, tmp_path: Path) -> None:
    rows = [dict.fromkeys(("unit", "dispatched", "signed", "contacted"), "") for _ in range(2)]
    rest = dict.fromkeys(("reported", "answered", "withdrawn", "reply", "transfers", "votes"), "")
    lines = [json.dumps({**ROW, **row, **rest, "id": f"A{n}"}) for n, row in enumerate(rows)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert import_history(city, order(path)).report.accepted == 2
