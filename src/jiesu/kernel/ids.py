# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Ids for machines (UUIDv7, in order of time) and case numbers for people (with check digits)."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from threading import Lock
from typing import Protocol
from unicodedata import normalize
from uuid import UUID, SafeUUID

from jiesu.kernel.errors import BadInput
from jiesu.kernel.instants import Clock, Instant, instant, instant_text
from jiesu.kernel.text import Text

_EPOCH = instant(datetime(1970, 1, 1, tzinfo=UTC))
_MILLISECOND = timedelta(milliseconds=1)

_TAIL_BITS = 74  # what UUIDv7 leaves beside 48 bits of milliseconds, 4 of version, 2 of variant
_TAIL = (1 << _TAIL_BITS) - 1
_HEAD_SHIFT = 80
_VERSION_7 = 7 << 76
_MIDDLE_SHIFT = 64
_MIDDLE = (1 << 12) - 1
_VARIANT = 2 << 62
_LOW_BITS = 62
_LOW = (1 << _LOW_BITS) - 1

_WORDS = Struct("512Q")  # 4 KiB of entropy fetched at once, eight bytes an id
_STRIDE = (1 << 32) - 1  # ids of one millisecond lie up to this far apart, so none can be guessed

_VERSION_8 = 8 << 76
_VERSION_AND_VARIANT = (15 << 76) | (3 << 62)
_LENGTH_BYTES = 8

_DAYS_AT_HAND = 64
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_LAST_SERIAL = 9_999_999
_DAY_DIGITS = 6
_BODY_DIGITS = 13
_CASE_DIGITS = 15
_MODULUS = 97
_SEPARATORS = re.compile(r"[\s\-_.·‐‑‒–—―−]+")  # what people really type
_DIGITS = re.compile(r"[0-9]+")


class InstantBeforeIds(BadInput):
    """UUIDv7 counts milliseconds from 1970; an earlier instant has no id."""

    what = Text(
        "时间 {at} 早于 1970 年，无法生成编号。",
        "The instant {at} lies before 1970, so no id can carry it.",
    )
    next_step = Text("请检查该时间。", "Check that time.")


class UnnumberableCase(BadInput):
    """A case number holds two digits of the year and seven of the serial, no more."""

    what = Text(
        "{day} 的第 {serial} 件无法编号：年份须在 2000—2099，序号须在 0—9999999。",
        "Case {serial} of {day} cannot be numbered: years run 2000–2099, serials 0–9,999,999.",
    )
    next_step = Text("请检查日期和序号。", "Check the day and the serial.")


class CaseNumberNotDigits(BadInput):
    """A case number has something in it that is neither digit nor separator."""

    what = Text(
        "工单编号“{value}”含有数字以外的字符。",
        'The case number "{value}" has something in it besides digits.',
    )
    next_step = Text(
        "请只输入 15 位数字，例如 261122-0000123-88。",
        "Type the 15 digits only, for example 261122-0000123-88.",
    )


class CaseNumberWrongLength(BadInput):
    """A case number has digits missing or to spare."""

    what = Text(
        "工单编号“{value}”有 {count} 位数字，应为 15 位。",
        'The case number "{value}" has {count} digits; it needs 15.',
    )
    next_step = Text(
        "请核对是否漏输或多输了数字。",
        "See whether a digit is missing or typed twice.",
    )


class CaseNumberMistyped(BadInput):
    """The two check digits do not belong to the thirteen before them."""

    what = Text(
        "工单编号“{value}”校验不符：有一位数字输错，或相邻两位颠倒。",
        'The case number "{value}" does not check: one digit is mistyped or two are swapped.',
    )
    next_step = Text(
        "请对照短信或回执逐段核对后重新输入。",
        "Compare it with the message or receipt, group by group, and type it again.",
    )


class Ids(Protocol):
    """The only source of new ids; handed in, never imported."""

    def new(self) -> UUID:
        """Return an id that was never given before."""
        ...


def _milliseconds(at: Instant) -> int:
    return (at - _EPOCH) // _MILLISECOND


_blank, _unknown = object.__new__, SafeUUID.unknown
_put_number: Callable[[UUID, int], None] = vars(UUID)["int"].__set__
_put_safety: Callable[[UUID, SafeUUID], None] = vars(UUID)["is_safe"].__set__


def _uuid_of(number: int) -> UUID:
    """Return ``UUID(int=number)`` at a third of its price: the checks of its arguments are spared.

    The standard library passes its own constructor by in the same way from Python 3.14 on.
    """
    made = _blank(UUID)
    _put_number(made, number)
    _put_safety(made, _unknown)
    return made


def _uuid7_at(position: int) -> UUID:
    """Lay out 48 bits of milliseconds and 74 free bits as RFC 9562, section 5.7, has them."""
    return _uuid_of(
        (position >> _TAIL_BITS) << _HEAD_SHIFT
        | _VERSION_7
        | ((position >> _LOW_BITS) & _MIDDLE) << _MIDDLE_SHIFT
        | _VARIANT
        | (position & _LOW)
    )


