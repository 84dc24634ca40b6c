# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The door for programs: derived from the registry, safe to repeat, clear when it refuses."""

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from jiesu.adapters.identity.memberships import Membership
from jiesu.adapters.text.learning.model import ModelBroken
from jiesu.application.catalogue import REGISTRY
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.understanding import MatterGuess, Understood
from jiesu.web.api.commands import kebab
from tests.builders.people import OPERATOR
from tests.builders.readers import QUESTION, READ, understood_as
from tests.builders.town import DAY, policy
from tests.builders.web import Town

LOOKING = ("appeal.show", "order.show", "evaluation.read", "statistics.read")
ALL = [*sorted({row.permission for row in REGISTRY.rows()}), *LOOKING]
JSON = "application/json"


class Program(SimpleNamespace):
    """A program with a token; ``get`` and ``post`` send it along."""

    def get(self, path: str, **headers: str) -> object:
        return self.client.get(f"/api/v1{path}", headers=self.headers(headers))

    def post(self, path: str, body: object, **headers: str) -> object:
        where = f"/api/v1{path}"
        return self.client.post(where, body, content_type=JSON, headers=self.headers(headers))

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"host": "localhost", "authorization": f"Bearer {self.token}", **named}


def program(town: Town, role: str, unit: str | None = None, scopes: list[str] = ALL) -> Program:
    from jiesu.adapters.identity.tokens import ApiTokens  # noqa: PLC0415 -- needs Django

    account = town.account(f"api-{role.replace('_', '-')}", Membership(role, unit))
    tokens = ApiTokens(town.city.clock, town.office.entropy)
    token = tokens.issue(account.pk, "test", scopes, timedelta(days=30))
    return Program(client=town.stranger(), token=token)


def registration(town: Town, **changes: object) -> dict[str, object]:
    body = {
        "appeal_id": str(town.city.ids.new()),
        "interaction_id": str(town.city.ids.new()),
        "kind": "complaint",
        "channel": "app",
        "words": "河水发黑发臭，请尽快处理",
        "contact": "13800138000",
        "matter": "water.river.pollution",
        "area": "qc-liuyin",
    }
    return {**body, **changes}


def test_without_a_good_token_nothing_is_told(town: Town) -> None:
    for token in ("", "jsu_forged", "x" * 500):
        answer = Program(client=town.stranger(), token=token).get("/orders")
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_every_command_but_those_of_timers_is_an_operation(town: Town) -> None:
    document = town.stranger().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    found = {one["post"]["operationId"] for one in document["paths"].values() if "post" in one}
    named = {r.command.__name__ for r in REGISTRY.rows() if r.permission != "clock.expire"}
    assert found == named | {"Intake", "Understand"}


def test_an_appeal_is_taken_up_and_dispatched_in_one_go(town: Town) -> None:
    body = registration(town)
    answer = program(town, "operator").post("/intake", body)
    assert answer.status_code == 201, answer.json()
    first, second = answer.json()["receipts"]
    assert first["number"] == second["number"]
    appeal = town.desk.appeal(UUID(body["appeal_id"]))
    assert (appeal.state, appeal.lead) == (AppealState.DISPATCHED, "water-bureau")


UNSAID = {"matter": None, "area": None, "read": True}


def test_matter_and_area_left_out_are_taken_from_the_words_and_the_log_says_so(town: Town) -> None:
    understood_as(town.city, READ)
    body = registration(town, **UNSAID)
    answer = program(town, "operator").post("/intake", body, Idempotency_Key="r").json()
    appeal = town.desk.appeal(UUID(body["appeal_id"]))
    assert (appeal.state, appeal.matter) == (AppealState.DISPATCHED, "water.drain.blocked")
    assert appeal.area == "qc-liuyin"
    assert answer["understood"]["matters"][0]["words"] == ["下水道堵塞"]
    case = program(town, "operator").get(f"/cases/{appeal.number}", Accept_Language="en").json()
    told = json.dumps(case)
    assert "matter told by a program" in told
    assert "area told by a program" in told
    again = program(town, "operator").post("/intake", body, Idempotency_Key="r")
    assert again.headers["Idempotency-Replayed"] == "true"


def test_what_the_program_names_itself_is_not_guessed_over(town: Town) -> None:
    understood_as(town.city, READ)
    body = registration(town, read=True)
    answer = program(town, "operator").post("/intake", body).json()
    appeal = town.desk.appeal(UUID(body["appeal_id"]))
    assert (appeal.matter, appeal.lead) == ("water.river.pollution", "water-bureau")
    assert answer["understood"]["matters"][0]["code"] == "water.drain.blocked"


