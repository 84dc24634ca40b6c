# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A file's physical lines as text, each line counted, a broken end remembered."""

import io
from pathlib import Path

from jiesu.adapters.files.encodings import find_encoding
from jiesu.adapters.files.sources import ByteSource, DamagedFile, TruncatedFile

_BUFFER = 1 << 16


class TextLines:
    """Iterates physical lines, ends kept; :attr:`count` were read, last :attr:`latest`."""

    def __init__(self, path: Path, encoding: str | None) -> None:
        ByteSource(path).close()  # names a file that is not there before anything is decoded
        self.encoding = find_encoding(lambda: ByteSource(path), encoding)
        self._source = ByteSource(path)
        buffered = io.BufferedReader(self._source, _BUFFER)
        self._text = io.TextIOWrapper(buffered, self.encoding, "strict", newline="")
        self.count = 0
        self.latest = ""
        self._whole = True

    def __iter__(self) -> "TextLines":
        return self

    def __next__(self) -> str:
        try:
            line = next(self._text)
        except UnicodeDecodeError:
            # Only a stream that broke off inside a character comes here: all else was decoded once.
            raise StopIteration from None
        self.count += 1
        self.latest = line
        self._whole = line.endswith(("\n", "\r"))
        return line

    def fault(self, line: int) -> TruncatedFile | DamagedFile | None:
        """Return the break of the packed stream as an error in ``line``; ``None`` if whole."""
        return self._source.fault(line)

    @property
    def cut_off(self) -> bool:
        """Whether the last line read is only a part: the packed stream broke inside it."""
        return not self._whole and self._source.broken

    def size_hint(self) -> int:
        """Return the file's size on disk, in bytes."""
        return self._source.size

    def position(self) -> int:
        """Return how many of those bytes were read."""
        return self._source.position()

    def close(self) -> None:
        """Close the file."""
        self._text.close()
