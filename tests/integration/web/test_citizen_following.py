# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Following it and having the last word: who may, what is said, what is recorded and what never."""

import re
from datetime import timedelta

import pytest

from jiesu.adapters.identity.tokens import spoken_code
from jiesu.domain.appeals.messages import DispatchAppeal
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import Solved
from jiesu.domain.workorders.messages import SignFor
from jiesu.kernel.ids import case_number, spoken_case_number
from jiesu.web.citizen.codes import LIFETIME
from jiesu.web.server import Server
from tests.builders.citizens import Citizen, citizen, follows, text_of
from tests.builders.people import handler
from tests.builders.town import DAY
from tests.builders.web import Town, posted

RIVER = {"area": "qc-liuyin", "matter": "water.river.pollution"}


def at_work(town: Town, **fields: str) -> Citizen:
    one = citizen(town).send(**RIVER, **fields)
    town.desk.do(DispatchAppeal(appeal_id=one.appeal))
    return one


def handled(town: Town) -> Citizen:
    one = at_work(town)
    town.desk.report_again(one.appeal)
    return one


def fields_of(one: Citizen, place: str) -> dict[str, str]:
    return dict(posted(one.client.get(place).content.decode()))


def judge(one: Citizen, solved: str, satisfied: str, **more: str) -> object:
    fields = fields_of(one, f"{one.place}rate/?solved={solved}")
    data = {**fields, "solved": solved, "satisfied": satisfied, "contacted": "on", **more}
    return one.client.post(f"{one.place}rate/", data, follow=True)


def entries(town: Town) -> int:
    with town.city.store.connection() as connection:
        return connection.execute("SELECT count(*) FROM log_entry").fetchone()[0]


# ------------------------------------------------------------------------------ who may follow


@pytest.mark.parametrize(
    "spell",
    [
        lambda number, code: (number, spoken_code(code)),
        lambda number, code: (number.replace("-", ""), code.lower()),
        lambda number, code: (
            number.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
            spoken_code(code).replace("0", "O").replace("1", "l"),
        ),
        lambda number, code: (f" {number} ", " ".join(spoken_code(code).split("-"))),
    ],
    ids=["as written", "bare", "full-width and misread", "with spaces"],
)
def test_number_and_code_open_it_anywhere_however_they_are_typed(town: Town, spell: object) -> None:
    one = citizen(town).send()
    other = town.stranger()
    number, code = spell(one.number, one.code)
    answer = other.post("/track/", {"number": number, "code": code})
    assert (answer.status_code, answer["Location"]) == (303, one.place)
    assert one.number in text_of(other.get(one.place))
    assert one.number in text_of(other.get("/my/"))


def test_absent_forbidden_forged_expired_and_foreign_read_alike(town: Town) -> None:
    one, two = citizen(town).send(), citizen(town).send()
    tries = {
        "forged": (one.number, "2222-2222-2222-2222-2222"),
        "of another appeal": (one.number, two.code),
        "of no appeal": ("260310-0999999-33", one.code),
        "no number": ("12", one.code),
        "not even letters": (one.number, "查询码 '; --"),
    }
    answers = {}
    for name, (number, code) in tries.items():
        answer = town.stranger().post("/track/", {"number": number, "code": code})
        answers[name] = (answer.status_code, "查询凭证无效或已过期" in text_of(answer))
    assert set(answers.values()) == {(422, True)}
    town.let_pass(LIFETIME)
    expired = town.stranger().post("/track/", {"number": one.number, "code": one.code})
    assert (expired.status_code, "查询凭证无效或已过期" in text_of(expired)) == (422, True)
    assert one.client.get(one.place).status_code == 404


def test_without_a_code_every_number_looks_the_same(town: Town) -> None:
    one = citizen(town).send()
    stranger = town.stranger()
    pages = set()
    for number in (one.number, spoken_case_number(case_number(DAY, 999_999))):
        for rest in ("", "receipt/", "rate/", "add/", "withdraw/", "reopen/"):
            answer = stranger.get(f"/appeals/{number}/{rest}")
            assert answer.status_code == 404
            page = re.sub(r'value="[^"]+"|\d{6}-\d{7}-\d{2}', "", answer.content.decode())
            pages.add(page)
    assert len(pages) == 1


def test_a_code_of_one_appeal_opens_no_other(town: Town) -> None:
    one, two = citizen(town).send(), citizen(town).send()
    name = f"follow-{two.number.replace('-', '')}"
    one.client.cookies[name] = one.code
    assert one.client.get(two.place).status_code == 404
    assert one.client.post(f"{two.place}withdraw/", {"reason": "x"}).status_code == 404
    assert town.desk.appeal(two.appeal).state is AppealState.REGISTERED