def _position(at: Instant, tail: int) -> int:
    milliseconds = _milliseconds(at)
    if milliseconds < 0:
        raise InstantBeforeIds(at=instant_text(at))
    return milliseconds << _TAIL_BITS | tail


def uuid7(at: Instant, entropy: bytes) -> UUID:
    """Return the UUIDv7 of ``at`` (RFC 9562, to the millisecond) with 10 bytes of ``entropy``.

    Raises:
        InstantBeforeIds: ``at`` lies before 1970.
    """
    return _uuid7_at(_position(at, int.from_bytes(entropy, "big") & _TAIL))


def uuid7_floor(at: Instant) -> UUID:
    """Return the smallest UUIDv7 of the millisecond of ``at``: a bound for partitions and ranges.

    Raises:
        InstantBeforeIds: ``at`` lies before 1970.
    """
    return _uuid7_at(_position(at, 0))


class Uuid7Source:
    """New ids, each greater than the one before, from any thread of this process.

    Within one millisecond, or while the clock stands back behind the last id, the next id lies an
    unguessable step above the last. A fresh millisecond starts with its upper bits clear (64 of 74
    are random), and a step past its end carries into the next one, so no id is ever given twice.
    A process that forks must :meth:`renew` the child's copy, or both would draw the same chances.
    """

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes]) -> None:
        """Take the clock, and ``entropy``: how many bytes to how many random bytes."""
        self._clock = clock
        self._entropy = entropy
        self.renew()

    def renew(self) -> None:
        """Forget all that was drawn or given: for ``os.register_at_fork(after_in_child=…)``."""
        self._lock = Lock()
        self._chances: Iterator[int] = iter(())
        self._last = 0

    def new(self) -> UUID:
        """Return an id greater than every one this source gave before."""
        with self._lock:
            position = (self._clock.now() - _EPOCH) // _MILLISECOND << _TAIL_BITS
            chance = next(self._chances, None)
            if chance is None:
                self._chances = iter(_WORDS.unpack(self._entropy(_WORDS.size)))
                chance = next(self._chances)
            if position > self._last:
                position |= chance
            else:
                position = self._last + 1 + (chance & _STRIDE)
            self._last = position
        return _uuid7_at(position)


def derived_id(namespace: UUID, *parts: str) -> UUID:
    """Return the one id that ``parts`` always have within ``namespace``.

    Like UUIDv5, but hashed with SHA-256 (UUIDv8, RFC 9562, section 5.8): the parts come from
    files of strangers, and nobody may craft two rows that meet. Each part goes in with its
    length, so ``("ab", "c")`` and ``("a", "bc")`` differ.
    """
    digest = sha256(namespace.bytes)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(_LENGTH_BYTES, "big"))
        digest.update(data)
    number = int.from_bytes(digest.digest()[:16], "big")
    return _uuid_of((number & ~_VERSION_AND_VARIANT) | _VERSION_8 | _VARIANT)


def _check_digits(body: str) -> str:
    """Return the two digits that make the whole number 1 modulo 97 (ISO 7064, MOD 97-10)."""
    return f"{_MODULUS + 1 - int(body) * 100 % _MODULUS:02d}"


@lru_cache(maxsize=_DAYS_AT_HAND)
def _day_digits(day: date) -> str:
    return f"{day:%y%m%d}"


def case_number(day: date, serial: int) -> str:
    """Return the 诉求编号 of the ``serial``-th appeal of ``day``: YYMMDD, serial, check digits.

    Fifteen digits, stored without separators. Every single mistyped digit and every swap of two
    neighbours is found by :func:`parse_case_number`.

    Raises:
        UnnumberableCase: the year is not 2000 to 2099, or the serial is not 0 to 9,999,999.
    """
    if not (_FIRST_YEAR <= day.year <= _LAST_YEAR and 0 <= serial <= _LAST_SERIAL):
        raise UnnumberableCase(day=day.isoformat(), serial=serial)
    body = f"{_day_digits(day)}{serial:07d}"
    return body + _check_digits(body)


def spoken_case_number(number: str) -> str:
    """Return a stored case number as it is read out: ``261122-0000123-88``."""
    return f"{number[:_DAY_DIGITS]}-{number[_DAY_DIGITS:_BODY_DIGITS]}-{number[_BODY_DIGITS:]}"


def parse_case_number(text: str) -> str:
    """Return the stored form of a case number as people type it.

    Spaces, dashes and dots between the digits and full-width digits are fine.

    Raises:
        CaseNumberNotDigits: something else is in it.
        CaseNumberWrongLength: digits are missing or to spare.
        CaseNumberMistyped: the check digits do not fit.
    """
    digits = _SEPARATORS.sub("", normalize("NFKC", text))
    if digits and not _DIGITS.fullmatch(digits):
        raise CaseNumberNotDigits(value=text)
    if len(digits) != _CASE_DIGITS:
        raise CaseNumberWrongLength(value=text, count=len(digits))
    if _check_digits(digits[:_BODY_DIGITS]) != digits[_BODY_DIGITS:]:
        raise CaseNumberMistyped(value=text)
    return digits
