# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who acts, about what, where and when, in random lives; and what a clock that ran out says."""

from uuid import UUID

from hypothesis import strategies as st

from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import BeginCallBack, ExpireDispatchClock
from jiesu.domain.callback.messages import ExpireCallBackClock
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import ExpireDraft
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders.messages import ExpireOrderClock
from jiesu.kernel.events import Command
from tests.builders.people import DISPATCHER, IMPORTER, OPERATOR, PRIVACY, SYSTEM, handler
from tests.builders.town import policy, reorganised

UNITS = sorted(policy().organisation.units)
MATTERS = [None, "water", "water.mars", *sorted(policy().catalogue.duties)]
AREAS = [None, "mars", *sorted(policy().organisation.areas)]
PEOPLE = [
    *([OPERATOR] * 12), DISPATCHER, PRIVACY, SYSTEM, IMPORTER, handler("water-bureau"),
    Actor("agent-2", "operator", "hotline"), Actor("a", "emperor"),
]  # fmt: skip
REFORMED = reorganised(
    market_bureau=("2026-03-20", "civil-bureau"), qc_liuyin=("2026-03-15", "bs-heyan")
)
"""The law of the town in which a bureau and a sub-district end a few days on."""
ENDING = ["market-bureau", "qc-liuyin"]

people = st.sampled_from(PEOPLE)
units = st.one_of(st.none(), st.sampled_from(UNITS))
backdating = st.sampled_from([None, None, None, 0, 1, 90, 5_000_000, -1])


def expiry(kind: StreamKind, stream: UUID, clock: ClockName) -> Command:
    """Return the command of a clock that ran out."""
    match kind:
        case StreamKind.APPEAL if clock is ClockName.CALLBACK:
            return BeginCallBack(appeal_id=stream, clock=clock)
        case StreamKind.APPEAL:
            return ExpireDispatchClock(appeal_id=stream, clock=clock)
        case StreamKind.ORDER:
            return ExpireOrderClock(order_id=stream, clock=clock)
        case StreamKind.INTERACTION:
            return ExpireDraft(interaction_id=stream, clock=clock)
        case StreamKind.CALLBACK:
            return ExpireCallBackClock(callback_id=stream, clock=clock)
    raise AssertionError(f"no clock runs in a {kind}")
