# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The hotline reviews what a unit reports, and may return it before anybody is asked."""

from jiesu.domain.appeals.messages import RedoReason
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import CallBackReturned, ReturnResult
from jiesu.domain.callback.model import CALLBACKS
from jiesu.domain.handling.asking import overdue
from jiesu.domain.handling.redo import HandlingPolicy, send_back
from jiesu.domain.sealed import sealed
from jiesu.domain.streams import Circumstances, Fact, Facts, callback_stream
from jiesu.domain.workorders.case import Case
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import basis_of


class NothingToReview(Refusal):
    """A result can be returned once there is one."""

    what = Text("承办单位尚未全部反馈，没有可退回的结果。", "Not every unit has reported yet.")
    next_step = Text("请等待反馈，或给承办单位留言。", "Wait for the report, or write to the unit.")


class NoRoundLeft(Refusal):
    """The appeal has been back as often as the rule allows."""

    what = Text(
        "该诉求已退回{most}次，不能再退回。",
        "It has been sent back {most} times, the most allowed.",
    )
    next_step = Text("请回访诉求人，如实登记结果。", "Ask the person and record what they say.")


def return_result(
    case: Case, command: ReturnResult, policy: HandlingPolicy, now: Circumstances
) -> Facts:
    """Return the result: the question falls away, the unit has its order again with new clocks.

    Raises:
        NothingToReview: a unit still owes its report.
        NoRoundLeft: with the article that limits it.
    """
    callback = case.callback(command.callback_id)
    CALLBACKS.pass_through(callback.state, ReturnResult, callback)
    appeal = case.the_appeal(callback.appeal_id)
    rule, rounds = policy.callback.review.as_of(now.day), policy.callback.rounds.as_of(now.day)
    if appeal.state is not AppealState.HANDLED:
        raise NothingToReview(rule.citation)
    if appeal.round > rounds.value:
        raise NoRoundLeft(rounds.citation, most=rounds.value)
    grounds = (basis_of(rule), basis_of(rounds))
    returned = CallBackReturned(reason=sealed(command.reason), basis=grounds)
    return (
        *overdue(callback, now),
        Fact(callback_stream(callback.id), returned),
        *send_back(case, RedoReason.REVIEWED, grounds, policy, now),
    )
