# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The bytes of a file, unpacked on the way if it is gzip, with a position for a progress bar."""

import gzip
import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from jiesu.kernel.errors import BadInput, NotFound, Trouble
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class NoSuchFile(NotFound):
    """There is no file of that name."""

    what = Text("没有文件“{path}”。", 'There is no file "{path}".')
    next_step = Text("请核对文件名和目录。", "Check the name and the folder.")


class UnreadableFile(Trouble):
    """The file is there, but the system does not let us read it."""

    what = Text("无法读取“{path}”：{reason}。", 'Cannot read "{path}": {reason}.')
    next_step = Text("请核对读取权限。", "Check that you may read it.")


class TruncatedFile(BadInput):
    """截断的文件: a packed file breaks off; every whole row before the break was delivered."""

    what = Text(
        "压缩文件不完整，在第 {line} 行处中断；此前的行均已读出。",
        "The packed file breaks off in line {line}; every row before it was read.",
    )
    next_step = Text(
        "请重新传输该文件后再导入；已导入的行不会重复。",
        "Transfer the file again and import it; rows already taken are not doubled.",
    )


class DamagedFile(BadInput):
    """A packed file or spreadsheet is not what its name says, or its checksum is wrong."""

    what = Text(
        "文件已损坏，第 {line} 行起无法读出（{reason}）。",
        "The file is damaged; from line {line} on it cannot be read ({reason}).",
    )
    next_step = TruncatedFile.next_step


class ByteSource(io.RawIOBase):
    """A file's bytes, unpacked; a break in the packed stream reads as the end and is remembered.

    So the rows before a break come out whole; whoever reads asks :attr:`fault` at the end.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = open_file(path)
        self._inner: io.BufferedReader | gzip.GzipFile = self._file
        if path.suffix.lower() == ".gz":
            self._inner = gzip.GzipFile(fileobj=self._file)
        self.size = path.stat().st_size
        self._fault: type[TruncatedFile | DamagedFile] | None = None
        self._reason = ""

    def position(self) -> int:
        """Return how many bytes of the file as it lies on disk were read."""
        return self.size if self.closed else self._file.tell()

    def readable(self) -> bool:
        """Return that bytes can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill ``buffer``; a broken stream ends here."""
        view = memoryview(buffer)
        try:
            data = self._inner.read1(len(view))
        except EOFError:
            self._fault = TruncatedFile
            return 0
        except (zlib.error, gzip.BadGzipFile) as error:
            self._fault, self._reason = DamagedFile, str(error)
            return 0
        view[: len(data)] = data
        return len(data)

    @property
    def broken(self) -> bool:
        """Whether the packed stream broke off or was damaged where reading ended."""
        return self._fault is not None

    def fault(self, line: int) -> TruncatedFile | DamagedFile | None:
        """Return the error for a stream that broke in ``line``; ``None`` for a whole one."""
        return self._fault(line=line, reason=self._reason) if self._fault else None

    def close(self) -> None:
        """Close the file."""
        self._inner.close()
        self._file.close()
        super().close()


def open_file(path: Path) -> io.BufferedReader:
    """Open ``path`` for reading bytes.

    Raises:
        NoSuchFile, UnreadableFile: named instead of the system's own words.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise NoSuchFile(path=path) from None
    except OSError as error:
        raise UnreadableFile(path=path, reason=error.strerror) from None
