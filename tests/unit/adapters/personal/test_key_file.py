# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The master key file: its owner's alone, whole, and never overwritten."""

import errno
import os
from pathlib import Path

import pytest

from jiesu.adapters.personal.key_file import (
    KeyFileExists,
    KeyFileMissing,
    KeyFileTooOpen,
    KeyFileUnusable,
    KeyFileWrongSize,
    create_key_file,
    load_key_file,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "master.key"


def test_a_created_key_loads(path: Path) -> None:
    create_key_file(path, lambda size: b"k" * size)
    assert load_key_file(path) == b"k" * 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_existing_key_is_never_overwritten(path: Path) -> None:
    create_key_file(path, lambda size: b"k" * size)
    with pytest.raises(KeyFileExists):
        create_key_file(path, lambda size: b"n" * size)
    assert load_key_file(path) == b"k" * 32


def test_nothing_is_left_beside_the_key(path: Path) -> None:
    create_key_file(path, os.urandom)
    with pytest.raises(KeyFileExists):
        create_key_file(path, os.urandom)
    assert [child.name for child in path.parent.iterdir()] == ["master.key"]


def test_a_missing_key_warns_against_creating_another(path: Path) -> None:
    with pytest.raises(KeyFileMissing, match="restore it from its backup"):
        load_key_file(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o666])
def test_a_key_others_may_use_is_refused(path: Path, mode: int) -> None:
    create_key_file(path, os.urandom)
    path.chmod(mode)
    with pytest.raises(KeyFileTooOpen, match=f"{mode:04o}"):
        load_key_file(path)


def test_a_read_only_key_loads(path: Path) -> None:
    create_key_file(path, os.urandom)
    path.chmod(0o400)
    assert len(load_key_file(path)) == 32


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_size_is_refused(tmp_path: Path, size: int) -> None:
    file = tmp_path / "master.key"
    file.touch(mode=0o600)
    file.write_bytes(b"k" * size)
    with pytest.raises(KeyFileWrongSize, match=f"it has {size}"):
        load_key_file(file)


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(KeyFileUnusable, match="not a plain file"):
        load_key_file(tmp_path)


def test_a_pipe_in_its_place_does_not_hang_the_start(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "master.key", 0o600)
    with pytest.raises(KeyFileUnusable, match="not a plain file"):
        load_key_file(tmp_path / "master.key")


def test_a_path_through_a_file_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyFileUnusable):
        load_key_file(tmp_path / "file" / "master.key")
    with pytest.raises(KeyFileUnusable):
        create_key_file(tmp_path / "file" / "master.key", os.urandom)


def test_a_failed_write_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyFileUnusable, match="No space left"):
        create_key_file(path, os.urandom)
    assert list(path.parent.iterdir()) == []
