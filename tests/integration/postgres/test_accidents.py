# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What happens to servers: killed, locked out, without a port, without room."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jiesu.adapters.postgres.area import State
from jiesu.adapters.postgres.processes import is_alive
from jiesu.adapters.postgres.server import Plan, Server
from jiesu.adapters.postgres.troubles import BusyPort, DiskFull, PlaceUnusable
from tests.integration.postgres.conftest import Place

ROWS = 400_000
SMALL_LOG = Plan(
    wheel_first=True, options={"fsync": "off", "checkpoint_timeout": "1d", "max_wal_size": "8GB"}
)


def kill(server: Server) -> int:
    """End a server as a power cut would; return the process id it had."""
    pid = server.status().pid
    os.kill(pid, signal.SIGKILL)
    while is_alive(pid):
        time.sleep(0.01)
    return pid


def count(server: Server) -> int:
    with psycopg.connect(server.dsn) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def fill(server: Server, rows: int) -> None:
    with psycopg.connect(server.dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, %s) AS n", [rows])


def test_a_killed_server_comes_back_with_all_that_was_committed(place: Place) -> None:
    server = place.start(SMALL_LOG)
    fill(server, ROWS)
    kill(server)
    again = place.start(SMALL_LOG)
    assert count(again) == ROWS
    assert place.told_kinds()[:2] == ["StaleLock", "Recovering"]


def test_processes_a_killed_server_left_behind_are_ended_first(place: Place) -> None:
    server = place.start()
    with psycopg.connect(server.dsn, autocommit=True) as busy:
        stuck = busy.info.backend_pid
        os.kill(stuck, signal.SIGSTOP)  # it will not notice that its server is gone
        kill(server)
        os.kill(stuck, signal.SIGCONT)
        again = place.start()
    assert not is_alive(stuck)
    assert again.status().state is State.RUNNING


def test_a_lock_whose_process_id_is_in_use_again_is_stale(place: Place) -> None:
    server = place.start()
    lock = server.area.lock_file.read_text()
    kill(server)
    server.area.lock_file.write_text(lock.replace(lock.splitlines()[0], str(os.getpid()), 1))
    again = place.start()
    assert again.status().state is State.RUNNING
    assert [each.facts["pid"] for each in place.told if "pid" in each.facts] == [os.getpid()]


def test_a_busy_port_is_named_and_another_one_works(place: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BusyPort, match=f"Port {port} is used"):
            place.start(Plan(port=port, wheel_first=True))
    assert place.start(Plan(port=port, wheel_first=True)).port == port


@pytest.fixture
def small_disk(as_root: None) -> Iterator[Path]:
    """A disk of 160 MiB."""
    point = Path(tempfile.mkdtemp(prefix="jiesu-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "jiesu-test", str(point)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode != 0:
        point.rmdir()
        pytest.skip("this machine lets nobody mount a small disk")
    yield point
    subprocess.run(["umount", "--lazy", str(point)], check=True)
    point.rmdir()


def fill_disk(disk: Path, leave_mib: int) -> Path:
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - leave_mib * 2**20
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)
    return filler


def test_without_room_nothing_half_made_is_left(small_disk: Path) -> None:
    place = Place(small_disk / "home")
    filler = fill_disk(small_disk, leave_mib=5)
    with pytest.raises(DiskFull, match="MiB left"):
        place.start()
    assert list((place.home / "postgres").iterdir()) == []
    filler.unlink()
    assert place.start().status().state is State.RUNNING
    place.clear()


def test_a_full_disk_is_named_and_nothing_is_lost_once_there_is_room(small_disk: Path) -> None:
    place = Place(small_disk / "home")
    server = place.start()
    fill(server, 1000)
    kill(server)
    filler = fill_disk(small_disk, leave_mib=0)
    with pytest.raises(DiskFull):
        place.start()
    filler.unlink()
    assert count(place.start()) == 1000
    place.clear()


def test_a_home_that_is_no_folder_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(PlaceUnusable, match=str(home)):
        Place(home).start()
