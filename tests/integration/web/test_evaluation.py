# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The pages of evaluators: asking, and rankings that open down to their tickets."""

import re
from uuid import UUID

import pytest

from jiesu.domain.appeals.messages import BeginCallBack
from jiesu.domain.callback.messages import RecordOutcome, Satisfied, Solved, Via
from jiesu.domain.clocks import ClockName
from jiesu.domain.streams import callback_stream
from jiesu.kernel.text import Text
from jiesu.web.evaluation.ranking import Figure, Group, Place
from tests.builders.people import OPERATOR, SYSTEM
from tests.builders.web import Town

ANSWERS = {"via": "phone", "contacted": "on", "solved": "solved", "satisfied": "satisfied"}


def text(page: object) -> str:
    return page.content.decode()


HIDDEN = re.compile(r'<input type="hidden" name="(command_id|expected|seen_at)" value="([^"]*)"')


def posted(page: object, **answers: str) -> dict[str, str]:
    """Return what the form on the page carries, and the answers."""
    return {**dict(HIDDEN.findall(text(page))), **answers}


def asked(town: Town, solved: Solved = Solved.SOLVED) -> UUID:
    appeal_id = town.desk.handled()
    asking = town.desk.case(appeal_id).asking
    answers = {"contacted": True, "solved": solved, "satisfied": Satisfied.SATISFIED}
    town.desk.do(RecordOutcome(callback_id=asking.id, via=Via.PHONE, **answers), OPERATOR)
    return appeal_id


def test_the_desk_lists_whom_to_ask(town: Town) -> None:
    appeal_id = town.desk.handled()
    page = town.visitor("evaluator").get("/asking/")
    assert town.desk.appeal(appeal_id).number[-4:-2] in text(page)
    assert "水务局" in text(page)
    assert "待回访 1 件" in text(page)


def test_an_empty_desk_says_when_something_will_come(town: Town) -> None:
    assert "这里没有要办的回访" in text(town.visitor("evaluator").get("/asking/"))


def test_an_answer_is_taken_down_once_however_often_it_is_sent(town: Town) -> None:
    appeal_id = town.desk.handled()
    asking = town.desk.case(appeal_id).asking
    evaluator = town.visitor("evaluator")
    where = f"/asking/{asking.id}/"
    fields = posted(evaluator.get(where), **ANSWERS)
    for _ in range(2):
        assert evaluator.post(where, fields).status_code == 302
    assert town.desk.case(appeal_id).asking.solved is Solved.SOLVED
    assert "已回答：解决，满意" in text(evaluator.get(where))


def test_what_is_missing_is_said_and_what_was_typed_stays(town: Town) -> None:
    asking = town.desk.case(town.desk.handled()).asking
    evaluator = town.visitor("evaluator")
    where = f"/asking/{asking.id}/"
    fields = posted(evaluator.get(where), solved="solved", note="请再打来")
    page = evaluator.post(where, fields)
    assert page.status_code == 422
    assert "请再打来" in text(page)


def test_two_tabs_do_not_answer_over_each_other(town: Town) -> None:
    asking = town.desk.case(town.desk.handled()).asking
    evaluator = town.visitor("evaluator")
    where = f"/asking/{asking.id}/"
    first, second = (posted(evaluator.get(where), **ANSWERS) for _ in range(2))
    assert evaluator.post(where, first).status_code == 302
    page = evaluator.post(where, {**second, "solved": "unsolved"})
    assert page.status_code == 409
    stored = town.city.store.load([callback_stream(asking.id)])[callback_stream(asking.id)]
    assert stored.case.callback(asking.id).solved is Solved.SOLVED


def test_a_result_found_wanting_goes_back_with_the_reason(town: Town) -> None:
    appeal_id = town.desk.handled()
    asking = town.desk.case(appeal_id).asking
    evaluator = town.visitor("evaluator")
    where = f"/asking/{asking.id}/return/"
    assert where in text(evaluator.get(f"/asking/{asking.id}/"))
    fields = posted(evaluator.get(where), reason="没有写现场情况")
    assert evaluator.post(where, fields).status_code == 302
    lead = town.desk.lead(appeal_id)
    assert (lead.state, lead.round) == ("assigned", 2)
    number = town.desk.appeal(appeal_id).number
    page = text(town.visitor("handler", lead.unit).get(f"/unit/{number}/"))
    assert "第2轮办理：热线审核退回" in page
    assert "没有写现场情况" in page


