# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A few days of a town with something of everything in its log; checks of it as one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import psycopg

from jiesu.adapters.personal.vault import Vault
from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.store.logbook import LogBook, Snapshot
from jiesu.application.findings import Finding
from jiesu.application.sealedwords import Opener, Read
from jiesu.application.seals import Seal, seal_days
from jiesu.application.verification import Depth, Request, verify
from jiesu.bootstrap.wiring import City
from jiesu.domain.appeals.messages import (
    DispatchAppeal,
    RegisterAppeal,
    RouteSpecially,
    WithdrawAppeal,
)
from jiesu.domain.callback.messages import AttemptResult, RecordAttempt, Satisfied
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import (
    EndInteraction,
    EndReason,
    ExpireDraft,
    SaveDraft,
)
from jiesu.domain.memberships import GrantRole, RevokeRole
from jiesu.domain.taxonomy import Channel, SpecialRoute
from jiesu.domain.workorders.messages import RecordFirstContact, SignFor
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import MASTER_KEY, Desk
from tests.builders.people import ADMIN, IMPORTER, SYSTEM, handler
from tests.builders.town import RepeatedChances, policy


@dataclass(frozen=True, slots=True)
class Town:
    """A lived-in database: its address for the program, and for the superuser."""

    dsn: Dsn
    superuser: str
    city: City
    desk: Desk

    @property
    def now(self) -> Instant:
        """Return the town's present."""
        return self.desk.clock.now()


def draft(desk: Desk) -> UUID:
    """Open a contact and save what was said so far; return its id."""
    contact = desk.ids.new()
    account = PrivateText(PrivateKind.ACCOUNT, "13812345678")
    desk.do(
        SaveDraft(
            interaction_id=contact, channel=Channel.PHONE, words=words("河水"), account=account
        )
    )
    return contact


def taken_up_twice(desk: Desk) -> UUID:
    """Make two appeals of one drafted contact; return the contact."""
    contact = draft(desk)
    for _ in range(2):
        desk.do(registration(desk.ids, interaction_id=contact, from_draft=True, confidential=True))
    return contact


def first_day(desk: Desk) -> None:
    """Live through a Tuesday: one of everything."""
    contact = PrivateText(PrivateKind.CONTACT, "13812345678")
    desk.handled(contact=contact, title=PrivateText(PrivateKind.TITLE, "河水"))
    desk.answered()
    desk.withdrawn()
    routed = desk.registered(complained_officer="officer-9", organisation=True)
    desk.do(RouteSpecially(appeal_id=routed, route=SpecialRoute.LEGAL_CHANNEL, explanation=reply()))
    desk.do(EndInteraction(interaction_id=draft(desk), reason=EndReason.HUNG_UP))
    taken_up_twice(desk)
    draft(desk)
    desk.erase(desk.answered())
    by_hand = desk.registered()
    desk.do(DispatchAppeal(appeal_id=by_hand, unit="urban-bureau", reason=note()))
    desk.do(WithdrawAppeal(appeal_id=by_hand, reason=note()))


def second_day(desk: Desk) -> None:
    """Live through a Wednesday: work under way, a clock that ran out, imported history."""
    overdue = draft(desk)
    desk.clock.pass_(hours=30)
    desk.do(ExpireDraft(interaction_id=overdue, clock=ClockName.DRAFT), SYSTEM)
    desk.dispatched()
    signed = desk.lead(desk.dispatched())
    desk.do(SignFor(order_id=signed.id), handler(signed.unit))
    spoken = desk.lead(desk.dispatched())
    desk.do(SignFor(order_id=spoken.id), handler(spoken.unit))
    desk.do(RecordFirstContact(order_id=spoken.id, note=note()), handler(spoken.unit))
    asked(desk)
    posts(desk)
    history(desk)


def asked(desk: Desk) -> None:
    """Let one person answer and another be called in vain."""
    desk.do(desk.outcome(desk.handled(), note=note(), process=Satisfied.SATISFIED))
    in_vain = desk.question(desk.handled()).id
    desk.do(RecordAttempt(callback_id=in_vain, result=AttemptResult.NO_ANSWER, note=note()))


def posts(desk: Desk) -> None:
    """Give two accounts a role, and take one back."""
    for unit in ("water-bureau", "health-bureau"):
        post = desk.ids.new()
        desk.do(GrantRole(membership_id=post, account="agent-9", role="handler", unit=unit), ADMIN)
    desk.do(RevokeRole(membership_id=post), ADMIN)


def history(desk: Desk) -> UUID:
    """Import an appeal of last year that nobody has dispatched; return its id."""
    command = registration(desk.ids)
    at = Instant(desk.clock.now() - timedelta(days=400))
    outcome = desk.gate.handle_many([[desk.send(command, IMPORTER, at=at)]], history=True)
    assert isinstance(outcome[0], tuple), outcome
    return command.appeal_id


def seal_up_to_now(city: City, desk: Desk) -> Sequence[Seal]:
    """Seal every whole day."""
    return list(seal_days(LogBook(city.pool), policy().calendar, desk.clock.now()))


def live(city: City, desk: Desk) -> RegisterAppeal:
    """Live through three days, two of them sealed; return the last thing registered."""
    first_day(desk)
    desk.clock.pass_(days=1)
    second_day(desk)
    desk.clock.pass_(days=1)
    seal_up_to_now(city, desk)
    last = registration(desk.ids)
    desk.do(last)
    desk.dispatched()
    return last


def opener() -> Opener:
    """Return what opens personal items of a town wired by ``city_desk``."""
    vault = Vault(MASTER_KEY, RepeatedChances(7))

    def open_with(owner: UUID, wrapped: bytes) -> Read:
        key = vault.unwrap(owner, wrapped)

        def read(item: UUID, kind: PrivateKind, ciphertext: bytes) -> tuple[str, int]:
            text = key.open(item, kind, ciphertext)
            return key.seal(item, kind, text)[1], len(text)

        return read

    return open_with


def findings(
    connection: psycopg.Connection, now: Instant, *, rows: bool = True, personal: bool = True
) -> list[Finding]:
    """Return what a verification over this very connection finds, uncommitted changes included."""
    depth = Depth(rows=rows, opener=opener() if personal else None)
    request = Request(policy().calendar, now, depth=depth)
    return list(verify(Snapshot(connection), request, lambda _: None))
