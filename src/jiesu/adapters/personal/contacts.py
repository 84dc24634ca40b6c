# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Contact details in one spelling each, so that the same phone is found however it was written.

Numbers follow the Chinese numbering plan: mobiles have 11 digits and begin with 13 to 19;
landlines have an area code (010, 02x, 03xx to 09xx) and 7 or 8 digits; 400 and 800 numbers have
10. Numbers of other countries and regions keep their country code.
"""

import re
import unicodedata
from collections.abc import Iterator

from jiesu.adapters.personal.vault import Vault

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASH = re.compile(r"[\u2010-\u2015\u2212\u2500\u30fc]")
_SPOKEN = str.maketrans(
    "〇○零一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖",
    "00011122233445566778899",
)
_LABEL = re.compile(r"^\s*(?:tel|phone|mobile|[\u4e00-\u9fff]{1,8})\s*[:.]?\s*", re.IGNORECASE)

_GAP = r"[\s().\-]{0,3}"
_CHINA = rf"\(?(?:\+|00)?86{_GAP}"
_MOBILE = re.compile(
    rf"(?<![\d+])(?:{_CHINA})?0?(?P<digits>1{_GAP}[3-9](?:{_GAP}\d){{9}})(?!\d)", re.ASCII
)
_LANDLINE = re.compile(
    rf"(?<![\d+])(?:{_CHINA}0?|\(?0)(?P<area>10|2\d|[3-9]\d\d){_GAP}"
    rf"(?P<local>[2-9]\d{{2,3}}{_GAP}\d{{4}})"
    rf"(?:{_GAP}(?:-|转|ext|x|#|分机){_GAP}(?P<extension>\d{{1,6}}))?(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_SERVICE = re.compile(rf"(?<![\d+])[48]00(?:{_GAP}\d){{7}}(?!\d)", re.ASCII)
_FOREIGN = re.compile(
    rf"(?<!\d)(?:\+|00)(?!86)(?P<digits>[1-9](?:{_GAP}\d){{6,14}})(?!\d)", re.ASCII
)
_EMAIL = re.compile(
    r"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]{1,64}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,5}"
)


def normalise_phone(text: str) -> str | None:
    """Return the one spelling of the phone number ``text``, or None if it is not one.

    ``13800138000``, ``0591-87654321``, ``0591-87654321-801`` (extension), ``4008101234``,
    ``+85212345678``. Full-width and spoken digits (幺三八…), country code, spaces, dashes,
    brackets and a label (手机：) are understood.
    """
    prepared = _LABEL.sub("", _prepare(text).translate(_SPOKEN)).strip()
    for pattern in (_MOBILE, _LANDLINE, _SERVICE, _FOREIGN):
        if found := pattern.fullmatch(prepared):
            return _spelling(found)
    return None


def normalise_email(text: str) -> str | None:
    """Return the one spelling of the e-mail address ``text`` (lower case), or None."""
    prepared = _prepare(text).strip().lower()
    return prepared if _EMAIL.fullmatch(prepared) else None


def look_up_tokens(vault: Vault, contact_text: str) -> list[bytes]:
    """Return the blind-index tokens of every phone and e-mail in ``contact_text``, without doubles.

    A number with an extension is found with and without it.
    """
    prepared = _prepare(contact_text)
    values = [f"phone:{phone}" for phone in _phones_in(prepared.translate(_SPOKEN))]
    values += [f"email:{found.group()}" for found in _EMAIL.finditer(prepared.lower())]
    return [vault.blind(value) for value in dict.fromkeys(values)]


def _prepare(text: str) -> str:
    """Return ``text`` with ASCII digits, brackets and dashes, and nothing invisible."""
    compatible = unicodedata.normalize("NFKC", text)
    return _DASH.sub("-", _INVISIBLE.sub("", compatible))


def _phones_in(prepared: str) -> Iterator[str]:
    for found in _LANDLINE.finditer(prepared):
        spelling = _spelling(found)
        yield spelling
        if found["extension"]:
            yield spelling.rpartition("-")[0]
    for pattern in (_MOBILE, _SERVICE, _FOREIGN):
        yield from map(_spelling, pattern.finditer(prepared))


def _spelling(found: re.Match[str]) -> str:
    parts = found.groupdict()
    if "area" in parts:
        number = f"0{parts['area']}-{_digits(parts['local'])}"
        return f"{number}-{parts['extension']}" if parts["extension"] else number
    digits = _digits(parts.get("digits") or found.group())
    return f"+{digits}" if found.re is _FOREIGN else digits


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
