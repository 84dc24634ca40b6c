# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every kind of defect is found, in the right file, on the right line: one row, one change."""

from pathlib import Path

import pytest

from jiesu.adapters.packs import ProblemKind as K
from jiesu.adapters.packs.files import list_files
from jiesu.adapters.packs.wording import WORDING
from tests.builders.packs import draft_pack
from tests.unit.adapters.packs.defect import Defect
from tests.unit.adapters.packs.scenario_defects import SCENARIO_DEFECTS

PACK = "pack.yaml"
LIMITS = "parameters/limits.yaml"
ORDERS = "parameters/orders.yaml"
APPEAL = "parameters/appeal.yaml"
DISPATCH = "parameters/dispatch.yaml"
LAW = "instruments/anhe-ordinance.yaml"
NOTICES = "texts/notices.yaml"
ROLES = "schemes/roles.yaml"
UNITS = "catalogues/units.csv"
AREAS = "catalogues/areas.csv"
GROUND = "catalogues/areas.geojson"
MATTERS = "catalogues/matters.csv"
DUTIES = "catalogues/duties.csv"
DAYS = "catalogues/calendar.csv"
SCENARIOS = "scenarios/duties.yaml"
ASKING = "parameters/callback.yaml"
SCHEME = "schemes/evaluation.yaml"
LADDER = "schemes/supervision.yaml"

D7 = "value: 7 calendar_day\n      basis: {instrument: anhe-procedure-2015, article: 1}"
RIVER = "water.river.pollution,water-bureau,urban-bureau,d7,anhe-duties,1,official,2000-01-01,"


SHARES_NOW = "value: [lead, assist, district]"
WEIGHTS_NOW = 'response: "0.1", resolution: "0.5", satisfaction: "0.4"'
GROUP = "- id: districts"
GROUPS = "value:\n        - id: streets"
STREETS = f"""from: 2000-01-01
      {GROUPS}
          name: {{zh: 街道, en: Sub-districts}}
          kinds: [subdistrict]"""

