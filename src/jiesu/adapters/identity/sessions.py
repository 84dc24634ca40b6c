# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions: how long they last, how many there may be, where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase

from jiesu.adapters.identity.models import Account
from jiesu.kernel.instants import Instant, instant_text, parse_instant

_BEGAN, _SEEN = "began", "seen"
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session may lie idle, how long it may last, how many an account may have."""

    idle: timedelta
    whole: timedelta
    most: int


@dataclass(frozen=True, slots=True)
class Place:
    """One place an account is signed in at."""

    id: int
    address: str
    agent: str
    began_at: datetime
    seen_at: datetime
    here: bool


def still_good(session: SessionBase, limits: Limits, now: Instant) -> bool:
    """Return whether a signed-in session may go on; notes that it is used, once a minute.

    A session that was never noted begins now.
    """
    if _BEGAN not in session:
        session[_BEGAN] = session[_SEEN] = instant_text(now)
        return True
    began, seen = parse_instant(session[_BEGAN]), parse_instant(session[_SEEN])
    if now - seen > limits.idle or now - began > limits.whole:
        return False
    if now - seen >= _NOTED_EVERY:
        session[_SEEN] = instant_text(now)
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
    return True


def keep_to(limits: Limits, account: Account) -> int:
    """End the oldest sessions of an account beyond what it may have; return how many ended."""
    standing = UserSession.objects.purge_and_list(account)
    oldest_first = sorted(standing, key=lambda each: (each.last_seen_at, each.pk))
    surplus = oldest_first[: max(0, len(oldest_first) - limits.most)]
    for session in surplus:
        session.end()
    return len(surplus)


def places(account: Account, current: str | None) -> list[Place]:
    """Return where the account is signed in, this place first, then the latest."""
    found = [
        Place(
            session.pk,
            session.ip,
            session.user_agent,
            session.created_at,
            session.last_seen_at,
            session.session_key == current,
        )
        for session in UserSession.objects.purge_and_list(account)
    ]
    return sorted(found, key=lambda place: (not place.here, -place.seen_at.timestamp()))


def end(account: Account, place: int) -> bool:
    """End one session of the account; return whether there was such a one."""
    found = UserSession.objects.filter(user=account, pk=place).first()
    if found is not None:
        found.end()
    return found is not None


def end_all(account: Account) -> int:
    """End every session of the account; return how many there were."""
    standing = list(UserSession.objects.filter(user=account))
    for session in standing:
        session.end()
    return len(standing)
