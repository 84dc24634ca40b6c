# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a sound pack still lacks is told, each kind planted once; it never stops the pack."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from jiesu.adapters.packs import load_pack, survey_pack
from jiesu.adapters.packs.gap_wording import GAP_WORDING
from jiesu.adapters.packs.gaps import Gap, GapKind, Rows, find_gaps
from tests.builders.packs import DraftPack, draft_pack

TODAY = date(2026, 11, 24)
MATTERS, UNITS = "catalogues/matters.csv", "catalogues/units.csv"
DUTIES, AREAS = "catalogues/duties.csv", "catalogues/areas.csv"
ORDINANCE = "instruments/anhe-ordinance.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> DraftPack:
    return draft_pack(tmp_path)


def gaps(pack: DraftPack, day: date = TODAY) -> list[Gap]:
    """Return the gaps of a pack that has no problems."""
    problems, found = survey_pack(pack.folder, day)
    assert problems == []
    return found


def planted(pack: DraftPack, day: date = TODAY) -> list[Gap]:
    """Return the gaps that the example itself has not."""
    own = Counter((gap.kind, gap.subject) for gap in survey_pack("example", day)[1])
    return [gap for gap in gaps(pack, day) if not own[gap.kind, gap.subject]]


def test_a_pack_with_gaps_can_be_used(pack: DraftPack) -> None:
    assert gaps(pack)
    assert load_pack(str(pack.folder)).identity.id == "example"


def test_a_pack_with_problems_has_no_gaps_to_tell(pack: DraftPack) -> None:
    pack.change("pack.yaml", "Asia/Shanghai", "Asia/Atlantis")
    problems, found = survey_pack(pack.folder, TODAY)
    assert (len(problems), found) == (1, [])


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "subject"),
    [
        (
            MATTERS,
            "河道 河水 污染 排污 黑臭 river sewage",
            "",
            GapKind.WORDS_MISSING,
            "water.river.pollution",
        ),
        (
            UNITS,
            "qc-parks,",
            "bs-idle,闲置所,Idle Office,external,,baishi,2000-01-01,,\nqc-parks,",
            GapKind.UNIT_IDLE,
            "bs-idle",
        ),
        (
            UNITS,
            "qc-parks,",
            "qc-new,新街道,New Street,subdistrict,,qingchuan,2000-01-01,,\nqc-parks,",
            GapKind.GROUND_MISSING,
            "qc-new",
        ),
        (UNITS, "Anhe Water Company", "自来水公司", GapKind.TEXT_SAME, "water-co"),
    ],
)
def test_a_gap_is_found_with_its_line(
    pack: DraftPack, file: str, old: str, new: str, kind: GapKind, subject: str
) -> None:
    line = pack.change(file, old, new)
    (gap,) = [gap for gap in planted(pack) if gap.kind is kind]
    assert (gap.subject, gap.place.file, gap.place.line) == (subject, file, line)


def test_it_is_said_which_districts_lack_a_department(pack: DraftPack) -> None:
    (gap,) = [gap for gap in gaps(pack) if gap.kind is GapKind.LINE_ABSENT]
    line = pack.line_of(DUTIES, "@district.green")
    assert (gap.subject, gap.detail, gap.place.line) == ("@district.green", "baishi", line)


def test_a_district_that_gets_its_department_is_lacking_no_more(pack: DraftPack) -> None:
    row = "bs-parks,白石区园林所,Baishi Parks Office,department,green,baishi,2000-01-01,,\n"
    pack.change(UNITS, "qc-parks,", f"{row}qc-parks,")
    assert [gap for gap in gaps(pack) if gap.kind is GapKind.LINE_ABSENT] == []


