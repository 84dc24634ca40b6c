# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The decision that a unit has done its part: it looks at the appeal and all its orders."""

from collections.abc import Iterator

from jiesu.domain.appeals.messages import AppealHandled
from jiesu.domain.handling.asking import after_handling
from jiesu.domain.handling.redo import HandlingPolicy
from jiesu.domain.sealed import sealed, sealed_or_none
from jiesu.domain.streams import Circumstances, Fact, Facts, appeal_stream, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.decide import late
from jiesu.domain.workorders.messages import OrderReported, ReportResult
from jiesu.domain.workorders.model import ENDINGS, ORDERS, WorkOrder
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import Basis, basis_of


class NobodyContacted(Refusal):
    """The unit reports without ever having spoken to the appellant, and gives no reason."""

    what = Text("尚未联系诉求人，不能直接反馈办结。", "The appellant has not been contacted yet.")
    next_step = Text(
        "请先联系诉求人并登记首次联系，或注明未联系的理由。",
        "Speak to them and record it, or state why that was not possible.",
    )


class NotInWriting(Refusal):
    """This way of ending needs a written explanation to the hotline."""

    what = Text(
        "以“{ending}”办结，须向热线作出书面说明。",
        'An order that ends with "{ending}" needs a written explanation to the hotline.',
    )
    next_step = Text("请填写书面说明。", "Write the explanation down.")


class NoDayPromised(Refusal):
    """This way of ending needs a day, still to come, by which it will be done."""

    what = Text(
        "以“{ending}”办结，须写明告知诉求人的解决日期（今天以后）。",
        'An order that ends with "{ending}" needs the day to come that the person was told.',
    )
    next_step = Text("请填写承诺日期。", "State the promised day.")


def report_result(
    case: Case, command: ReportResult, policy: HandlingPolicy, now: Circumstances
) -> Facts:
    """The unit reports; with the last open order the appeal is handled, and what follows follows.

    Raises:
        NobodyContacted: no first contact and no reason for it.
        NotInWriting, NoDayPromised: the law asks more of this ending.
    """
    order = case.order(command.order_id)
    ORDERS.pass_through(order.state, ReportResult, order)
    if order.contacted_at is None and command.no_contact is None:
        raise NobodyContacted(policy.orders.first_contact.as_of(now.day).citation)
    asked = tuple(_asked_of_ending(command, policy.orders, now))
    basis = (basis_of(policy.orders.reporting.as_of(now.day)), *asked)
    reported = OrderReported(
        report=sealed(command.report),
        no_contact=command.no_contact,
        ending=command.ending,
        written=sealed_or_none(command.written),
        promised=command.promised,
        on_time=now.at < order.handling_due,
        basis=basis,
    )
    facts = (*late(order, now), Fact(order_stream(order.id), reported))
    if _others_open(case, order):
        return facts
    handled = Fact(appeal_stream(order.appeal_id), AppealHandled(order_id=order.id, basis=basis))
    appeal = case.the_appeal(order.appeal_id)
    return (*facts, handled, *after_handling(case, appeal, policy.callback, now))


def _asked_of_ending(
    command: ReportResult, policy: OrderPolicy, now: Circumstances
) -> Iterator[Basis]:
    """Yield the rules that ask for more than a report, once they are met."""
    to_come = command.promised is not None and command.promised > now.day
    for rule, given, refusal in (
        (policy.written, command.written is not None, NotInWriting),
        (policy.promised, to_come, NoDayPromised),
    ):
        if rule.in_force(now.day) and command.ending in rule.as_of(now.day).value:
            found = rule.as_of(now.day)
            if not given:
                raise refusal(found.citation, ending=ENDINGS[command.ending])
            yield basis_of(found, command.ending.value)


def _others_open(case: Case, order: WorkOrder) -> bool:
    return any(other.open for other in case.orders if other.id != order.id)