DEFECTS = [
    *SCENARIO_DEFECTS,
    # ---- values of schemes
    Defect(K.WRONG_CHOICE, ASKING, "value: first_of_both", "value: whenever"),
    Defect(K.WRONG_TYPE, ASKING, "value: limit_over", "value: [limit_over]"),
    Defect(K.WRONG_CHOICE, ASKING, "value: [unsolved]", "value: [unsolvable]"),
    Defect(K.VALUES_EMPTY, ASKING, "value: [unsolved]", "value: []"),
    Defect(K.KEY_TWICE, ASKING, "value: [unsolved]", "value: [unsolved, unsolved]"),
    Defect(K.WRONG_TYPE, ASKING, "value: [unsolved]", "value: unsolved"),
    Defect(K.WRONG_CHOICE, ORDERS, "value: [not_yet]", "value: [not_now]"),
    Defect(K.WRONG_CHOICE, ASKING, "tip_off, inquiry]", "tip_off, praise]"),
    Defect(K.VALUES_EMPTY, APPEAL, "value: [inquiry, suggestion]", "value: []"),
    Defect(K.KEY_TWICE, APPEAL, "value: [inquiry, suggestion]", "value: [inquiry, inquiry]"),
    Defect(K.WRONG_TYPE, SCHEME, "value: 19", "value: 31"),
    Defect(K.WRONG_CHOICE, ORDERS, "value: [utility]", "value: [watermen]"),
    Defect(K.KEY_TWICE, SCHEME, "id: untrue", "id: special_route"),
    Defect(K.KEY_MISSING, SCHEME, "id: untrue, ", ""),
    Defect(K.WRONG_TYPE, LADDER, "after: 3 calendar_day", "after: soon"),
    Defect(K.KEY_TWICE, LADDER, "id: oversight", "id: reminder"),
    Defect(K.WRONG_TYPE, LADDER, 'times: "2"', "times: twice"),
    Defect(K.WRONG_TYPE, SCHEME, "value: 19", "value: 29"),
    Defect(K.NOT_A_NUMBER, SCHEME, "value: 19", "value: 0"),
    Defect(K.WRONG_CHOICE, SCHEME, "value: answered", "value: someday"),
    Defect(K.WRONG_CHOICE, SCHEME, "value: last", "value: best"),
    Defect(K.WRONG_CHOICE, SCHEME, SHARES_NOW, "value: [lead, helper]"),
    Defect(K.VALUES_EMPTY, SCHEME, SHARES_NOW, "value: []"),
    Defect(K.KEY_TWICE, SCHEME, SHARES_NOW, "value: [lead, assist, lead]"),
    Defect(K.WRONG_CHOICE, SCHEME, "value: larger_volume", "value: alphabetical"),
    Defect(K.WRONG_TYPE, SCHEME, 'partly: "0.5"', 'partly: "1.5"'),
    Defect(K.WRONG_TYPE, SCHEME, 'partly: "0.5"', 'partly: "-0.5"'),
    Defect(K.WRONG_TYPE, SCHEME, 'partly: "0.5"', 'partly: "1/0"'),
    Defect(K.WRONG_TYPE, SCHEME, 'partly: "0.5"', 'partly: "1/00"'),
    Defect(K.WRONG_TYPE, SCHEME, 'partly: "0.5"', "partly: half"),
    Defect(K.WRONG_TYPE, SCHEME, 'partly: "0.5"', 'partly: "０.５"'),
    Defect(K.WRONG_TYPE, SCHEME, 'partly: "0.5"', "partly: [1]"),
    Defect(K.KEY_MISSING, SCHEME, '{partly: "0.5", ', "{"),
    Defect(K.KEY_UNKNOWN, SCHEME, '{partly: "0.5", ', '{partly: "0.5", mostly: "0.9", '),
    Defect(K.WRONG_TYPE, SCHEME, WEIGHTS_NOW, WEIGHTS_NOW.replace("0.1", "0.2")),
    Defect(K.WRONG_TYPE, SCHEME, WEIGHTS_NOW, WEIGHTS_NOW.replace("0.5", "5")),
    Defect(K.KEY_MISSING, SCHEME, 'response: "0.2", resolution: "0.4"', 'resolution: "0.4"'),
    Defect(
        K.WRONG_TYPE,
        SCHEME,
        GROUPS,
        GROUPS.replace(":\n", ":  # twice\n", 1).replace("streets", "districts"),
    ),
    Defect(K.BAD_CODE, SCHEME, GROUP, "- id: Districts!"),
    Defect(K.WRONG_CHOICE, SCHEME, "kinds: [district]", "kinds: [province]"),
    Defect(K.KEY_TWICE, SCHEME, "kinds: [district]", "kinds: [district, district]"),
    Defect(K.VALUES_EMPTY, SCHEME, "kinds: [district]", "kinds: []"),
    Defect(K.WRONG_TYPE, SCHEME, "          kinds: [district]\n", "", at=(SCHEME, GROUP)),
    Defect(K.BAD_CODE, SCHEME, "kinds: [district]", "units: [Baishi!]"),
    Defect(K.KEY_TWICE, SCHEME, "kinds: [district]", "units: [baishi, baishi]"),
    Defect(
        K.UNIT_UNKNOWN,
        SCHEME,
        STREETS,
        STREETS.replace("01\n", "01  # on\n").replace("kinds: [sub", "units: [no-sub"),
    ),
    Defect(K.LANGUAGE_MISSING, SCHEME, "name: {zh: 区, en: Districts}", "name: {zh: 区}"),
    Defect(K.WRONG_TYPE, ROLES, "appeal_bound: true", "appeal_bound: maybe"),
    # ---- reading
    Defect(K.NOT_YAML, LIMITS, "limit.h2:\n", "limit.h2: : :\n"),
    Defect(K.NOT_YAML, LIMITS, "limit.h2:\n", "limit.h\x07:\n"),
    Defect(K.TOO_DEEP, SCENARIOS, "given: {day: 2020-03-01}", "given: " + "[" * 60 + "]" * 60),
    Defect(K.ALIAS_USED, LAW, "zh: 诉求人可以在办结前撤回诉求。", "zh: &a 撤回\n    en: *a"),
    Defect(K.KEY_UNKNOWN, LIMITS, "anchor: dispatched", "ancor: dispatched"),
    Defect(K.KEY_MISSING, LIMITS, "  anchor: dispatched\n", "", at=(LIMITS, "limit.h2:")),
    Defect(K.KEY_TWICE, LIMITS, "limit.h24:", "limit.h2:"),
    Defect(K.KEY_TWICE, ROLES, "- interaction.end\n", "- interaction.draft\n"),
    Defect(K.KEY_TWICE, DUTIES, "water-bureau,urban-bureau,d7", "water-bureau,water-bureau,d7"),
    Defect(K.WRONG_TYPE, LIMITS, "value: 2 hour", "value: 2 fortnight"),
    Defect(K.WRONG_TYPE, LIMITS, "value: 2 hour", "value: 0 hour"),
    Defect(K.WRONG_TYPE, LIMITS, "value: 2 hour", "value: 2"),
    Defect(K.WRONG_TYPE, ROLES, "unit_bound: true", "unit_bound: yes"),
    Defect(K.WRONG_TYPE, LAW, "  2:\n    zh:", "  2:\n    zh: 3\n    fr:"),
    Defect(K.WRONG_TYPE, SCENARIOS, "given: {day: 2020-03-01}", "given: today"),
    Defect(K.WRONG_CHOICE, LIMITS, "standing: official", "standing: certain"),
    Defect(K.WRONG_CHOICE, LIMITS, "anchor: dispatched", "anchor: now"),
    Defect(K.WRONG_CHOICE, LAW, "id: anhe-ordinance", "id: another-name"),
    Defect(K.WRONG_CHOICE, APPEAL, "[inquiry, suggestion]", "[inquiry, wish]"),
    Defect(K.NOT_A_DAY, LIMITS, "from: 2015-07-01", "from: 2015-02-30"),
    Defect(K.NOT_A_DAY, PACK, "05-01: {zh", "05-32: {zh"),
    Defect(K.NOT_A_NUMBER, APPEAL, "value: 5000", "value: plenty"),
    Defect(K.NOT_A_NUMBER, APPEAL, "{amount: 2, unit: hour}", "{amount: -2, unit: hour}"),
    Defect(K.NOT_A_NUMBER, AREAS, "100.05,30.05", "200.05,30.05"),
    Defect(K.BAD_CODE, UNITS, "water-co,", "Water Co,"),
    Defect(
        K.LANGUAGE_MISSING,
        LAW,
        "    en: A person may take",
        "    # A person may take",
        at=(LAW, "  6:"),
    ),
    Defect(K.LANGUAGE_MISSING, UNITS, "Water Bureau", ""),
    Defect(K.COLUMN_MISSING, UNITS, ",successor\n", "\n"),
    Defect(K.COLUMN_UNKNOWN, UNITS, ",successor\n", ",successor,colour\n"),
    Defect(K.ROW_WIDTH, UNITS, "Water Bureau,", "Water Bureau,,"),
    Defect(K.CODE_TWICE, UNITS, "housing-bureau,住房局", "water-bureau,住房局"),
    Defect(K.CODE_TWICE, GROUND, '"code": "baishi"', '"code": "qingchuan"'),
    Defect(K.PERIOD_EMPTY, UNITS, "2015-07-01,urban", "1999-07-01,urban"),
    Defect(K.PERIOD_EMPTY, PACK, "until: 2026-12-31", "until: 2020-12-31"),
    # ---- identity and law
    Defect(K.BAD_VERSION, PACK, "version: 1.0.0", "version: 1.0"),
    Defect(K.BAD_VERSION, PACK, '">=0.1,<1"', '"any"'),
    Defect(K.ENGINE_MISMATCH, PACK, '">=0.1,<1"', '">=99"'),
    Defect(K.ENGINE_MISMATCH, PACK, '">=0.1,<1"', '"<0.1"'),
    Defect(
        K.BASIS_MISSING, LIMITS, D7, "value: 7 calendar_day", at=(LIMITS, "    - from: 2015-07-01")
    ),
    Defect(K.INSTRUMENT_UNKNOWN, LIMITS, D7, D7.replace("anhe-procedure-2015", "lost-law")),
    Defect(K.INSTRUMENT_UNKNOWN, DUTIES, RIVER, RIVER.replace("anhe-duties", "lost-law")),
    Defect(K.ARTICLE_UNKNOWN, LIMITS, D7, D7.replace("article: 1", "article: 99")),
    Defect(K.ARTICLE_UNKNOWN, SCENARIOS, "article: 1}", "article: 99}"),
    Defect(K.BASIS_TOO_EARLY, LIMITS, "anhe-procedure, article", "anhe-procedure-2015, article"),
    Defect(K.VALUES_EMPTY, ROLES, "  permissions:\n", "  permissions: []\n  other:\n"),
    Defect(K.DATES_UNSORTED, LIMITS, "from: 2015-07-01", "from: 1999-12-31"),
    Defect(K.DATE_TWICE, LIMITS, "from: 2015-07-01", "from: 2000-01-01"),
    # ---- parameters and texts
    Defect(K.PARAMETER_MISSING, ORDERS, "order.signing:", "order.singing:", at=("parameters", "")),
    Defect(K.PARAMETER_UNUSED, ORDERS, "order.signing:", "order.singing:"),
    Defect(K.PARAMETER_UNUSED, LIMITS, "limit.d30:", "limit.d31:"),
    Defect(
        K.PARAMETER_UNIT,
        APPEAL,
        "unit: characters",
        "unit: count",
        at=(APPEAL, "appeal.words_max:"),
    ),
    Defect(K.LIMIT_MISSING, DUTIES, RIVER, RIVER.replace(",d7,", ",d8,")),
    Defect(
        K.LIMIT_MISSING,
        DISPATCH,
        "value: d7",
        "value: d8",
        at=(DISPATCH, "    - from: 2000-01-01\n      value: d8"),
    ),
    Defect(K.LIMIT_NOT_IN_FORCE, DUTIES, RIVER, RIVER.replace(",d7,", ",d30,")),
    Defect(
        K.RECUSAL_IS_FALLBACK,
        DISPATCH,
        "value: oversight",
        "value: hotline",
        at=(DISPATCH, "dispatch.recusal_unit:"),
    ),
    Defect(
        K.TEXT_MISSING,
        "texts/scripts.yaml",
        "script.repeat:",
        "script.again:",
        at=("parameters/routes.yaml", "    - from: 2000-01-01\n      value: script.repeat"),
    ),
    Defect(K.TEXT_MISSING, NOTICES, "notice.routed:", "notice.rooted:", at=("texts", "")),
    Defect(
        K.PLACES_DIFFER,
        NOTICES,
        "编号 {case_number}。",
        "谢谢。",
        at=(NOTICES, "notice.registered:"),
    ),
    Defect(
        K.PLACE_UNKNOWN,
        "texts/rules.yaml",
        '  zh: "应要求保密"\n  en: "Confidential on request"',
        '  zh: "应{who}要求"\n  en: "On request of {who}"',
        at=("texts/rules.yaml", "rule.confidentiality:"),
    ),
    Defect(
        K.WRONG_TYPE,
        NOTICES,
        "编号 {case_number}。",
        "编号 {case_number。",
        at=(NOTICES, "notice.registered:"),
    ),
    # ---- units and areas
    Defect(K.UNIT_UNKNOWN, DUTIES, RIVER, RIVER.replace("water-bureau", "river-bureau")),
    Defect(K.UNIT_UNKNOWN, DUTIES, RIVER, RIVER.replace("urban-bureau", "river-bureau")),
    Defect(K.UNIT_UNKNOWN, AREAS, "district,baishi,", "district,heishi,"),
    Defect(
        K.UNIT_UNKNOWN,
        DISPATCH,
        "value: oversight",
        "value: nobody",
        at=(DISPATCH, "    - from: 2000-01-01\n      value: nobody"),
    ),
    Defect(K.UNIT_NOT_YET, DUTIES, RIVER, RIVER.replace("2000-01-01", "1999-01-01")),
    Defect(K.UNIT_NOT_YET, UNITS, "water-bureau,2000-01-01", "water-bureau,1999-01-01"),
    Defect(K.PARENT_UNKNOWN, UNITS, "utility,,water-bureau", "utility,,river-bureau"),
    Defect(
        K.PARENT_UNKNOWN,
        MATTERS,
        "water.river.pollution,water.river",
        "water.river.pollution,water.rivers",
    ),
    Defect(K.PARENT_UNKNOWN, AREAS, "street,bs-heyan,baishi", "street,bs-heyan,heishi"),
    Defect(
        K.PARENT_CYCLE,
        UNITS,
        "Water Bureau,department,,hotline",
        "Water Bureau,department,,water-co",
    ),
    Defect(K.PARENT_CYCLE, MATTERS, "water,,水", "water,water.river,水"),
    Defect(K.PARENT_KIND, UNITS, "subdistrict,,baishi", "subdistrict,,hotline"),
    Defect(K.PARENT_KIND, UNITS, "subdistrict,,baishi", "subdistrict,,"),
    Defect(K.PARENT_KIND, AREAS, "district,baishi,,", "district,baishi,qingchuan,"),
    Defect(K.PARENT_KIND, AREAS, "street,bs-heyan,baishi", "street,bs-heyan,qc-liuyin"),
    Defect(K.SUCCESSOR_MISSING, UNITS, "2015-07-01,urban-bureau", "2015-07-01,"),
    Defect(K.SUCCESSOR_UNKNOWN, UNITS, "2015-07-01,urban-bureau", "2015-07-01,nobody"),
    Defect(K.SUCCESSOR_UNKNOWN, UNITS, "2015-07-01,urban-bureau", "2015-07-01,sanitation-bureau"),
    Defect(K.AREA_UNIT_KIND, AREAS, "street,bs-heyan,", "street,water-bureau,"),
    Defect(K.AREA_UNKNOWN, GROUND, '"code": "bs-heyan"', '"code": "bs-nowhere"'),
    Defect(K.KEY_MISSING, AREAS, "100.05,30.05", "100.05,"),
    Defect(K.KEY_MISSING, GROUND, '"code": "bs-heyan"', '"name": "bs-heyan"'),
    Defect(
        K.POLYGON_SHAPE,
        GROUND,
        '"type": "Polygon"',
        '"type": "Point"',
        at=(GROUND, '"code": "qingchuan"'),
    ),
    Defect(K.POLYGON_SHAPE, GROUND, "[[[100.0, 30.0], ", "[[", at=(GROUND, '"code": "qingchuan"')),
    Defect(
        K.POLYGON_SHAPE,
        GROUND,
        "[100.105, 30.05]",
        "[400.105, 30.05]",
        at=(GROUND, '"code": "qingchuan"'),
    ),
    Defect(
        K.POLYGON_INVALID,
        GROUND,
        "[100.1, 30.0], [100.105, 30.05], [100.1, 30.1]",
        "[100.1, 30.0], [100.1, 30.1], [100.0, 30.05], [100.2, 30.05]",
        at=(GROUND, '"code": "qingchuan"'),
    ),
    Defect(
        K.POLYGON_OVERLAP,
        GROUND,
        "[100.155, 30.07], [100.145, 30.04]",
        "[100.135, 30.07], [100.125, 30.04]",
        at=(GROUND, '"code": "bs-shanqian"'),
    ),
    Defect(
        K.POLYGON_OUTSIDE,
        GROUND,
        "[[[100.15, 30.0], [100.2, 30.0]",
        "[[[100.15, 30.0], [100.3, 30.0]",
        at=(GROUND, '"code": "bs-shanqian"'),
    ),
    # ---- matters and duties
    Defect(K.MATTER_UNKNOWN, DUTIES, "2000,water.river.pollution", "2000,water.river.polution"),
    Defect(
        K.MATTER_DEPTH, MATTERS, "water.river.pollution,water.river", "water.river.pollution,water"
    ),
    Defect(K.NOT_CSV, UNITS, "Water Bureau", "Water Bureau" * 20_000),
    Defect(K.WRONG_TYPE, LIMITS, "value: 2 hour", "value: 99999999999999 hour"),
    Defect(K.TAG_UNKNOWN, MATTERS, "lift,living,", "lift,leaving,"),
    Defect(K.LANGUAGE_MISSING, MATTERS, "Which site? From when until when?", ""),
    Defect(K.WRONG_CHOICE, MATTERS, "until when?,official", "until when?,guessed"),
    Defect(K.LINE_UNKNOWN, DUTIES, "@district.green", "@district.grey"),
    Defect(K.LINE_UNKNOWN, DUTIES, RIVER, RIVER.replace("urban-bureau", "@district.grey")),
    Defect(K.BAD_CODE, UNITS, "department,green,", "department,Green,"),
    Defect(K.WRONG_CHOICE, LAW, "  24:\n", "  24:\n    binds: everybody\n"),
    Defect(K.LANGUAGE_MISSING, LAW, "  24:\n", "  24:\n    open: {zh: 尚无}\n"),
    Defect(K.LEAD_COMMUNITY, DUTIES, RIVER, RIVER.replace("water-bureau", "qc-liuyin-c1")),
    Defect(
        K.DUTY_OVERLAP,
        DUTIES,
        "2000-01-01,2015-07-01",
        "2000-01-01,",
        at=(DUTIES, "housing.property.service.2015"),
    ),
    Defect(
        K.DUTY_GAP,
        DUTIES,
        "2000-01-01,2015-07-01",
        "2000-01-01,2014-07-01",
        at=(MATTERS, "housing.property.service,"),
    ),
    Defect(
        K.DUTY_MISSING, DUTIES, RIVER, RIVER + "2020-01-01", at=(MATTERS, "water.river.pollution,")
    ),
    Defect(
        K.DUTY_MISSING,
        DUTIES,
        "2000,water.river.pollution",
        "2000,water.drain",
        at=(MATTERS, "water.river.pollution,"),
    ),
    # ---- calendar
    Defect(K.CALENDAR_CLASH, DAYS, "2024-02-11,holiday", "2024-02-10,makeup"),
    Defect(K.CALENDAR_BEYOND, DAYS, "2026-10-10,makeup", "2027-10-10,makeup"),
    Defect(K.BAD_BLOCKS, PACK, '"09:00-12:00"', '"9 to 12"'),
    Defect(K.BAD_BLOCKS, PACK, '"09:00-12:00"', '"09:00-14:00"', at=(PACK, "calendar:")),
    Defect(K.ZONE_UNKNOWN, PACK, "Asia/Shanghai", "Asia/Atlantis"),
]

