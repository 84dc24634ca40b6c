# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The decision to show a unit how to reach the person whose appeal it handles."""

from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.sealed import sealed
from jiesu.domain.streams import Circumstances, Fact, Facts, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import ContactRevealed, RevealContact
from jiesu.domain.workorders.model import ORDERS
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import basis_of


class AskedToStayConfidential(Refusal):
    """The person asked that nobody outside the hotline learns who they are."""

    what = Text(
        "诉求人要求保密，不向承办单位提供联系方式。", "The person asked to stay confidential."
    )
    next_step = Text(
        "请给热线留言，由热线代为联系。", "Write to the hotline; it speaks to the person for you."
    )


def reveal_contact(
    case: Case, command: RevealContact, policy: AppealPolicy, now: Circumstances
) -> Facts:
    """Log who of the unit looked, and why; showing it is the read model's part.

    Raises:
        AskedToStayConfidential: with the article that protects them.
    """
    order = case.order(command.order_id)
    ORDERS.pass_through(order.state, RevealContact, order)
    appeal = case.the_appeal(order.appeal_id)
    if appeal.confidential:
        raise AskedToStayConfidential(policy.confidentiality.as_of(now.day).citation)
    basis = (basis_of(policy.reveal.as_of(now.day)),)
    revealed = ContactRevealed(reason=sealed(command.reason), basis=basis)
    return (Fact(order_stream(order.id), revealed),)
