# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The master key in its file: 32 raw bytes, readable by its owner alone, never overwritten."""

import os
import stat
import tempfile
from pathlib import Path

from jiesu.adapters.personal.vault import KEY_SIZE, Entropy
from jiesu.kernel.errors import Conflict, Trouble
from jiesu.kernel.text import Text

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyFileMissing(Trouble):
    """There is no master key where the settings say it is."""

    what = Text("找不到主密钥文件 {path}。", "There is no master key file {path}.")
    next_step = Text(
        "首次安装请新建密钥文件；否则请从备份恢复，切勿新建。",
        "On a new installation create one; otherwise restore it from its backup, never create it.",
    )


class KeyFileTooOpen(Trouble):
    """Others than its owner may use the master key."""

    what = Text(
        "主密钥文件 {path} 的权限是 {mode}，其他用户也能使用。",
        "The master key file {path} has mode {mode}: others than its owner may use it.",
    )
    next_step = Text(
        "请运行 chmod 600 {path}，并考虑轮换主密钥。",
        "Run chmod 600 {path}, and consider rotating the master key.",
    )


class KeyFileWrongSize(Trouble):
    """A file is too long or too short to be a master key."""

    what = Text(
        "主密钥文件 {path} 应为 {expected} 字节，实际为 {size} 字节。",
        "The master key file {path} must have {expected} bytes; it has {size}.",
    )
    next_step = Text(
        "请从备份恢复该文件；切勿新建，否则原有个人信息将无法读取。",
        "Restore it from its backup; a new one could not read what is stored.",
    )


class KeyFileUnusable(Trouble):
    """The system does not let us read or write the master key file."""

    what = Text(
        "无法读写主密钥文件 {path}：{reason}。",
        "The master key file {path} cannot be read or written: {reason}.",
    )
    next_step = Text(
        "请检查路径、文件夹权限和磁盘空间。",
        "Check the path, the rights on its folder and the space on its disk.",
    )


class KeyFileExists(Conflict):
    """There is a master key already; replacing it would lose everybody's words."""

    what = Text("主密钥文件 {path} 已存在。", "The master key file {path} exists already.")
    next_step = Text(
        "请直接使用该文件，或另选路径。",
        "Use it as it is, or choose another path.",
    )


def load_key_file(path: Path) -> bytes:
    """Return the master key in ``path``.

    Raises:
        KeyFileMissing, KeyFileTooOpen, KeyFileWrongSize, KeyFileUnusable: see there.
    """
    try:
        # Not blocking: a named pipe in that place must not hang the start.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise KeyFileMissing(path=path) from None
    except OSError as error:
        raise KeyFileUnusable(path=path, reason=error.strerror) from None
    try:
        _require_private(path, os.fstat(handle))
        return os.read(handle, KEY_SIZE)
    finally:
        os.close(handle)


def create_key_file(path: Path, entropy: Entropy) -> None:
    """Write a new master key to ``path``, whole or not at all, for its owner alone.

    Raises:
        KeyFileExists: something is there already; it stays untouched.
        KeyFileUnusable: the folder cannot be made or written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _link_into_place(path, entropy(KEY_SIZE))
    except OSError as error:
        raise KeyFileUnusable(path=path, reason=error.strerror) from None


def _require_private(path: Path, found: os.stat_result) -> None:
    """Refuse what is no plain file of a key's size that its owner alone may use."""
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileUnusable(path=path, reason="not a plain file")
    if found.st_mode & _OTHERS:
        raise KeyFileTooOpen(path=path, mode=f"{stat.S_IMODE(found.st_mode):04o}")
    if found.st_size != KEY_SIZE:
        raise KeyFileWrongSize(path=path, expected=KEY_SIZE, size=found.st_size)


def _link_into_place(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` and link it there: a link never replaces what exists."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        os.link(beside, path)
        _sync_folder(path.parent)
    except FileExistsError:
        raise KeyFileExists(path=path) from None
    finally:
        Path(beside).unlink()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
