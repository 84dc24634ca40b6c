# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The scenarios of every installed pack hold; one that is wrong is found out."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from jiesu.adapters.packs import load_pack, read_scenarios_of
from jiesu.adapters.packs.loading import installed_packs
from jiesu.adapters.packs.scenarios import Scenario
from jiesu.application.catalogue import REGISTRY
from jiesu.application.policy import CityPolicy
from jiesu.application.rehearsal.script import Act, Finding, Play
from jiesu.bootstrap.rehearsing import NoSuchScenario, rehearse, rehearse_one
from jiesu.cli.pack_try import run
from tests.builders.packs import DraftPack, draft_pack

ALL = [(pack, scenario) for pack in installed_packs() for scenario in read_scenarios_of(pack)]


PROGRAMS = {"system", "importer"}


@cache
def law(pack: str) -> CityPolicy:
    return load_pack(pack)


def name_of(case: tuple[str, Scenario]) -> str:
    pack, scenario = case
    cited = scenario.citation
    return f"{pack}-{cited.instrument}-{cited.article}-{scenario.title.en}".replace(" ", "_")


@pytest.mark.parametrize("case", ALL, ids=name_of)
def test_the_scenario_holds(case: tuple[str, Scenario]) -> None:
    pack, scenario = case
    assert rehearse_one(scenario, law(pack)).findings == ()


def test_between_them_the_examples_scenarios_send_every_command_people_send() -> None:
    played = {
        step.command
        for scenario in read_scenarios_of("example")
        if isinstance(scenario.script.when, Play)
        for step in scenario.script.when.steps
        if isinstance(step, Act)
    }
    roles = [role for id_, role in law("example").access.roles.items() if id_ not in PROGRAMS]
    held = set().union(*(role.permissions.as_of(date.max).value for role in roles))
    people = {row.command.name for row in REGISTRY.rows() if row.permission in held}
    assert people - played == set()


# ---- planted defects

FILE = "scenarios/planted.yaml"
HEAD = """- title: {zh: 试, en: Planted}
  basis: {instrument: anhe-ordinance, article: 10}
  given: {at: "2020-03-02 10:00"}
"""
STEPS = """  when:
    - {do: RegisterAppeal, matter: power.outage.home, area: qc-liuyin, contact: "13812345678"}
    - {do: DispatchAppeal}
    - {do: SignFor}
"""


def planted(folder: Path, written: str) -> DraftPack:
    pack = draft_pack(folder)
    (pack.folder / FILE).write_text(HEAD + written, encoding="utf-8")
    return pack


def findings(folder: Path, written: str) -> tuple[Finding, ...]:
    pack = planted(folder, written)
    assert pack.problems() == []
    (scenario,) = (s for s in read_scenarios_of(str(pack.folder)) if s.place.file == FILE)
    return rehearse_one(scenario, law("example")).findings


def then(line: str) -> str:
    return f"{STEPS}  then: {line}\n"


@pytest.mark.parametrize(
    ("written", "path", "expected", "found"),
    [
        ("  when: {look_up: limit.d7}\n  then: {value: 8 calendar_day}\n",
         "value", "8 calendar_day", "7 calendar_day"),
        ("  when: {look_up: limit.d7}\n  then: {nothing: true}\n", "nothing", "true", None),
        ("  when: {matter: power.outage.home}\n  then: {lead: hotline}\n",
         "lead", "hotline", "power-co"),
        ("  when: {permission: access.grant}\n  then: {roles: [operator]}\n",
         "roles", ("operator",), ("admin",)),
        ('  when: {appeal: {matter: power.outage.home}}\n  then: {due: "2020-03-03 11:00"}\n',
         "due", "2020-03-03 11:00", "2020-03-03 10:00"),
        ("  when: {appeal: {matter: power.outage.home}}\n  then: {refused: unknown-unit}\n",
         "refused", "unknown-unit", None),
        (then("{appeal: {state: closed}}"), "appeal.state", "closed", "dispatched"),
        (then("{orders: [{unit: power-co, state: reported}]}"),
         "orders[1].state", "reported", "signed"),
        (then("{orders: []}"), "orders", (), ({"unit": "power-co"},)),
        (then("{callbacks: [{state: open}]}"), "callbacks", ({"state": "open"},), ()),
        (then('{clocks: {signing: "2020-03-02 14:00"}}'),
         "clocks.signing", "2020-03-02 14:00", None),
        (then("{notices: [registered]}"), "notices", ("registered",), ("registered", "dispatched")),
        (then("{absent_events: [OrderSigned]}"),
         "absent_events", ("OrderSigned",), ("OrderSigned ×1",)),
        (then("{hidden_from: [handler@power-co]}"),
         "hidden_from", ("handler@power-co",), ("handler@power-co ✓",)),
        (then("{seen_by: [handler@gas-co]}"),
         "seen_by", ("handler@gas-co",), ("handler@gas-co ✗",)),
        (then("{personal: erased}"), "personal", "erased", "kept"),
        (then("{nowhere: [power.outage.home]}"),
         "nowhere", ("power.outage.home",), ("power.outage.home; entries; rows",)),
        (then("{passed: [registered]}"),
         "passed", ("registered",), ("registered", "dispatched", "signed")),
        (then('{rates: {month: 2020-03, units: {power-co: {place: "1"}}}}'),
         "rates.units.power-co.place", "1", None),
    ],
)  # fmt: skip
def test_a_wrong_expectation_fails_and_says_what_was_found(
    written: str, path: str, expected: object, found: object, tmp_path: Path
) -> None:
    (first, *_) = findings(tmp_path, written)
    assert (first.path, first.expected, first.found) == (path, expected, found)