def test_a_class_that_no_item_in_force_uses_is_told(pack: DraftPack) -> None:
    leak = "gas.leak.danger,gas-co,urban-bureau"
    pack.change(
        DUTIES,
        f"gas.leak.danger.2000,{leak},h2,anhe-duties,3,official,2000-01-01,",
        f"gas.leak.danger.2000,{leak},h2,anhe-duties,3,official,2000-01-01,2015-07-01\n"
        f"gas.leak.danger.2015,{leak},h24,anhe-duties,3,official,2015-07-01,",
    )
    (gap,) = planted(pack)
    assert (gap.kind, gap.subject) == (GapKind.CLASS_UNUSED, "h2")
    assert gap.place.file == "parameters/limits.yaml"
    assert planted(pack, date(2010, 1, 1)) == []


def test_a_class_that_was_repealed_while_in_use_is_told(pack: DraftPack) -> None:
    found = [(g.subject, g.detail) for g in gaps(pack, date(2010, 1, 1)) if
             g.kind is GapKind.CLASS_INTERRUPTED]  # fmt: skip
    assert found == [("d30", "2015-07-01")]


def test_assumed_and_old_values_are_told(pack: DraftPack) -> None:
    line = pack.change("parameters/limits.yaml", "standing: official", "standing: assumed")
    (gap,) = planted(pack)
    assert (gap.kind, gap.place.file) == (GapKind.VALUE_ASSUMED, "parameters/limits.yaml")
    assert gap.place.line <= line
    later = [g for g in planted(pack, date(2029, 1, 1)) if g.kind is GapKind.VALUE_STALE]
    assert later == []  # the example's own are as old
    stale = [g for g in gaps(pack, date(2029, 1, 1)) if g.kind is GapKind.VALUE_STALE]
    values = load_pack(str(pack.folder)).parameters.values()
    assert len(stale) >= sum(len(rule.values) for rule in values)


def test_an_assumed_duty_is_told(pack: DraftPack) -> None:
    line = pack.change(DUTIES, "anhe-duties,1,official", "anhe-duties,1,assumed")
    (gap,) = planted(pack)
    assert (gap.kind, gap.place.line) == (GapKind.DUTY_ASSUMED, line)


def test_an_article_that_binds_wants_a_scenario_or_says_what_is_open(pack: DraftPack) -> None:
    article = "articles:\n  99:\n    zh: 新规\n    en: New\n    binds: software\n"
    pack.change(ORDINANCE, "articles:\n", article)
    (gap,) = planted(pack)
    assert (gap.kind, gap.subject) == (GapKind.ARTICLE_UNPROVED, "anhe-ordinance:99")
    pack.change(ORDINANCE, article, f"{article}    open: {{zh: 无, en: nothing}}\n")
    assert planted(pack) == []


def test_an_area_without_any_position_is_told(pack: DraftPack) -> None:
    line = pack.line_of(AREAS, "qc-liuyin,")
    text = (pack.folder / AREAS).read_text(encoding="utf-8")
    row = text.split("\n")[line - 1]
    *cells, _, _ = row.split(",")
    pack.change(AREAS, row, ",".join((*cells, "", "")))
    (pack.folder / "catalogues/areas.geojson").write_text(
        '{"type": "FeatureCollection", "features": []}', encoding="utf-8"
    )
    unplaced = [gap for gap in planted(pack) if gap.kind is GapKind.AREA_UNPLACED]
    assert [(gap.subject, gap.place.line) for gap in unplaced] == [("qc-liuyin", line)]


def test_points_drawn_to_a_pattern_are_told(pack: DraftPack) -> None:
    (pack.folder / "catalogues/areas.geojson").write_text(
        '{"type": "FeatureCollection", "features": []}', encoding="utf-8"
    )
    pack.change("pack.yaml", "time_zone:", "schematic_points: true\ntime_zone:")
    kinds = Counter(gap.kind for gap in planted(pack))
    assert kinds[GapKind.AREA_SCHEMATIC] == len(load_pack("example").organisation.areas)


def test_without_rows_a_gap_names_its_file() -> None:
    found = find_gaps(load_pack("example"), Rows(), TODAY)
    assert {gap.place.line for gap in found} == {0}
    assert all(gap.place.file for gap in found)


def test_every_kind_has_its_words() -> None:
    assert set(GAP_WORDING) == set(GapKind)
