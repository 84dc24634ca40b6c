# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What lies beside a redacted copy: where what was hidden, and, under a key, the words themselves.

One JSON line a cell with something hidden, between a line that begins and one that ends the file.
Sealed words are ``nonce (12) | AES-256-GCM``, bound to row, column and the copy's cell; the last
line is sealed over all lines before it. So a line moved, changed or left out does not pass.
"""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jiesu.adapters.text.redact import PLACEHOLDERS, PersonalType, Redacted
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

FORMAT = "jiesu-spans/1"
_NONCE_SIZE = 12
_ID_DIGITS = 8
_SEALING, _NAMING = b"jiesu/redacted-spans/1", b"jiesu/redacted-spans-key-id/1"


class NotACompanion(BadInput):
    """The file is not one that was written beside a redacted copy, or not with a key."""

    what = Text(
        "该文件不是脱敏时用 --key 写出的位置文件（{reason}）。",
        "This is no file of spans written with --key ({reason}).",
    )
    next_step = Text("请核对 --spans。", "Check --spans.")


class WrongKey(BadInput):
    """The spans were sealed with another key."""

    what = Text(
        "位置文件由密钥 {sealed_by} 加密，所给密钥是 {given}。",
        "The spans were sealed with key {sealed_by}; the one given is {given}.",
    )
    next_step = Text("请使用脱敏时的密钥文件。", "Give the key file of the redaction.")


class CompanionChanged(BadInput):
    """The copy or its companion is not as it was written."""

    what = Text(
        "脱敏文件或位置文件写出之后被改动（{where}）。",
        "The copy or its spans were changed after they were written ({where}).",
    )
    next_step = Text(
        "请使用未经改动、排序或增删的文件。",
        "Use the files as they were written: not edited, sorted or cut.",
    )


@dataclass(frozen=True, slots=True)
class Hidden:
    """隐去位置: what one line says of one cell; ``sealed`` holds the words, in order."""

    row: int
    column: str
    places: tuple[tuple[int, PersonalType], ...]
    """Where each placeholder begins in the copy, and its type."""
    sealed: bytes


class Seal:
    """Seals and opens the words of one copy under its key file's key."""

    def __init__(self, key: bytes, entropy: Callable[[int], bytes]) -> None:
        self._cipher = AESGCM(hmac.digest(key, _SEALING, "sha256"))
        self._entropy = entropy
        self.id = hmac.digest(key, _NAMING, "sha256").hex()[:_ID_DIGITS]

    def close(self, content: bytes, label: bytes) -> bytes:
        """Return ``content`` sealed under ``label``."""
        nonce = self._entropy(_NONCE_SIZE)
        return nonce + self._cipher.encrypt(nonce, content, label)

    def open(self, sealed: bytes, label: bytes) -> bytes | None:
        """Return what was sealed under ``label``; None if it was not, or not this."""
        if len(sealed) < _NONCE_SIZE:
            return None
        try:
            return self._cipher.decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], label)
        except InvalidTag:
            return None


class CompanionWriter:
    """Makes the lines of a companion, the copy's rows counted from 1; without a seal no words."""

    def __init__(self, columns: Sequence[str], seal: Seal | None) -> None:
        self._seal = seal
        self._digest = hashlib.sha256()
        self._lines = 0
        self._begin = {"format": FORMAT, "columns": list(columns), "key": seal.id if seal else None}

    def begin(self) -> str:
        """Return the first line."""
        return self._counted(self._begin)

    def cell(self, row: int, column: str, text: str, copy: Redacted) -> str:
        """Return the line of one cell; ``text`` is what stood there."""
        shift, spans = 0, []
        for span in copy.spans:
            said = {"start": span.start, "end": span.end, "type": span.type.value}
            spans.append({**said, "at": span.start + shift})
            shift += len(PLACEHOLDERS[span.type]) - (span.end - span.start)
        line: dict[str, Any] = {"row": row, "column": column, "spans": spans}
        if self._seal:
            words = json.dumps([text[span.start : span.end] for span in copy.spans]).encode()
            line["sealed"] = _written(self._seal.close(words, _label(row, column, copy.text)))
        return self._counted(line)

    def end(self, rows: int) -> str:
        """Return the last line, with the number of rows in the copy."""
        line: dict[str, Any] = {"rows": rows, "lines": self._lines}
        if self._seal:
            line["sealed"] = _written(self._seal.close(b"", _whole(rows, self._digest.digest())))
        return json.dumps(line) + "\n"

    def _counted(self, line: dict[str, Any]) -> str:
        said = json.dumps(line, ensure_ascii=False) + "\n"
        self._digest.update(said.encode())
        self._lines += 1
        return said


def rows_told(lines: Iterable[str], seal: Seal) -> int:
    """Return how many rows the copy had, after reading every line.

    Raises:
        NotACompanion, WrongKey, CompanionChanged: the lines are not what was written with the key.
    """
    digest, held, first = hashlib.sha256(), "", True
    for line in lines:
        if first:
            _check_begin(_plain(line), seal)
        first = False
        digest.update(held.encode())
        held = line
    last = _plain(held)
    rows = last.get("rows")
    if not isinstance(rows, int) or seal.open(_read(last), _whole(rows, digest.digest())) is None:
        raise CompanionChanged(where="…")
    return rows


def _check_begin(first: dict[str, Any], seal: Seal) -> None:
    if first.get("format") != FORMAT or not first.get("key"):
        raise NotACompanion(reason=FORMAT)
    if first["key"] != seal.id:
        raise WrongKey(sealed_by=first["key"], given=seal.id)


def hidden_cells(lines: Iterable[str]) -> Iterator[Hidden]:
    """Yield what each line between the first and the last says; they passed :func:`rows_told`."""
    for line in lines:
        said = _plain(line)
        if "row" in said:
            places = tuple((span["at"], PersonalType(span["type"])) for span in said["spans"])
            yield Hidden(said["row"], said["column"], places, _read(said))


def restored(copy: str, hidden: Hidden, seal: Seal) -> str:
    """Return the cell as it was before; placeholders people wrote themselves stay.

    Raises:
        CompanionChanged: the cell is not the one the words were sealed for.
    """
    words = seal.open(hidden.sealed, _label(hidden.row, hidden.column, copy))
    if words is None:
        raise CompanionChanged(where=f"{hidden.row}, {hidden.column}")
    parts: list[str] = []
    position = 0
    for (at, kind), word in zip(hidden.places, json.loads(words), strict=True):
        parts += copy[position:at], word
        position = at + len(PLACEHOLDERS[kind])
    return "".join([*parts, copy[position:]])


def _label(row: int, column: str, copy: str) -> bytes:
    digest = hashlib.sha256(copy.encode("utf-8", "surrogatepass")).hexdigest()
    return json.dumps([row, column, digest]).encode()


def _whole(rows: int, digest: bytes) -> bytes:
    return json.dumps([rows, digest.hex()]).encode()


def _written(sealed: bytes) -> str:
    return b64encode(sealed).decode()


def _read(line: dict[str, Any]) -> bytes:
    try:
        return b64decode(line.get("sealed", ""), validate=True)
    except (NotBase64, TypeError, ValueError):
        return b""


def _plain(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        raise NotACompanion(reason="JSON") from None
    if not isinstance(said, dict):
        raise NotACompanion(reason="JSON")
    return said