def test_a_step_that_is_refused_ends_the_play_and_says_why(tmp_path: Path) -> None:
    written = f"{STEPS}    - {{do: SignFor}}\n    - {{do: ReportResult}}\n"
    (only,) = findings(tmp_path, f"{written}  then: {{appeal: {{state: closed}}}}\n")
    assert (only.path, only.expected) == ("when[4] SignFor", "accepted")
    assert str(only.found).startswith("not-in-this-state: ")


@pytest.mark.parametrize(
    ("step", "path", "found"),
    [
        ("{try: ReportResult, refused: not-yours}", "when[4] ReportResult", "nobody-contacted"),
        ("{try: RecordFirstContact, refused: not-yours}", "when[4] RecordFirstContact", "accepted"),
        ("{try: SignFor, refused: not-in-this-state, rule: {instrument: anhe-x, article: 16}}",
         "when[4] SignFor rule", None),
        ("{do: RecordOutcome, via: phone, contacted: true, solved: solved, satisfied: satisfied}",
         "when[4] RecordOutcome", "nothing-there"),
        ("{until: asking}", "when[4]", "nothing-there"),
        ("{do: SignFor, of: another}", "when[4] SignFor", "nothing-there"),
        ('{until: "2019-01-01 10:00"}', "when[4]", "long-past"),
    ],
)  # fmt: skip
def test_a_refusal_that_is_another_or_none_is_found(
    step: str, path: str, found: str | None, tmp_path: Path
) -> None:
    (only,) = findings(tmp_path, f"{STEPS}    - {step}\n  then: {{notices: []}}\n")
    assert only.path == path
    assert only.found is found or str(only.found).partition(":")[0] == found


def test_an_appeal_nobody_named_is_a_finding_of_its_own_scenario(tmp_path: Path) -> None:
    (only,) = findings(tmp_path, then("{of: nope, appeal: {state: closed}}"))
    assert (only.path, only.expected) == ("of", "nope")
    assert str(only.found).startswith("nothing-there: ")


def test_a_pack_without_scenarios_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = draft_pack(tmp_path)
    shutil.rmtree(pack.folder / "scenarios")
    assert run(str(pack.folder), None, "en", as_json=False)
    assert "nothing to play" in capsys.readouterr().out


def test_before_the_law_nobody_may_do_anything(tmp_path: Path) -> None:
    pack = planted(tmp_path, "  when: {appeal: {matter: power.outage.home}}\n  then: {lead: a}\n")
    pack.change(FILE, "2020-03-02 10:00", "1999-12-31 10:00")
    (scenario,) = (s for s in read_scenarios_of(str(pack.folder)) if s.place.file == FILE)
    (only,) = rehearse_one(scenario, law("example")).findings
    assert str(only.found).startswith("nobody-may: ")


def test_a_clock_that_cannot_be_fired_is_told(tmp_path: Path) -> None:
    written = f"{STEPS}    - {{until: signing}}\n  then: {{notices: []}}\n"
    pack = planted(tmp_path, written.replace("    - {do: SignFor}\n", ""))
    line = "- clock.expire\n        - order.hand_over\n"
    pack.change("schemes/roles.yaml", line, line.replace("clock.expire", "log.verify"))
    (scenario,) = (s for s in read_scenarios_of(str(pack.folder)) if s.place.file == FILE)
    (only,) = rehearse_one(scenario, load_pack(str(pack.folder))).findings
    assert only.path == "when[3]"
    assert str(only.found).startswith("clock-failed: ")
    assert "not-permitted" in str(only.found)


def test_an_article_nobody_cites_is_answered_with_what_is_cited(tmp_path: Path) -> None:
    cited = "[{event: OrderSigned, instrument: anhe-ordinance, article: 1}]"
    (only,) = findings(tmp_path, then(f"{{cites: {cited}}}"))
    assert (only.path, only.found) == ("cites[1].article", "16")


def test_only_what_is_asked_for_is_played() -> None:
    chosen = list(rehearse("example", "anhe-privacy/3"))
    assert {one.scenario.citation.instrument for one in chosen} == {"anhe-privacy"}
    with pytest.raises(NoSuchScenario, match="anhe-privacy/1"):
        rehearse("example", "anhe-privacy/77")


def test_every_run_is_the_same() -> None:
    scenario = next(
        one for one in read_scenarios_of("example") if isinstance(one.script.when, Play)
    )
    assert rehearse_one(scenario, law("example")) == rehearse_one(scenario, law("example"))
