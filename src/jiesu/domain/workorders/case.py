# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A case: an appeal with the contact it came from and the orders it led to."""

from dataclasses import dataclass
from uuid import UUID

from jiesu.domain.appeals.model import Appeal, Complaint
from jiesu.domain.callback.model import CallBack, CallBackState
from jiesu.domain.interactions.model import Interaction
from jiesu.domain.memberships import Membership
from jiesu.domain.workorders.messages import OrderRole
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.errors import NotFound
from jiesu.kernel.text import Text


class NoSuchCase(NotFound):
    """No appeal, contact or order with that number."""

    what = Text("找不到“{subject}”。", 'There is no "{subject}" here.')
    next_step = Text("请核对编号。", "Please check the number.")


@dataclass(frozen=True, slots=True)
class Case:
    """办件: everything a decision about one appeal may look at; or one account's role, alone."""

    interaction: Interaction | None = None
    appeal: Appeal | None = None
    orders: tuple[WorkOrder, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    """Whom the appeals of the contact complain of; empty where ``appeal`` is its only one."""
    callbacks: tuple[CallBack, ...] = ()
    membership: Membership | None = None

    def the_appeal(self, subject: UUID) -> Appeal:
        """Return the appeal.

        Raises:
            NoSuchCase: there is none.
        """
        if self.appeal is None:
            raise NoSuchCase(subject=str(subject))
        return self.appeal

    def order(self, order_id: UUID) -> WorkOrder:
        """Return one order of the case.

        Raises:
            NoSuchCase: it is not one of this case.
        """
        for order in self.orders:
            if order.id == order_id:
                return order
        raise NoSuchCase(subject=str(order_id))

    def callback(self, callback_id: UUID) -> CallBack:
        """Return one call-back of the case.

        Raises:
            NoSuchCase: it is not one of this case.
        """
        for callback in self.callbacks:
            if callback.id == callback_id:
                return callback
        raise NoSuchCase(subject=str(callback_id))

    @property
    def lead(self) -> WorkOrder | None:
        """Return the order of whoever leads now, or led last; recalled orders do not count."""
        leads = [order for order in self.orders if order.role is not OrderRole.ASSIST]
        standing = [order for order in leads if order.state is not OrderState.CANCELLED]
        return next(reversed(standing), None)

    @property
    def asking(self) -> CallBack | None:
        """Return the call-back about the present round of handling, whatever came of it."""
        if self.appeal is None:
            return None
        present = [each for each in self.callbacks if each.round == self.appeal.round]
        asked = [each for each in present if each.state is not CallBackState.CANCELLED]
        return next(reversed(asked or present), None)
