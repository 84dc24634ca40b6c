# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Sending an appeal back to its unit: a new limit from this very instant."""

from dataclasses import dataclass

from jiesu.domain.appeals.messages import AppealSentBack, RedoReason
from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.callback.messages import Trigger
from jiesu.domain.callback.policy import CallBackPolicy
from jiesu.domain.streams import Circumstances, Fact, Facts, appeal_stream, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.decide import late
from jiesu.domain.workorders.limits import deadlines
from jiesu.domain.workorders.messages import OrderSentBack
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import Basis


class NobodyToSendBackTo(Refusal):
    """The appeal has no standing lead order that could be done again."""

    what = Text("没有可以退回的主办工单。", "There is no lead order that could be sent back.")
    next_step = Text("请重新派单。", "Dispatch it again.")


@dataclass(frozen=True, slots=True)
class HandlingPolicy:
    """What decisions about a whole case read of the law."""

    appeals: AppealPolicy
    orders: OrderPolicy
    callback: CallBackPolicy


def send_back(
    case: Case,
    why: RedoReason,
    grounds: tuple[Basis, ...],
    policy: HandlingPolicy,
    now: Circumstances,
) -> Facts:
    """Give the lead its order again with clocks that start now; assistants are the lead's to ask.

    Raises:
        NobodyToSendBackTo: no lead order stands.
        NoLimitForClass: the law never had such a class.
    """
    lead = case.lead
    if lead is None:
        raise NobodyToSendBackTo
    ends = deadlines(lead.limit_class, lead.unit, policy.orders, now.day, now.at, again=True)
    order = OrderSentBack(
        signing_due=ends.signing,
        contact_due=ends.contact,
        handling_due=ends.handling,
        due_assumed=ends.assumed,
        basis=(*grounds, *ends.basis),
    )
    asked = case.the_appeal(lead.appeal_id).asked
    timed = asked and policy.callback.waits_for(Trigger.LIMIT_OVER, now.day)
    sent_back = AppealSentBack(
        why=why,
        lead=lead.unit,
        callback_due=ends.handling if timed else None,
        basis=(*grounds, ends.basis[0]),
    )
    return (
        *late(lead, now),
        Fact(appeal_stream(lead.appeal_id), sent_back),
        Fact(order_stream(lead.id), order),
    )