def test_a_matter_below_the_bar_is_left_to_a_person(town: Town) -> None:
    unsure = replace(READ, matters=(MatterGuess("water.drain.blocked", 0.6),))
    understood_as(town.city, unsure)
    body = registration(town, **UNSAID)
    answer = program(town, "operator").post("/intake", body).json()
    appeal = town.desk.appeal(UUID(body["appeal_id"]))
    assert (appeal.state, appeal.matter) == (AppealState.REGISTERED, None)
    assert (len(answer["receipts"]), answer["understood"]["sure"]) == (1, False)


def test_a_place_that_would_have_to_be_asked_back_is_left_open(town: Town) -> None:
    understood_as(town.city, replace(READ, places=replace(READ.places, question=QUESTION)))
    body = registration(town, **UNSAID)
    program(town, "operator").post("/intake", body)
    assert town.desk.appeal(UUID(body["appeal_id"])).area is None


def test_a_reader_that_fails_keeps_nobody_from_being_heard(town: Town) -> None:
    def broken(_: str) -> Understood:
        raise ModelBroken(folder="models/matter", file="light.npz")

    understood_as(town.city, broken)
    body = registration(town, **UNSAID)
    assert program(town, "operator").post("/intake", body).status_code == 201
    assert town.desk.appeal(UUID(body["appeal_id"])).state is AppealState.REGISTERED


def test_the_answer_names_like_appeals_to_whoever_may_look_at_them(town: Town) -> None:
    ids = [town.city.ids.new() for _ in range(2)]
    caller = program(town, "operator")
    first, second = (
        caller.post("/intake", registration(town, appeal_id=str(id_))).json() for id_ in ids
    )
    assert first["like"] == []
    (found,) = second["like"]
    assert (found["id"], found["near_copy"], found["overlap"]) == (str(ids[0]), True, 1.0)
    assert found["reasons"] == ["文字几乎相同（约 100 %）", "同一街道同一事项，1 天内"]
    blind = program(town, "dispatcher", scopes=["appeal.register", "appeal.dispatch"])
    assert blind.post("/intake", registration(town)).status_code == 403
    few = program(town, "operator", scopes=["appeal.register", "appeal.dispatch"])
    assert few.post("/intake", registration(town)).json()["like"] == []


def test_the_same_key_brings_the_same_receipt_and_changes_nothing(town: Town) -> None:
    body, caller = registration(town), program(town, "operator")
    answers = [caller.post("/intake", body, Idempotency_Key="k-1") for _ in range(2)]
    numbers = {one.json()["receipts"][0]["number"] for one in answers}
    assert len(numbers) == 1
    assert answers[1].headers["Idempotency-Replayed"] == "true"


def test_the_same_key_with_other_words_is_a_conflict(town: Town) -> None:
    caller, body = program(town, "operator"), registration(town)
    where = "/commands/register-appeal"
    assert caller.post(where, body, Idempotency_Key="k").status_code == 201
    answer = caller.post(where, {**body, "words": "另一件事"}, Idempotency_Key="k")
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("same-id-other-content")


def test_a_version_that_has_passed_fails_the_precondition(town: Town) -> None:
    order = town.desk.lead(town.desk.dispatched())
    caller = program(town, "handler", "water-bureau")
    body = {"order_id": str(order.id)}
    assert caller.post("/commands/sign-for", body, If_Match='"7"').status_code == 412
    answer = caller.post("/commands/sign-for", body, If_Match='"1"')
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"2"')
    assert caller.post("/commands/sign-for", body, If_Match="soon").status_code == 422


def test_scope_and_role_must_both_allow(town: Town) -> None:
    order = town.desk.lead(town.desk.dispatched())
    body = {"order_id": str(order.id)}
    narrow = program(town, "handler", "water-bureau", scopes=["order.show"])
    answer = narrow.post("/commands/sign-for", body)
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/problems/scope-missing")
    assert program(town, "auditor").post("/commands/sign-for", body).status_code == 403


@pytest.mark.parametrize("role", sorted(policy().access.roles))
def test_every_role_may_ask_for_what_it_may_do_and_for_no_more(town: Town, role: str) -> None:
    found = policy().access.roles[role]
    granted = found.permissions.as_of(DAY).value
    caller = program(town, role, "water-bureau" if found.unit_bound else None)
    for row in REGISTRY.rows():
        if row.permission != "clock.expire":
            answer = caller.post(f"/commands/{kebab(row.command.__name__)}", {})
            allowed = row.permission in granted
            assert answer.status_code == (422 if allowed else 403), (role, row.command)


