# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Notices: what the outbox owes to people, put into words and handed to a carrier.

Nothing personal lies in the outbox, in a log or in an error: the words come from the pack, the
recipient from the personal store, and both meet only in the :class:`Notice` that leaves the house.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from jiesu.application.backoff import Backoff, Chance
from jiesu.application.policy import CityPolicy
from jiesu.application.timers import error_code
from jiesu.kernel.errors import Trouble
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.instants import Clock, Instant
from jiesu.kernel.text import Language, Text

NO_RECIPIENT = "no recipient"
OVERTAKEN = "overtaken"
"""Why nothing was sent: the step was taken back before, and later news tells the person so."""
"""Why a notice was settled without being sent: no contact was left, or it was erased."""

NOTICE_BACKOFF = Backoff(timedelta(seconds=30), timedelta(hours=6))
MOST_ATTEMPTS = 14
"""Tries before a notice is given up; with the waits between them about a day and a half."""

_BATCH = 200
_LEASE = timedelta(minutes=10)
_SENDING = _LEASE / 2  # the rest of the lease is for the message being sent when time is up
_NATIONAL_HOTLINE = Text("12345", "12345")  # the one number of every city; a pack may say more


class NoticeTextMissing(Trouble):
    """The pack has no text for a notice that an event asks for."""

    what = Text(
        "政策包中没有通知文本“{notice}”。", 'The pack has no text for the notice "{notice}".'
    )
    next_step = Text(
        "请在政策包中补充该文本，然后重新发送。",
        "Add the text to the pack, then send the notice again.",
    )


class NoticePlaceEmpty(Trouble):
    """A notice names something its appeal does not have."""

    what = Text(
        "通知“{notice}”中的“{place}”没有内容可填。",
        'The notice "{notice}" has nothing to put in the place of "{place}".',
    )
    next_step = Text(
        "请核对政策包中的通知文本，然后重新发送。",
        "Check the notice's text in the pack, then send the notice again.",
    )


@dataclass(frozen=True, slots=True)
class SealedContact:
    """Contact details as they lie in the personal store, with the wrapped key of their owner."""

    owner: UUID
    item: UUID
    wrapped: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class OwedNotice:
    """A delivery leased from the outbox, with the facts its text may name.

    ``unit`` is the code of the lead unit, ``due`` when it must be done; ``contact`` is None where
    nobody can be told.
    """

    id: UUID
    notice: str
    attempts: int
    number: str | None
    unit: str | None
    due: Instant | None
    contact: SealedContact | None


@dataclass(frozen=True, slots=True)
class Notice:
    """通知: one text to one person. Personal: its ``repr`` shows neither address nor words."""

    contact: str
    subject: str
    body: str
    language: Language

    def __repr__(self) -> str:
        return f"Notice({self.language}, {len(self.body)} characters)"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Why a carrier could not deliver; ``reason`` never repeats address or words."""

    permanent: bool
    reason: str


@dataclass(frozen=True, slots=True)
class DeadNotice:
    """A notice that was given up, for people to look at."""

    id: UUID
    notice: str
    number: str | None
    created_at: Instant
    dead_at: Instant
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class OutboxOverview:
    """Where the outbox stands: ``oldest_due`` tells how far the workers lag behind."""

    waiting: int
    due: int
    oldest_due: Instant | None
    oldest_waiting: Instant | None
    dead: int


OpenContact = Callable[[SealedContact], str]
"""Returns contact details in clear; raises ``JiesuError`` where the key or the bytes are wrong."""
Carry = Callable[[UUID, Notice], Undelivered | None]
"""Hands a notice over; again with the same id it changes nothing."""


class Outbox(Protocol):
    """The outbox as the courier uses it."""

    def lease(self, now: Instant, until: Instant, limit: int) -> list[OwedNotice]:
        """Take up to ``limit`` owed notices, counting the attempt; others see them at ``until``."""
        ...

    def done(self, delivery: UUID, now: Instant, reason: str | None) -> None:
        """Settle a delivery; ``reason`` says why nothing was sent."""
        ...

    def again(self, owed: OwedNotice, wake_at: Instant, error: str) -> None:
        """Owe it still, to be tried at ``wake_at``."""
        ...

    def bury(self, owed: OwedNotice, now: Instant, error: str) -> None:
        """Give it up; it stays visible as a dead letter."""
        ...

    def is_overtaken(self, owed: OwedNotice) -> bool:
        """Return whether the appeal moved on and a later notice about it was entered."""
        ...

    def give_back(self, unsent: Sequence[OwedNotice], now: Instant) -> None:
        """Return what was leased and not tried, as if it had not been taken."""
        ...

    def next_wake(self) -> Instant | None:
        """Return when the next notice wants to be sent; None if none is owed."""
        ...


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one round of the courier did."""

    leased: int = 0
    sent: int = 0
    unaddressed: int = 0
    overtaken: int = 0
    postponed: int = 0
    dead: int = 0