def test_guessing_is_slowed_down(town: Town) -> None:
    one = citizen(town).send()
    stranger = town.stranger()
    for _ in range(10):
        assert follows(stranger, one.number, "2" * 20).status_code == 422
    answer = follows(stranger, one.number, one.code)
    assert answer.status_code == 429
    assert "尝试次数太多" in text_of(answer)


def test_a_withdrawn_code_opens_nothing_any_more(town: Town) -> None:
    from jiesu.adapters.identity.tokens import AppealTokens  # noqa: PLC0415 -- needs Django

    one = citizen(town).send()
    AppealTokens(town.city.clock, bytes).withdraw(one.appeal)
    assert one.client.get(one.place).status_code == 404


def test_a_shared_machine_forgets_when_told_to(town: Town) -> None:
    one = citizen(town).send()
    one.client.post(f"{one.place}forget/")
    assert one.client.get(one.place).status_code == 404
    assert "还没有诉求" in one.read("/my/")


def test_the_code_is_in_no_address_and_the_log_of_visits_names_no_more(town: Town) -> None:
    answer = citizen(town).client
    one = Citizen(town, answer).send()
    receipt = one.client.get(f"{one.place}receipt/").content.decode()
    assert f"/track/#{one.number}.{spoken_code(one.code)}" in receipt
    assert one.code not in receipt
    cookie = one.client.cookies[f"follow-{one.number.replace('-', '')}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    server = Server(town.office.settings)
    assert re.findall(r"%\(([^)]+)\)", server.cfg.access_log_format) == ["m", "U", "s", "B", "M"]


def test_a_get_records_nothing(town: Town) -> None:
    one = handled(town)
    before = entries(town)
    rests = ("", "receipt/", "rate/?solved=solved&satisfied=satisfied&contacted=on", "withdraw/")
    for rest in rests:
        assert one.client.get(one.place + rest).status_code == 200
    for rest in ("undo/", "forget/"):
        assert one.client.get(one.place + rest).status_code == 405
    assert entries(town) == before


# ------------------------------------------------------------------------------ what is said


@pytest.mark.parametrize(
    ("language", "promise", "office", "article"),
    [
        ("zh", "单位签收", "水务局", "《安和市接诉即办办理规程（2015年修订）》第2条"),
        (
            "en",
            "The unit accepts it",
            "Water Bureau",
            "Anhe Appeals Procedure (2015 revision), Art. 2",
        ),
    ],
)
def test_it_says_who_has_it_until_when_and_by_which_article(
    town: Town, language: str, promise: str, office: str, article: str
) -> None:
    one = at_work(town)
    one.client.cookies["language"] = language
    page = one.client.get(one.place)
    said = text_of(page)
    for part in (promise, office, article, "16:01"):
        assert part in said
    link = re.search(r'href="(/law/[^"#]+)#(art-[^"]+)"', page.content.decode())
    law = one.client.get(link.group(1))
    assert f'id="{link.group(2)}"' in law.content.decode()


def test_lateness_is_said_plainly(town: Town) -> None:
    one = at_work(town)
    town.let_pass(timedelta(hours=5))
    assert "已超期" in one.read()
    order = town.desk.lead(one.appeal)
    town.desk.do(SignFor(order_id=order.id), handler(order.unit))
    assert "水务局未按时：签收" in one.read()


def test_the_page_asks_again_and_is_answered_only_with_news(town: Town) -> None:
    one = at_work(town)
    page = one.client.get(one.place)
    tag = page["ETag"]
    assert "every 30s" in page.content.decode()
    asks = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": tag}
    same = one.client.get(one.place, **asks)
    assert (same.status_code, same.content) == (304, b"")
    order = town.desk.lead(one.appeal)
    town.desk.do(SignFor(order_id=order.id), handler(order.unit))
    news = one.client.get(one.place, **asks)
    assert news.status_code == 200
    assert news.content.decode().lstrip().startswith('<div id="case"')
    assert "水务局已签收" in text_of(news)


# ------------------------------------------------------------------------------ the last word


def test_not_solved_shows_the_new_owner_and_clock_in_the_same_second(town: Town) -> None:
    one = handled(town)
    assert "问题解决了吗" in one.read()
    page = judge(one, "unsolved", "dissatisfied")
    said = text_of(page)
    assert "第 2 轮办理" in said
    assert "退回水务局重新办理" in said
    assert "单位签收" in said
    asking = town.desk.case(one.appeal).callbacks[-1]
    assert asking.solved is Solved.UNSOLVED
    assert town.desk.appeal(one.appeal).state is AppealState.DISPATCHED


def test_solved_closes_and_can_be_taken_back(town: Town) -> None:
    one = handled(town)
    said = text_of(judge(one, "solved", "satisfied", process="satisfied", note="很快"))
    assert "已结案" in said
    assert "600 秒内可撤销" in said
    fields = dict(posted(_undo_form(one)))
    done = one.client.post(f"{one.place}undo/", fields, follow=True)
    assert "已撤销" in text_of(done)
    assert "问题解决了吗" in text_of(done)
    again = one.client.post(f"{one.place}undo/", fields)
    assert again.status_code in {200, 303}
    assert town.desk.appeal(one.appeal).state is AppealState.HANDLED


def _undo_form(one: Citizen) -> str:
    page = one.client.get(one.place).content.decode()
    start = page.index(f'action="{one.place}undo/"')
    return "<form>" + page[start : page.index("</form>", start)].partition(">")[2] + "</form>"


def test_a_verdict_sent_twice_is_one_verdict(town: Town) -> None:
    one = handled(town)
    fields = fields_of(one, f"{one.place}rate/?solved=solved")
    data = {**fields, "solved": "solved", "satisfied": "satisfied"}
    answers = [one.client.post(f"{one.place}rate/", data) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert len(town.desk.case(one.appeal).callbacks) == 1


def test_whoever_was_called_meanwhile_is_told_so(town: Town) -> None:
    one, other = handled(town), town.stranger()
    follows(other, one.number, one.code)
    late = Citizen(town, other, one.number)
    fields = fields_of(late, f"{late.place}rate/?solved=solved")
    town.let_pass(timedelta(minutes=1))
    judge(one, "unsolved", "dissatisfied")
    data = {**fields, "solved": "solved", "satisfied": "satisfied", "note": "很满意，谢谢"}
    answer = late.client.post(f"{late.place}rate/", data)
    assert answer.status_code == 409
    assert "有了变化" in text_of(answer)
    assert "退回水务局重新办理" in text_of(answer)
    assert "很满意，谢谢" in answer.content.decode()
    assert "现在不用评价" in late.read(f"{late.place}rate/")


def test_facts_can_be_added_though_the_case_moves(town: Town) -> None:
    one = citizen(town).send(**RIVER)
    fields = fields_of(one, f"{one.place}add/")
    town.desk.do(DispatchAppeal(appeal_id=one.appeal))
    done = one.client.post(f"{one.place}add/", {**fields, "facts": "昨晚又排了一次"}, follow=True)
    assert "昨晚又排了一次" in text_of(done)
    empty = one.client.post(f"{one.place}add/", {**fields_of(one, f"{one.place}add/"), "facts": ""})
    assert empty.status_code == 422


def test_taking_back_needs_a_reason_and_can_be_undone(town: Town) -> None:
    one = at_work(town)
    fields = fields_of(one, f"{one.place}withdraw/")
    assert one.client.post(f"{one.place}withdraw/", {**fields, "reason": ""}).status_code == 422
    done = one.client.post(f"{one.place}withdraw/", {**fields, "reason": "解决了"}, follow=True)
    assert "已撤回" in text_of(done)
    one.client.post(f"{one.place}undo/", dict(posted(_undo_form(one))))
    assert town.desk.appeal(one.appeal).state is AppealState.DISPATCHED


def test_a_closed_appeal_is_taken_up_again_within_its_time(town: Town) -> None:
    one = handled(town)
    judge(one, "solved", "satisfied")
    fields = fields_of(one, f"{one.place}reopen/")
    done = one.client.post(f"{one.place}reopen/", {**fields, "reason": "又黑了"}, follow=True)
    assert "第 2 轮办理" in text_of(done)
    refused = one.client.post(
        f"{one.place}reopen/", {**fields_of(one, f"{one.place}reopen/"), "reason": "x"}
    )
    assert refused.status_code == 409


@pytest.mark.parametrize("rest", ["", "receipt/", "rate/?solved=partly", "add/", "withdraw/"])
def test_english_pages_are_english(town: Town, rest: str) -> None:
    one = handled(town)
    one.client.cookies["language"] = "en"
    page = re.sub(
        r"<blockquote.*?</blockquote>",
        "",
        one.client.get(one.place + rest).content.decode(),
        flags=re.DOTALL,
    )
    assert set(re.findall(r"[\u3400-\u9fff]+", re.sub("<[^>]+>", " ", page))) <= {"中文"}
