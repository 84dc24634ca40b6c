# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Instants: aware moments in UTC, to the microsecond. Local days belong to the calendar."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import NewType, Protocol

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_AT_HAND = 4096

Instant = NewType("Instant", datetime)
"""An aware ``datetime`` in UTC; made only by :func:`instant` or :func:`parse_instant`."""


class NaiveInstant(BadInput):
    """A date-time came without its offset, so nobody can say when it was."""

    what = Text(
        "时间“{value}”没有时区，无法确定是哪一刻。",
        'The time "{value}" has no offset, so it names no moment.',
    )
    next_step = Text(
        "请写成带时区的形式，例如 2026-11-22T09:30:00+08:00。",
        "Write it with its offset, for example 2026-11-22T09:30:00+08:00.",
    )


class UnreadableInstant(BadInput):
    """A text is not a date-time."""

    what = Text("“{value}”不是有效的时间。", '"{value}" is not a date-time.')
    next_step = NaiveInstant.next_step


class Clock(Protocol):
    """The only source of the present; handed in, never imported."""

    def now(self) -> Instant:
        """Return the present instant."""
        ...


def instant(moment: datetime) -> Instant:
    """Return ``moment`` as an :data:`Instant`; refuse one without an offset."""
    if moment.utcoffset() is None:
        raise NaiveInstant(value=moment.isoformat())
    return Instant(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


def parse_instant(text: str) -> Instant:
    """Return the instant written in ISO 8601 with an offset or ``Z``."""
    try:
        return instant(datetime.fromisoformat(text))
    except (ValueError, OverflowError):  # the last: its offset leads out of the years there are
        raise UnreadableInstant(value=text) from None


def instant_text(moment: Instant) -> str:
    """Return ``moment`` in the one spelling that is hashed and stored: UTC, microseconds, ``Z``."""
    return _utc_text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=_AT_HAND)
def _utc_text(utc: datetime) -> str:
    """Spell an instant once: what happens together is written at the same one again and again.

    In UTC no wall clock shows an hour twice, so equal keys are equal instants.
    """
    return utc.isoformat("T", "microseconds")[:-6] + "Z"  # not +00:00
