# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import errno
import os
import threading
import time
from pathlib import Path

import pytest

from jiesu.adapters.postgres import waiting
from jiesu.adapters.postgres.area import Area
from jiesu.adapters.postgres.processes import ourselves
from jiesu.adapters.postgres.troubles import (
    BusyPort,
    DiskFull,
    FolderNotPermitted,
    PlaceUnusable,
    Recovering,
    ServerSilent,
    ServerWillNotStart,
    StillStarting,
)
from jiesu.adapters.postgres.waiting import diagnose, named_troubles, wait_until_ready
from jiesu.kernel.errors import Trouble


@pytest.fixture
def area(tmp_path: Path) -> Area:
    found = Area(tmp_path, tmp_path, ourselves())
    found.data.mkdir()
    return found


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', DiskFull),
        ('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', BusyPort),
        ('could not open directory "base": Permission denied', FolderNotPermitted),
        ('FATAL:  data directory "x" has wrong ownership', FolderNotPermitted),
        ("FATAL:  invalid value for parameter", ServerWillNotStart),
    ],
)
def test_the_words_of_a_failed_start_are_understood(
    area: Area, words: str, kind: type[Trouble]
) -> None:
    assert type(diagnose(area, words)) is kind


def test_an_unknown_failure_is_told_in_the_servers_own_words(area: Area) -> None:
    line = "2026-01-01 00:00:00.000 UTC [123] FATAL:  something new"
    trouble = diagnose(area, line)
    assert "did not start: FATAL:  something new" in trouble.explain("en")
    assert str(area.log) in trouble.explain("zh")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, FolderNotPermitted),
        (errno.EROFS, FolderNotPermitted),
        (errno.EIO, PlaceUnusable),
    ],
)
def test_the_systems_refusals_are_named(number: int, kind: type[Trouble], tmp_path: Path) -> None:
    with pytest.raises(kind), named_troubles(tmp_path):
        raise OSError(number, os.strerror(number), str(tmp_path / "file"))


def grow(log: Path, line: str, times: int) -> None:
    """Write a line to the log again and again, as a recovering server does."""
    for _ in range(times):
        with log.open("a") as file:
            file.write(line + "\n")
        time.sleep(0.02)


def test_a_recovery_is_told_at_once_and_waited_for_as_long_as_it_goes_on(
    area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_TELL_EVERY", 0.05)
    monkeypatch.setattr(waiting, "_PATIENCE", 0.4)
    told: list[Trouble] = []
    redo = threading.Thread(target=grow, args=(area.log, "LOG:  redo in progress, elapsed", 50))
    redo.start()
    with pytest.raises(ServerSilent):
        wait_until_ready(area, os.getpid(), 0, told.append)
    redo.join()
    assert len(told) > 5
    assert {type(each) for each in told} == {Recovering}


def test_a_long_start_is_told_with_the_servers_last_words(
    area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_TELL_EVERY", 0.05)
    monkeypatch.setattr(waiting, "_PATIENCE", 0.2)
    area.log.write_text("LOG:  listening\n")
    told: list[Trouble] = []
    with pytest.raises(ServerSilent, match="was not killed"):
        wait_until_ready(area, os.getpid(), 0, told.append)
    assert isinstance(told[0], StillStarting)
    assert "LOG:  listening" in told[0].explain("en")


def test_a_server_that_ends_while_starting_is_not_waited_for(area: Area) -> None:
    assert wait_until_ready(area, 2**30, 0, lambda _: None) is None