FOUND_ELSEWHERE = {
    K.FILE_MISSING,
    K.FILE_UNKNOWN,
    K.NOT_UTF8,
    K.PERMISSION_UNKNOWN,
    K.POINT_OUTSIDE,  # this and the next three only in a city's own places
    K.POINT_SWAPPED,
    K.PLACE_FAR,
    K.POLYGON_GAP,
    K.POLYGON_SHIFTED,
    K.NAME_TWICE,  # in the gazetteer, which the example has not
}


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: f"{d.kind.value}: {d.new[:40]!r}")
def test_the_defect_is_found_where_it_is(defect: Defect, tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    line = pack.change(defect.file, defect.old, defect.new)
    file, written = defect.at or (defect.file, "")
    if defect.at:
        line = _line_of(pack.folder / file, written) if written else 1
    assert (defect.kind, file, line) in [
        (p.kind, p.place.file, p.place.line) for p in pack.problems()
    ]


def _line_of(path: Path, written: str) -> int:
    before, found, _ = path.read_text(encoding="utf-8").partition(written)
    assert found
    return before.count("\n") + 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    (pack.folder / DAYS).unlink()
    assert [(p.kind, p.place.file) for p in pack.problems()] == [(K.FILE_MISSING, DAYS)]


def test_a_misplaced_file_is_named(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    (pack.folder / "parameters" / "limits.yml").write_text("limit.x: 1\n")
    found = [(p.kind, p.place.file) for p in pack.problems()]
    assert found == [(K.FILE_UNKNOWN, "parameters/limits.yml")]


def test_a_model_is_no_part_of_the_law(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    before = list_files(pack.folder).digest()
    (pack.folder / "models" / "matter").mkdir(parents=True, exist_ok=True)
    (pack.folder / "models" / "matter" / "light.npz").write_bytes(b"PK")
    assert pack.problems() == []
    assert list_files(pack.folder).digest() == before


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    text = (pack.folder / DAYS).read_text(encoding="utf-8")
    (pack.folder / DAYS).write_bytes(text.encode("gb18030"))
    problem = next(p for p in pack.problems() if p.kind is K.NOT_UTF8)
    assert (problem.place.file, problem.place.line) == (DAYS, 2)


def test_a_byte_order_mark_is_no_defect(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    text = (pack.folder / DAYS).read_text(encoding="utf-8")
    (pack.folder / DAYS).write_text(text, encoding="utf-8-sig")
    assert pack.problems() == []


def test_a_permission_no_command_asks_for_is_found(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    known = frozenset({"clock.expire"})
    found = {p.place.line for p in pack.problems(known) if p.kind is K.PERMISSION_UNKNOWN}
    assert pack.line_of(ROLES, "- order.sign") in found
    assert pack.line_of(ROLES, "- clock.expire") not in found


def test_every_kind_of_defect_has_its_row() -> None:
    assert {defect.kind for defect in DEFECTS} | FOUND_ELSEWHERE == set(K)


@pytest.mark.parametrize("kind", list(K), ids=lambda kind: kind.value)
def test_every_kind_says_what_and_what_to_do_in_both_languages(kind: K) -> None:
    for text in WORDING[kind]:
        assert text.zh
        assert text.en


def test_all_defects_come_out_together_in_reading_order(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change(PACK, "Asia/Shanghai", "Asia/Atlantis")
    pack.change(LIMITS, "value: 2 hour", "value: 2 fortnight")
    pack.change(DUTIES, RIVER, RIVER.replace("urban-bureau", "river-bureau"))
    pack.change(UNITS, "utility,,water-bureau", "utility,,river-bureau")
    pack.change(PACK, '"09:00-12:00"', '"09:00-14:00"')
    found = [(p.place.file, p.kind) for p in pack.problems()]
    assert found == [
        (DUTIES, K.UNIT_UNKNOWN),
        (UNITS, K.PARENT_UNKNOWN),
        (PACK, K.ZONE_UNKNOWN),
        (PACK, K.BAD_BLOCKS),
        (LIMITS, K.WRONG_TYPE),
    ]
