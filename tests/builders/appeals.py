# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Appeals, contacts, orders and the commands about them, with good defaults."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import RegisterAppeal
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.callback.messages import Trigger
from jiesu.domain.callback.model import CallBack, CallBackState
from jiesu.domain.interactions.model import Interaction, InteractionState
from jiesu.domain.streams import Circumstances
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.domain.workorders.messages import DispatchRoute, OrderRole
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.ids import Ids, case_number
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, PrivateText, SealedText
from tests.builders.people import OPERATOR
from tests.builders.town import NOON, CountedIds, policy

APPEAL, CONTACT = UUID(int=101), UUID(int=102)
ORDER, OTHER_ORDER = UUID(int=201), UUID(int=202)
QUESTION = UUID(int=301)


def words(text: str = "河水发黑发臭") -> PrivateText:
    """Return what a person said."""
    return PrivateText(PrivateKind.WORDS, text)


def reply(text: str = "已清理") -> PrivateText:
    """Return what a person is told."""
    return PrivateText(PrivateKind.REPLY, text)


def note(text: str = "本人要求") -> PrivateText:
    """Return a reason or remark of the one who acts."""
    return PrivateText(PrivateKind.NOTE, text)


def sealed(kind: PrivateKind = PrivateKind.WORDS, number: int = 901) -> SealedText:
    """Return the reference the gate makes of personal words."""
    return SealedText(UUID(int=number), kind, "d" * 64, 6)


def registration(ids: Ids, **changes: object) -> RegisterAppeal:
    """Return the wish to take down a complaint about a polluted river, in plain words."""
    command = RegisterAppeal(
        appeal_id=ids.new(),
        interaction_id=ids.new(),
        kind=AppealKind.COMPLAINT,
        channel=Channel.PHONE,
        words=words(),
        matter="water.river.pollution",
        area="qc-liuyin",
    )
    return replace(command, **changes)


def sealed_registration(**changes: object) -> RegisterAppeal:
    """Return the same wish as a decision sees it: sealed, and with fixed ids."""
    fixed = {"appeal_id": APPEAL, "interaction_id": CONTACT, "words": sealed()}
    return registration(CountedIds(), **{**fixed, **changes})


def an_appeal(**changes: object) -> Appeal:
    """Return a complaint registered at noon and waiting for its dispatch."""
    appeal = Appeal(
        id=APPEAL,
        number="260310000000098",
        interaction_id=CONTACT,
        state=AppealState.REGISTERED,
        kind=AppealKind.COMPLAINT,
        channel=Channel.PHONE,
        registered_at=NOON,
        words=sealed(),
        dispatch_due=Instant(NOON + timedelta(hours=2)),
        matter="water.river.pollution",
        area="qc-liuyin",
        district="qingchuan",
    )
    return replace(appeal, **changes)


def a_contact(**changes: object) -> Interaction:
    """Return a call that is being written down since noon."""
    contact = Interaction(
        id=CONTACT,
        state=InteractionState.DRAFT,
        channel=Channel.PHONE,
        owner=OPERATOR.id,
        opened_at=NOON,
        draft=sealed(),
        draft_due=Instant(NOON + timedelta(hours=2)),
    )
    return replace(contact, **changes)


def an_order(**changes: object) -> WorkOrder:
    """Return the water bureau's order, given at noon and not signed for yet."""
    order = WorkOrder(
        id=ORDER,
        appeal_id=APPEAL,
        state=OrderState.ASSIGNED,
        role=OrderRole.LEAD,
        unit="water-bureau",
        route=DispatchRoute.DIRECT,
        automatic=True,
        limit_class="d7",
        dispatched_at=NOON,
        signing_due=Instant(NOON + timedelta(hours=4)),
        contact_due=Instant(NOON + timedelta(hours=24)),
        handling_due=Instant(NOON + timedelta(days=7)),
        due_assumed=False,
    )
    return replace(order, **changes)


def a_question(**changes: object) -> CallBack:
    """Return the question about the water bureau's first round, opened at noon."""
    question = CallBack(
        id=QUESTION,
        appeal_id=APPEAL,
        state=CallBackState.OPEN,
        round=1,
        trigger=Trigger.REPORTED,
        lead="water-bureau",
        kind=AppealKind.COMPLAINT,
        registered_at=NOON,
        dispatched_at=NOON,
        due_at=Instant(NOON + timedelta(days=7)),
        opened_at=NOON,
        asking_due=Instant(NOON + timedelta(hours=72)),
    )
    return replace(question, **changes)


def circumstances(at: Instant = NOON, actor: Actor = OPERATOR) -> Circumstances:
    """Return the circumstances of a decision; ids and numbers count from one."""
    serials = count(1)

    def new_number(day: date) -> str:
        return case_number(day, next(serials))

    return Circumstances(at, policy().calendar.local_day(at), actor, CountedIds(), new_number)
