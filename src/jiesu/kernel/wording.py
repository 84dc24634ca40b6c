# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What people write, as it may be kept: nothing unprintable, nothing endless, nothing changed.

Rare characters (CJK Extension B and beyond) and compatibility ideographs are people's names: no
Unicode normal form is applied, since it would replace some of them. An error never repeats the
words it is about; it says how many and where.
"""

import re
from typing import NoReturn

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_NUL = re.compile(r"\x00")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_INVISIBLE = r"\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_VISIBLE = re.compile(f"[^{_INVISIBLE}]")
_NAME_DOT = re.compile(r"(?<=[^\W\d_])[•‧・∙⋅](?=[^\W\d_])")
_ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class NulCharacter(BadInput):
    """A text holds the character that ends texts in other programs; databases refuse it."""

    what = Text(
        "文字中有 {count} 个空字符（第一个在第 {position} 位）。",
        "The text holds {count} NUL characters (the first at position {position}).",
    )
    next_step = Text(
        "请删去后重新提交；如果来自文件，请检查文件的编码。",
        "Remove them and send it again; if it came from a file, check the file's encoding.",
    )


class LoneSurrogate(BadInput):
    """A text holds half of a character, so it cannot be stored as UTF-8."""

    what = Text(
        "文字中有 {count} 个残缺字符（第一个在第 {position} 位）。",
        "The text holds {count} broken halves of characters (the first at position {position}).",
    )
    next_step = Text(
        "请重新输入该字后再提交；如果来自文件，请检查文件的编码。",
        "Type that character again; if it came from a file, check the file's encoding.",
    )


class ControlCharacter(BadInput):
    """A text holds a character that nobody can see or type, other than tab and line end."""

    what = Text(
        "文字中有 {count} 个控制字符（第一个在第 {position} 位，{character}）。",
        "The text holds {count} control characters (the first at position {position}, "
        "{character}).",
    )
    next_step = Text(
        "请删去后重新提交；换行和制表符可以保留。",
        "Remove them and send it again; line ends and tabs may stay.",
    )


class TooLong(BadInput):
    """A text is longer than its place allows."""

    what = Text(
        "文字共 {count} 个字，超过上限 {limit} 个字。",
        "The text has {count} characters; at most {limit} are allowed.",
    )
    next_step = Text(
        "请缩短后重新提交，其余内容可作为附件或补充说明。",
        "Shorten it and send it again; the rest may follow as a file or a later addition.",
    )


class NoWords(BadInput):
    """A text is empty, or nothing in it can be seen."""

    what = Text("没有填写内容。", "Nothing was written.")
    next_step = Text("请填写后重新提交。", "Write something and send it again.")


def inspect(text: str, max_length: int) -> str:
    r"""Return ``text`` as it may be kept, or refuse it.

    White space at both ends goes, line ends become ``\n``, and the dot inside a name (买买提·艾力)
    becomes the one in the standard, U+00B7. Nothing else changes. ``max_length`` counts characters
    (code points) of what is kept; positions count from 1 in the text as it came.

    Raises:
        NulCharacter, LoneSurrogate, ControlCharacter, NoWords, TooLong: see there.
    """
    if _REFUSED.search(text):
        _refuse_characters(text)
    if not _VISIBLE.search(text):
        raise NoWords
    kept = _NAME_DOT.sub("·", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if len(kept) > max_length:
        raise TooLong(count=len(kept), limit=max_length)
    return kept


def ascii_digits(text: str) -> str:
    """Return ``text`` with full-width digits as ASCII ones, everything else at its place."""
    return text.translate(_ASCII_DIGITS)


def _refuse_characters(text: str) -> NoReturn:
    """Raise the error for the worst kind of refused character in ``text``."""
    if first := _NUL.search(text):
        raise NulCharacter(count=_count(_NUL, text), position=first.end())
    if first := _SURROGATE.search(text):
        raise LoneSurrogate(count=_count(_SURROGATE, text), position=first.end())
    controls = list(_CONTROL.finditer(text))
    character = f"U+{ord(controls[0].group()):04X}"
    raise ControlCharacter(count=len(controls), position=controls[0].end(), character=character)


def _count(kind: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in kind.finditer(text))
