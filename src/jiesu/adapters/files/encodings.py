# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which encoding a file is in, decided by strict decoding of all its bytes; nothing is guessed."""

import codecs
import io
from collections.abc import Callable
from dataclasses import dataclass

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Text in GB18030 fails as UTF-8 within a few characters. After this many extra bytes (64 Chinese
# characters) decoded well, the file is UTF-8 with a bad byte, not GB18030.
_SURELY_UTF8 = 128

Opener = Callable[[], io.RawIOBase]


class UndecodableBytes(BadInput):
    """Some bytes of the file are no text in its encoding."""

    what = Text(
        "第 {line} 行（文件第 {offset} 字节，从0起）不是有效的 {encoding} 文字。",
        "Line {line} (byte {offset} of the unpacked file, from 0) is no text in {encoding}.",
    )
    next_step = Text(
        "请从来源系统重新导出为 UTF-8；导入时也可在映射的 [source] 中写明 encoding。",
        "Export it again as UTF-8; an import may also state `encoding` under [source] in its map.",
    )


class UnknownEncoding(BadInput):
    """No such encoding."""

    what = Text("没有编码“{encoding}”。", 'There is no encoding "{encoding}".')
    next_step = Text("可用：utf-8、gb18030、utf-16。", "Use for example utf-8, gb18030 or utf-16.")


@dataclass(frozen=True, slots=True)
class _Bad:
    """The first bytes that are no text: where, and how many extra bytes decoded well before."""

    offset: int
    line: int
    extra: int


def find_encoding(opener: Opener, stated: str | None) -> str:
    """Return the encoding every byte of the file decodes in: stated, by its mark, UTF-8, GB18030.

    Reads the whole file once or twice, in pieces.

    Raises:
        UndecodableBytes: in none of them; names the place in the likeliest.
        UnknownEncoding: ``stated`` is no encoding.
    """
    if stated is not None:
        _check_known(stated)
    fixed = stated or _by_mark(opener)
    if fixed is not None:
        _refuse(_first_bad(opener, fixed), fixed)
        return fixed
    bad = _first_bad(opener, "utf-8")
    if bad is None:
        return "utf-8"
    bad_gb = None if bad.extra >= _SURELY_UTF8 else _first_bad(opener, "gb18030")
    if bad.extra >= _SURELY_UTF8 or (bad_gb is not None and bad_gb.offset <= bad.offset):
        _refuse(bad, "utf-8")
    _refuse(bad_gb, "gb18030")
    return "gb18030"


def _refuse(bad: _Bad | None, encoding: str) -> None:
    if bad is not None:
        raise UndecodableBytes(line=bad.line, offset=bad.offset, encoding=encoding)


def _check_known(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise UnknownEncoding(encoding=encoding) from None


def _by_mark(opener: Opener) -> str | None:
    with opener() as stream:
        head = stream.read(4) or b""
    return next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)


def _first_bad(opener: Opener, encoding: str) -> _Bad | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset, line, characters = 0, 1, 0
    with opener() as stream:
        while True:
            chunk = stream.read(_CHUNK) or b""
            pending = len(decoder.getstate()[0])
            # A packed stream that broke off may end inside a character: that is no wrong byte.
            final = not chunk and not getattr(stream, "broken", False)
            try:
                text = decoder.decode(chunk, final)
            except UnicodeDecodeError as error:
                before = bytes(error.object[: error.start])
                line += before.decode(error.encoding, "ignore").count("\n")
                at = offset - pending + error.start
                return _Bad(at, line, at - characters - len(before.decode(encoding, "ignore")))
            line += text.count("\n")
            characters += len(text)
            offset += len(chunk)
            if not chunk:
                return None