def render(owed: OwedNotice, contact: str, policy: CityPolicy) -> Notice:
    """Return the notice in the language of the pack.

    Raises:
        NoticeTextMissing: the pack has no such text.
        NoticePlaceEmpty: the text names what this appeal does not have.
    """
    language: Language = "en" if policy.language == "en" else "zh"
    text = policy.texts.get(owed.notice)
    if text is None:
        raise NoticeTextMissing(notice=owed.notice)
    places = _places(owed, policy, language)
    try:
        body = text.say(language, **places)
    except KeyError as missing:
        raise NoticePlaceEmpty(notice=owed.notice, place=missing.args[0]) from None
    subject = " ".join((policy.name.say(language), places.get("case_number", ""))).strip()
    return Notice(contact, subject, body, language)


def _places(owed: OwedNotice, policy: CityPolicy, language: Language) -> dict[str, str]:
    """Return what a text may name, without the places that have nothing."""
    unit = policy.organisation.units.get(owed.unit) if owed.unit else None
    hotline = policy.texts.get("name.hotline", _NATIONAL_HOTLINE)
    facts = {
        "case_number": spoken_case_number(owed.number) if owed.number else None,
        "unit": unit.name.say(language) if unit else None,
        "due": f"{policy.calendar.local(owed.due):%Y-%m-%d %H:%M}" if owed.due else None,
        "hotline": hotline.say(language),
    }
    return {place: fact for place, fact in facts.items() if fact is not None}


class Courier:
    """Delivers what the outbox owes: at least once each, and once where the carrier knows ids.

    Any number may run side by side. A leased notice whose courier dies is owed again when the
    lease ends.
    """

    def __init__(  # noqa: PLR0913 -- the ports of a courier; wired in one place
        self,
        outbox: Outbox,
        policy: CityPolicy,
        open_contact: OpenContact,
        carry: Carry,
        clock: Clock,
        chance: Chance,
        batch: int = _BATCH,
    ) -> None:
        self._outbox = outbox
        self._policy = policy
        self._open_contact = open_contact
        self._carry = carry
        self._clock = clock
        self._chance = chance
        self._batch = batch

    def deliver(self, stopping: Callable[[], bool] = lambda: False) -> DeliveryReport:
        """Deliver one batch of what is owed now; what is left when stopping goes back."""
        began = self._clock.now()
        leased = self._outbox.lease(began, Instant(began + _LEASE), self._batch)
        counts = dict.fromkeys(("sent", "unaddressed", "overtaken", "postponed", "dead"), 0)
        for position, owed in enumerate(leased):
            if stopping() or self._clock.now() >= began + _SENDING:
                self._outbox.give_back(leased[position:], self._clock.now())
                break
            counts[self._settle(owed)] += 1
        return DeliveryReport(leased=len(leased), **counts)

    def next_wake(self) -> Instant | None:
        """Return when the next notice wants to be sent."""
        return self._outbox.next_wake()

    def _settle(self, owed: OwedNotice) -> str:
        """Try one delivery, write down what became of it and return the word for that."""
        if owed.contact is None:
            self._outbox.done(owed.id, self._clock.now(), NO_RECIPIENT)
            return "unaddressed"
        failure = self._try(owed, owed.contact)
        if failure is None:
            self._outbox.done(owed.id, self._clock.now(), None)
            return "sent"
        if failure.reason == NoticePlaceEmpty.code and self._outbox.is_overtaken(owed):
            self._outbox.done(owed.id, self._clock.now(), OVERTAKEN)
            return "overtaken"
        now = self._clock.now()
        if failure.permanent or owed.attempts >= MOST_ATTEMPTS:
            self._outbox.bury(owed, now, failure.reason)
            return "dead"
        wait = NOTICE_BACKOFF.after(owed.attempts, self._chance())
        self._outbox.again(owed, Instant(now + wait), failure.reason)
        return "postponed"

    def _try(self, owed: OwedNotice, contact: SealedContact) -> Undelivered | None:
        if owed.attempts > MOST_ATTEMPTS:  # its couriers died trying
            return Undelivered(True, "never finished")
        try:
            notice = render(owed, self._open_contact(contact), self._policy)
            return self._carry(owed.id, notice)
        except (NoticeTextMissing, NoticePlaceEmpty) as error:
            return Undelivered(True, error.code)
        except Exception as error:  # noqa: BLE001 -- one notice must not hold up the others
            return Undelivered(False, error_code(error))
