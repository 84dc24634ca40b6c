# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How alike two texts are, told from 32 bytes of each: a minhash of a redacted text.

A text becomes the set of its pairs of neighbouring characters. Each of 32 fixed orders of all pairs
says which of a text's own comes first; two texts agree on an order as often as their sets overlap
(Jaccard). One byte of each first pair is kept, and four of them together are a *band*: texts that
overlap by four fifths nearly always share one of the eight, and an index finds them by it.

What every appeal says, or what says nothing of the matter, is left out before: greetings, numbers,
what the redaction put in place of a person. The work grows with the length of the text alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import shake_256
from itertools import pairwise
from operator import eq
from struct import Struct
from typing import TYPE_CHECKING, Any

from jiesu.adapters.text.script import simplified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANDS = 8
"""Integers in a signature."""
_ROWS = 4  # orders in a band, a byte each
_FEWEST = 4  # characters; a shorter text is like far too many others
_BYTE = 256
_AT_HAND = 16  # texts whose pairs are kept: one is compared with several, one after the other
_as_bytes = Struct(f"<{BANDS}i").pack
_ORDERS = b"jiesu/likeness/1"  # draws the orders: another word makes stored signatures worthless

Signature = tuple[int, ...]
"""文本指纹: :data:`BANDS` integers of 32 bits; empty where a text is too short to have one."""

_PLACEHOLDER = re.compile(r"【[^【】]{1,8}】")
_COURTESY = re.compile(
    r"(?:尊敬的|敬爱的)?(?:各位)?(?:市长|书记|领导|有关部门|相关部门)(?:领导)?(?:您好|你们好|你好)"
    r"|您好|你好|谢谢|感谢|请问|敬请|恳请|希望|麻烦|尽快|盼复|望回复"
)
_NOT_SAYING = re.compile(r"[\W\d_]+")


def signature(redacted: str) -> Signature:
    """Return the signature of a redacted text; empty where it says too little to have one."""
    said = bare(redacted)
    if len(said) < _FEWEST:
        return ()
    import numpy as np  # noqa: PLC0415 -- a tenth of a second, and only who signs texts needs it

    codes = np.frombuffer(said.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    pairs = _mixed((codes[:-1] << 32) ^ codes[1:])
    factors, offsets = _orders()
    ordered = pairs[None, :] * factors[:, None] + offsets[:, None]
    first = (_mixed(ordered.min(axis=1)) % _BYTE).astype(np.uint8)
    return tuple(int(band) for band in first.view("<i4"))


def bare(redacted: str) -> str:
    """Return what of a text tells it from others: letters only, in one width, case and script."""
    said = _PLACEHOLDER.sub(" ", unicodedata.normalize("NFKC", redacted))
    return _NOT_SAYING.sub("", _COURTESY.sub("", said.lower().translate(simplified())))


def overlap(one: str, other: str) -> float:
    """Return how much two redacted texts overlap, 0 to 1: their common pairs among all of both."""
    first, second = _pairs_of(one), _pairs_of(other)
    common = len(first & second)
    return common / (len(first) + len(second) - common) if common else 0.0


@lru_cache(maxsize=_AT_HAND)
def _pairs_of(redacted: str) -> frozenset[str]:
    said = bare(redacted)
    return frozenset(map("".join, pairwise(said)))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the overlap of two texts as their signatures tell it; 0 where one of them has none.

    The standard error is √(j·(1 − j) / 32): 0.07 at an overlap of 0.8.
    """
    if not one or not other:
        return 0.0
    agreeing: int = sum(map(eq, _as_bytes(*one), _as_bytes(*other)))
    share = agreeing / (BANDS * _ROWS)
    return max(0.0, (share - 1 / _BYTE) / (1 - 1 / _BYTE))  # bytes also agree by chance


def _mixed(numbers: Any) -> Any:  # noqa: ANN401 -- an array of uint64, which needs numpy to say
    """Return the numbers scattered over 64 bits, equal ones alike (the end of MurmurHash3)."""
    numbers = numbers ^ (numbers >> 33)
    numbers = numbers * 0xFF51AFD7ED558CCD
    return numbers ^ (numbers >> 33)


@cache
def _orders() -> "tuple[NDArray[np.uint64], NDArray[np.uint64]]":
    """Return the fixed orders of all pairs: an odd factor and an offset each."""
    import numpy as np  # noqa: PLC0415 -- see signature

    drawn = shake_256(_ORDERS).digest(2 * 8 * BANDS * _ROWS)
    factors, offsets = np.frombuffer(drawn, dtype="<u8").astype(np.uint64).reshape(2, -1)
    return np.bitwise_or(factors, np.uint64(1)), offsets