def test_another_units_order_reads_as_if_it_were_absent(town: Town) -> None:
    order = town.desk.lead(town.desk.dispatched())
    caller = program(town, "handler", "labour-bureau")
    answers = [
        caller.post("/commands/sign-for", {"order_id": str(id_)}, Accept_Language="en").json()
        for id_ in (order.id, town.city.ids.new())
    ]
    hidden, absent = ({**one, "detail": ""} for one in answers)
    assert hidden == absent
    assert hidden["status"] == 404


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "gossip"},
        {"words": ""},
        {"appeal_id": "7"},
        {"surprise": 1},
        {"matter": "water.mars"},
        {"words": None},
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_with_its_place(town: Town, change: dict) -> None:
    answer = program(town, "operator").post("/intake", registration(town, **change))
    assert answer.status_code in {409, 422}
    assert answer.json()["detail"]


def test_lists_page_by_cursor_and_link_their_neighbours(town: Town) -> None:
    for _ in range(3):
        town.desk.dispatched()
    caller = program(town, "handler", "water-bureau")
    first = caller.get("/orders?limit=2")
    body = first.json()
    assert len(body["rows"]) == 2
    assert body["previous"] is None
    assert 'rel="next"' in first.headers["Link"]
    second = caller.get(f"/orders?limit=2&cursor={body['next']}").json()
    assert (len(second["rows"]), second["next"]) == (1, None)
    assert caller.get("/orders?cursor=%00").status_code == 422


def test_a_case_carries_a_mark_and_is_not_sent_twice(town: Town) -> None:
    appeal = town.desk.appeal(town.desk.dispatched())
    caller = program(town, "operator")
    answer = caller.get(f"/cases/{appeal.number}", Accept_Language="en")
    assert answer.json()["steps"][0]["title"] == "Contact opened"
    tag = answer.headers["ETag"]
    again = caller.get(f"/cases/{appeal.number}", Accept_Language="en", If_None_Match=tag)
    assert again.status_code == 304


def test_units_do_not_list_the_appeals_of_the_city(town: Town) -> None:
    caller = program(town, "handler", "water-bureau")
    assert caller.get("/appeals").status_code == 404
    assert program(town, "operator").get("/appeals").status_code == 200


def test_figures_are_exact_and_the_law_is_told_as_of_a_day(town: Town) -> None:
    town.desk.do(_registration(town), OPERATOR)
    evaluator = program(town, "evaluator")
    assert evaluator.get("/statistics?by=kind").json() == {"complaint": {"registered": 1}}
    found = evaluator.get("/evaluations/2026-03").json()
    assert {one["group"] for one in found["rankings"]} >= {"streets", "departments"}
    rule = evaluator.get("/parameters/limit.d7?as_of=2015-06-30").json()
    assert rule["value"] == "10 calendar_day"
    assert evaluator.get("/parameters/no.such").status_code == 404


def test_every_problem_leads_to_a_page_that_explains_it(town: Town) -> None:
    caller = program(town, "operator")
    answers = [
        caller.get("/cases/000"),
        caller.get("/orders?limit=0"),
        caller.post("/commands/sign-for", {"order_id": str(town.city.ids.new())}),
        Program(client=town.stranger(), token="x").get("/orders"),
    ]
    for answer in answers:
        page = town.stranger().get(answer.json()["type"])
        assert page.status_code == 200, answer.json()
    assert town.stranger().get("/api/problems/no-such-kind").status_code == 404


def _registration(town: Town) -> object:
    from tests.builders.appeals import registration as command  # noqa: PLC0415

    return command(town.desk.ids)


def test_what_words_are_taken_to_say_is_told_and_nothing_stored(town: Town) -> None:
    understood_as(town.city, READ)
    caller = program(town, "operator")
    answer = caller.post("/understand", {"words": "<b>下水道堵塞"}, Accept_Language="en")
    assert answer.status_code == 200
    told = answer.json()
    assert told["matters"][0] == {
        "code": "water.drain.blocked",
        "confidence": 0.8,
        "words": ["下水道堵塞"],
    }
    assert told["areas"][0]["reason"] == "The words name Liuyin Road"
    assert (told["sure"], told["kind"], told["question"]) == (True, "complaint", None)
    assert program(town, "evaluator").post("/understand", {"words": "水"}).status_code == 403
