# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.postgres.troubles import DiskFull, Recovering, StaleLock, StillStarting
from jiesu.bootstrap import doctor
from jiesu.bootstrap.doctor import Examination, Finding, Level
from jiesu.bootstrap.settings import Settings
from jiesu.kernel.text import Text


class Usage(NamedTuple):
    """What the system says of a disk; only ``free`` matters here."""

    free: int


@pytest.fixture
def visit(tmp_path: Path) -> Examination:
    return Examination(Settings(home=tmp_path))


def look(visit: Examination, *checks: Callable[[Examination], doctor.Verdict]) -> list[Finding]:
    """Run these checks only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doctor, "_CHECKS", checks)
        return list(visit.findings())


def test_a_failed_check_is_a_finding_and_does_not_end_the_visit(visit: Examination) -> None:
    def broken(_: Examination) -> doctor.Verdict:
        raise DiskFull(path="/data", free_mib=3)

    first, second = look(visit, broken, doctor._python)
    assert (first.name, first.level) == ("broken", Level.BAD)
    assert "3 MiB left" in first.what.en
    assert first.next_step is not None
    assert second.level is Level.OK


@pytest.mark.parametrize("error", [OSError("no such device"), ImportError("no module named x")])
def test_a_fault_of_the_machine_is_a_finding_too(visit: Examination, error: Exception) -> None:
    def broken(_: Examination) -> doctor.Verdict:
        raise error

    (found,) = look(visit, broken)
    assert found.level is Level.BAD
    assert str(error) in found.what.zh


def test_what_healed_by_itself_is_told_and_mere_waiting_is_not(visit: Examination) -> None:
    def healing(visit: Examination) -> doctor.Verdict:
        visit.told += [StaleLock(pid=7), StillStarting(seconds=1, line="x")]
        visit.told += [Recovering(seconds=1, line="redo")]
        return Level.OK, Text("好", "well"), None

    found = look(visit, healing)
    assert [each.name for each in found] == ["healing", "stale-lock", "recovering"]
    assert [each.level for each in found] == [Level.OK, Level.WARN, Level.WARN]


@pytest.mark.parametrize(
    ("free_mib", "level"), [(100, Level.BAD), (1000, Level.WARN), (5000, Level.OK)]
)
def test_room_on_the_disk(
    visit: Examination, monkeypatch: pytest.MonkeyPatch, free_mib: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free_mib * 2**20))
    (found,) = look(visit, doctor._disk)
    assert found.level is level


def test_an_old_python_is_bad(visit: Examination, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    assert look(visit, doctor._python)[0].level is Level.BAD


def test_a_slip_in_a_variable_is_a_warning(
    visit: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIESU_HOEM", "x")
    (found,) = look(visit, doctor._variables)
    assert found.level is Level.WARN
    assert "JIESU_HOEM" in found.what.en


def test_a_key_others_can_read_is_bad(visit: Examination) -> None:
    create_key_file(visit.settings.master_key_file, bytes)
    assert look(visit, doctor._master_key)[0].level is Level.OK
    visit.settings.master_key_file.chmod(0o644)
    assert look(visit, doctor._master_key)[0].level is Level.BAD


@pytest.mark.parametrize("fix", [False, True])
def test_a_lost_key_is_never_replaced_where_something_is_stored(
    visit: Examination, monkeypatch: pytest.MonkeyPatch, fix: bool
) -> None:
    monkeypatch.setattr(doctor, "is_unused", lambda _: False)
    visit.fix, visit.dsn = fix, Dsn("somewhere")
    (found,) = look(visit, doctor._master_key)
    assert found.level is Level.BAD
    assert found.next_step is not None
    assert "restore" in found.next_step.en
    assert not visit.settings.master_key_file.exists()


def test_a_first_key_is_made_on_request(
    visit: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "is_unused", lambda _: True)
    visit.dsn = Dsn("somewhere")
    assert look(visit, doctor._master_key)[0].level is Level.BAD
    visit.fix = True
    assert look(visit, doctor._master_key)[0].level is Level.OK
    assert visit.settings.master_key_file.stat().st_mode & 0o777 == 0o600


def test_the_signing_key_is_made_once(visit: Examination) -> None:
    assert look(visit, doctor._signing_key)[0].level is Level.WARN
    visit.fix = True
    assert look(visit, doctor._signing_key)[0].level is Level.OK
    path = visit.settings.secret_key_file
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text()
    look(visit, doctor._signing_key)
    assert path.read_text() == kept


@pytest.mark.parametrize("check", [doctor._fonts, doctor._browser])
def test_what_only_some_need_is_a_warning(
    visit: Examination,
    monkeypatch: pytest.MonkeyPatch,
    check: Callable[[Examination], doctor.Verdict],
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    (found,) = look(visit, check)
    assert found.level is Level.WARN
    assert found.next_step is not None


def test_an_unknown_pack_is_bad(visit: Examination) -> None:
    visit.settings = visit.settings.model_copy(update={"pack": "atlantis"})
    (found,) = look(visit, doctor._pack)
    assert found.level is Level.BAD
    assert "atlantis" in found.what.en
