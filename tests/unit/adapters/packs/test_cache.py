# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The cache saves time and never decides anything: whatever is odd about it is ignored."""

import os
import pickle
import stat
from pathlib import Path

import pytest

from jiesu.adapters.packs import BrokenPack, build, load_pack
from tests.builders.packs import draft_pack


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def test_a_second_load_comes_from_the_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_pack("example", cache_dir=cache)
    monkeypatch.setattr(build, "build", None)
    assert load_pack("example", cache_dir=cache) == first


def test_the_cache_is_for_its_owner_only(cache: Path) -> None:
    load_pack("example", cache_dir=cache)
    assert stat.S_IMODE(kept(cache).stat().st_mode) == 0o600


def test_a_changed_pack_is_built_anew(cache: Path, tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    before = load_pack(str(pack.folder), cache_dir=cache)
    pack.change("parameters/limits.yaml", "value: 7 calendar_day", "value: 6 calendar_day")
    after = load_pack(str(pack.folder), cache_dir=cache)
    assert str(after.parameters["limit.d7"].values[-1].value) == "6 calendar_day"
    assert before.identity.digest != after.identity.digest


def test_a_broken_pack_is_not_kept(cache: Path, tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("pack.yaml", "Asia/Shanghai", "Asia/Atlantis")
    with pytest.raises(BrokenPack):
        load_pack(str(pack.folder), cache_dir=cache)
    assert not cache.exists()


def test_other_permissions_are_another_entry(cache: Path) -> None:
    load_pack("example", cache_dir=cache)
    with pytest.raises(BrokenPack):
        load_pack("example", cache_dir=cache, known_permissions=frozenset({"log.verify"}))


@pytest.mark.parametrize(
    "content", [b"", b"not a pickle", pickle.dumps("something else"), b"\x80\x05c", b"cno\nsuch\n."]
)
def test_an_unreadable_cache_is_ignored_and_replaced(cache: Path, content: bytes) -> None:
    first = load_pack("example", cache_dir=cache)
    kept(cache).write_bytes(content)
    assert load_pack("example", cache_dir=cache) == first
    assert kept(cache).read_bytes() != content


def test_a_cut_cache_is_ignored(cache: Path) -> None:
    first = load_pack("example", cache_dir=cache)
    kept(cache).write_bytes(kept(cache).read_bytes()[:1000])
    assert load_pack("example", cache_dir=cache) == first


class Intruder:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("how", ["writable by others", "a link"])
def test_a_cache_that_others_could_have_written_is_not_read(
    how: str, cache: Path, tmp_path: Path
) -> None:
    load_pack("example", cache_dir=cache)
    file, trap = kept(cache), tmp_path / "trap"
    file.write_bytes(pickle.dumps(Intruder(trap)))
    if how == "a link":
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
    else:
        file.chmod(0o666)
    load_pack("example", cache_dir=cache)
    assert not trap.exists()


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert load_pack("example", cache_dir=blocked / "cache").identity.id == "example"


def test_nothing_half_written_is_left(cache: Path) -> None:
    load_pack("example", cache_dir=cache)
    assert [file.suffix for file in cache.iterdir()] == [".pickle"]
