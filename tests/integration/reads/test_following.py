# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An appeal followed like a parcel: every sentence stands on an entry or on a running clock."""

from jiesu.application.following import Followed, Stage, follow
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor, appellant_of
from jiesu.domain.appeals.messages import Undoable, UndoStep, WithdrawAppeal
from jiesu.domain.callback.messages import RateHandling, ReturnResult, Satisfied, Solved
from jiesu.domain.workorders.messages import Ending, RecordFirstContact, ReportResult, SignFor
from tests.builders.appeals import note, reply
from tests.builders.desk import Desk
from tests.builders.people import handler
from tests.builders.town import policy


def seen(city: City, desk: Desk, appeal_id: object) -> Followed:
    return follow(desk.case(appeal_id), city.reader, policy(), desk.clock.now())


def passed(followed: Followed) -> list[Stage]:
    return [step.stage for step in followed.passed if step.at is not None]


def appellant(appeal_id: object) -> Actor:
    return Actor(appellant_of(appeal_id), "citizen")


def rate(desk: Desk, appeal_id: object, solved: Solved) -> None:
    asking = desk.case(appeal_id).asking
    answers = {"contacted": True, "solved": solved, "satisfied": Satisfied.SATISFIED}
    desk.do(RateHandling(callback_id=asking.id, **answers), appellant(appeal_id))


def test_a_fresh_appeal_promises_its_dispatch_by_the_article(city: City, desk: Desk) -> None:
    followed = seen(city, desk, desk.registered())
    assert passed(followed) == [Stage.REGISTERED]
    assert followed.promise.what.zh == "我们为您派单"
    assert followed.promise.until == policy().calendar.local(desk.appeal(followed.id).dispatch_due)
    assert followed.promise.ground.key == "appeal.dispatch_clock"
    assert followed.office is None


def test_each_step_of_the_unit_is_told_with_the_name_of_its_office(city: City, desk: Desk) -> None:
    appeal_id = desk.dispatched()
    order = desk.lead(appeal_id)
    promises = [seen(city, desk, appeal_id).promise]
    for step in (SignFor(order_id=order.id), RecordFirstContact(order_id=order.id)):
        desk.do(step, handler(order.unit))
        promises.append(seen(city, desk, appeal_id).promise)
    said = [(promise.what.zh, promise.office.zh, promise.ground.key) for promise in promises]
    assert said == [
        ("单位签收", "水务局", "order.signing"),
        ("单位联系您", "水务局", "order.first_contact"),
        ("单位反馈结果", "水务局", "limit.d7"),
    ]
    titles = [one.title.zh for one in seen(city, desk, appeal_id).happened]
    assert titles == ["我们记下了您的诉求", "交给水务局办理", "水务局已签收", "水务局联系了您"]


def test_what_a_unit_writes_to_the_hotline_alone_is_not_told(city: City, desk: Desk) -> None:
    appeal_id = desk.dispatched(matter="market.price.fraud")
    order = desk.lead(appeal_id)
    unit = handler(order.unit)
    for step in (
        SignFor(order_id=order.id),
        RecordFirstContact(order_id=order.id),
        ReportResult(
            order_id=order.id,
            report=reply("已解释"),
            ending=Ending.REPEAT,
            written=reply("只给热线看"),
        ),
    ):
        desk.do(step, unit)
    followed = seen(city, desk, appeal_id)
    assert "已解释" in {one.words for one in followed.happened}
    assert "只给热线看" not in str(followed)


def test_a_returned_result_goes_back_and_nobody_is_asked(city: City, desk: Desk) -> None:
    appeal_id = desk.handled()
    question = desk.case(appeal_id).asking.id
    desk.do(ReturnResult(callback_id=question, reason=note("只给单位看")))
    followed = seen(city, desk, appeal_id)
    assert (followed.question, followed.round) == (None, 2)
    assert followed.happened[-1].title.zh == "退回水务局重新办理"
    assert followed.happened[-1].grounds[0].key == "callback.review"
    assert "只给单位看" not in str(followed)


def test_not_solved_goes_back_in_the_same_second_with_a_new_date(city: City, desk: Desk) -> None:
    appeal_id = desk.handled()
    before = seen(city, desk, appeal_id)
    assert before.question is not None
    assert before.until is None
    rate(desk, appeal_id, Solved.UNSOLVED)
    after = seen(city, desk, appeal_id)
    assert (after.question, after.round) == (None, 2)
    assert after.until == policy().calendar.local(desk.lead(appeal_id).handling_due)
    assert after.office.zh == "水务局"
    assert passed(after) == [Stage.REGISTERED, Stage.DISPATCHED]
    last = after.happened[-1]
    assert (last.title.zh, last.at) == ("退回水务局重新办理", after.happened[-2].at)


def test_solved_closes_and_can_be_undone_for_ten_minutes(city: City, desk: Desk) -> None:
    appeal_id = desk.handled()
    rate(desk, appeal_id, Solved.SOLVED)
    closed = seen(city, desk, appeal_id)
    assert closed.possible.undo is Undoable.VERDICT
    assert closed.possible.reopen_until is not None
    assert passed(closed)[-2:] == [Stage.JUDGED, Stage.CLOSED]
    desk.do(UndoStep(appeal_id=appeal_id, step=Undoable.VERDICT), appellant(appeal_id))
    again = seen(city, desk, appeal_id)
    assert again.question is not None
    assert passed(again)[-1] is Stage.REPORTED
    rate(desk, appeal_id, Solved.SOLVED)
    desk.clock.pass_(minutes=10)
    assert seen(city, desk, appeal_id).possible.undo is None


def test_a_withdrawal_can_be_undone_and_the_unit_has_it_again(city: City, desk: Desk) -> None:
    appeal_id = desk.dispatched()
    held = seen(city, desk, appeal_id).until
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()), appellant(appeal_id))
    assert seen(city, desk, appeal_id).promise is None
    desk.do(UndoStep(appeal_id=appeal_id, step=Undoable.WITHDRAWAL), appellant(appeal_id))
    assert seen(city, desk, appeal_id).until == held


def test_lateness_is_told_as_plainly_as_the_rest(city: City, desk: Desk) -> None:
    appeal_id = desk.dispatched()
    order = desk.lead(appeal_id)
    desk.clock.pass_(hours=5)
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    titles = [one.title.zh for one in seen(city, desk, appeal_id).happened]
    assert "水务局未按时：签收" in titles
