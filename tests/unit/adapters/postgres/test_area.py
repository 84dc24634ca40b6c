# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import os
import subprocess
from pathlib import Path

import pytest

from jiesu.adapters.postgres.area import Area, State, find_area
from jiesu.adapters.postgres.processes import is_alive, ourselves
from jiesu.adapters.postgres.troubles import DataVanished


@pytest.fixture
def area(tmp_path: Path) -> Area:
    found = Area(tmp_path, tmp_path / "postgres", ourselves())
    found.data.mkdir(parents=True)
    return found


def with_data(area: Area) -> Area:
    (area.data / "PG_VERSION").write_text("18\n")
    return area


def lock(area: Area, pid: int, state: str) -> None:
    lines = [str(pid), str(area.data), "1700000000", "5433", "/run/x", "127.0.0.1", "1 2", state]
    area.lock_file.write_text("\n".join(lines) + "\n")


def test_without_data_there_is_no_server(area: Area) -> None:
    assert area.status().state is State.ABSENT


def test_without_a_lock_the_server_is_stopped(area: Area) -> None:
    assert with_data(area).status().state is State.STOPPED


def test_the_lock_of_another_program_with_that_id_is_stale(area: Area) -> None:
    lock(with_data(area), os.getpid(), "ready   ")
    assert area.status().state is State.STALE


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("ready   ", State.RUNNING),
        ("starting", State.STARTING),
        ("stopping", State.STOPPING),
        ("", State.STARTING),
    ],
)
def test_the_lock_of_a_process_in_the_data_folder_is_believed(
    area: Area, word: str, state: State
) -> None:
    with subprocess.Popen(["sleep", "60"], cwd=with_data(area).data) as process:
        lock(area, process.pid, word)
        status = area.status()
        process.kill()
    assert (status.state, status.pid, status.port) == (state, process.pid, 5433)
    assert status.socket_dir == Path("/run/x")


def test_an_empty_lock_is_stale(area: Area) -> None:
    with_data(area).lock_file.touch()
    assert area.status().state is State.STALE


def test_a_process_that_ended_and_was_not_collected_is_not_alive() -> None:
    process = subprocess.Popen(["true"])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not is_alive(process.pid)
    process.wait()


def test_a_socket_path_too_long_for_the_system_goes_elsewhere(tmp_path: Path) -> None:
    root = tmp_path / ("long" * 25)
    root.mkdir()
    folder = Area(tmp_path, root, ourselves()).socket_dir()
    assert len(os.fsencode(folder)) < 80
    folder.rmdir()


def test_a_new_home_has_no_area(tmp_path: Path) -> None:
    assert find_area(tmp_path) is None


def test_data_that_were_elsewhere_and_are_gone_are_not_replaced_by_nothing(tmp_path: Path) -> None:
    (tmp_path / "postgres.location").write_text("/nowhere/at/all\n")
    with pytest.raises(DataVanished, match="/nowhere/at/all"):
        find_area(tmp_path)