def test_what_is_not_reported_is_not_offered_to_be_returned(town: Town) -> None:
    appeal_id = town.desk.dispatched()
    town.desk.clock.set(town.desk.lead(appeal_id).handling_due)
    town.desk.do(BeginCallBack(appeal_id=appeal_id, clock=ClockName.CALLBACK), SYSTEM)
    asking = town.desk.case(appeal_id).asking
    page = text(town.visitor("evaluator").get(f"/asking/{asking.id}/"))
    assert f"/asking/{asking.id}/attempt/" in page
    assert f"/asking/{asking.id}/return/" not in page


def test_an_attempt_counts_and_the_second_ends_the_asking(town: Town) -> None:
    asking = town.desk.case(town.desk.handled()).asking
    evaluator = town.visitor("evaluator")
    where = f"/asking/{asking.id}/attempt/"
    for _ in range(2):
        fields = posted(evaluator.get(where), result="no_answer")
        assert evaluator.post(where, fields).status_code == 302
    page = evaluator.get("/asking/")
    assert "无法回访 1 件" in text(page)


def test_who_is_complained_of_finds_no_one_to_ask(town: Town) -> None:
    appeal_id = town.desk.handled(complained_unit="baishi")
    asking = town.desk.case(appeal_id).asking
    accused = town.visitor("evaluator", "baishi")
    assert "这里没有要办的回访" in text(accused.get("/asking/"))
    absent = town.city.ids.new()
    for id_ in (asking.id, absent):
        for page in ("", "attempt/", "return/"):
            assert accused.get(f"/asking/{id_}/{page}").status_code == 404


def test_the_ranking_shows_each_rate_with_its_parts_and_its_rules(town: Town) -> None:
    asked(town)
    asked(town, Solved.UNSOLVED)
    page = text(town.visitor("evaluator").get("/ranking/2026-03/"))
    assert "50.0%" in page
    assert "1/2" in page
    assert "未评" in page
    assert "《安和市接诉即办考评办法（2015年修订）》第5条" in page


def test_today_leads_to_the_month_it_lies_in(town: Town) -> None:
    page = town.visitor("evaluator").get("/ranking/")
    assert page.headers["Location"] == "/ranking/2026-03/"


def test_a_figure_opens_down_to_its_tickets(town: Town) -> None:
    appeal_id = asked(town)
    page = text(town.visitor("evaluator").get("/ranking/2026-03/water-bureau/"))
    number = town.desk.appeal(appeal_id).number
    assert f"{number[:6]}-{number[6:13]}-{number[13:]}" in page
    assert "解决，满意" in page


def test_a_unit_opens_its_own_figures_only(town: Town) -> None:
    asked(town)
    handler = town.visitor("handler", "water-bureau")
    page = text(handler.get("/ranking/2026-03/"))
    assert "/ranking/2026-03/water-bureau/" in page
    assert "/ranking/2026-03/urban-bureau/" not in page
    assert handler.get("/ranking/2026-03/urban-bureau/").status_code == 404
    assert handler.get("/ranking/2026-03/water-bureau/").status_code == 200


@pytest.mark.parametrize("month", ["2026-13", "soon", "0000-01"])
def test_what_is_no_month_is_refused_with_a_hint(town: Town, month: str) -> None:
    page = town.visitor("evaluator").get(f"/ranking/{month}/")
    assert page.status_code == 422
    assert "2026-10" in text(page)


def test_the_pages_are_whole_in_english(town: Town) -> None:
    asked(town)
    evaluator = town.visitor("evaluator", language="en")
    assert "Not rated" in text(evaluator.get("/ranking/2026-03/")) or "not rated" in text(
        evaluator.get("/ranking/2026-03/")
    )
    assert "1 answer " in text(evaluator.get("/ranking/2026-03/"))
    assert "to be asked" in text(evaluator.get("/asking/"))


def lines(rated: int, unrated: int) -> Group:
    """Return a group as shown, with so many lines of either sort."""
    none = Figure("—", "0/0")
    places = tuple(
        Place(f"u{n}", Text("", ""), n if n <= rated else None, None, 0, none, none, none, False)
        for n in range(1, rated + unrated + 1)
    )
    return Group("streets", Text("街道", "Streets"), places, (none, none, none))


@pytest.mark.parametrize(
    ("rated", "unrated", "shown", "folded"), [(3, 10, 13, 0), (3, 11, 3, 11), (0, 343, 0, 343)]
)
def test_many_units_without_a_verdict_stand_folded_under_the_table(
    rated: int, unrated: int, shown: int, folded: int
) -> None:
    group = lines(rated, unrated)
    assert (len(group.shown), len(group.folded)) == (shown, folded)
