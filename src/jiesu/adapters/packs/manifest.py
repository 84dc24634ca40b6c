# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""pack.yaml: what the pack is called, which engine it is written for, how its city counts time."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jiesu import __version__
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import Fields, Node, read_yaml
from jiesu.kernel.text import Text

FILE = "pack.yaml"

_REQUIRED = ("id", "version", "name", "engine", "locale", "time_zone", "calendar")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_BOUND = re.compile(r"(>=|<)\s*(\d+(?:\.\d+){0,2})")


class Locale(StrEnum):
    """The language of a city's screens and letters where nobody chose one."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Card:
    """The identity card of a pack."""

    id: str
    version: str
    name: Text
    locale: Locale


@dataclass(frozen=True, slots=True)
class Manifest:
    """What pack.yaml says, each part None if it has a defect; ``calendar.py`` reads its part."""

    card: Card | None = None
    time_zone: str | None = None
    calendar: Node | None = None
    schematic_points: bool = False
    """Whether positions of areas are drawn to a pattern, not surveyed."""
    engine: str = ""


def read_manifest(folder: Path, report: Report) -> Manifest:
    """Return the manifest."""
    node = read_yaml(folder, FILE, report)
    if node is None:
        return Manifest()
    fields = node.fields(_REQUIRED, ("schematic_points",))
    engine = _engine(fields)
    schematic = fields.flag("schematic_points") or False
    return Manifest(_card(fields), _zone(fields), fields.get("calendar"), schematic, engine)


def _card(fields: Fields) -> Card | None:
    code, version = fields.code("id"), _version(fields)
    name, locale = fields.both("name"), fields.choice("locale", Locale)
    if code is None or version is None or name is None or locale is None:
        return None
    return Card(code, version, name, locale)


def _version(fields: Fields) -> str | None:
    cell = fields.read("version", Node.cell)
    if cell is None or _VERSION.fullmatch(cell.raw):
        return cell.raw if cell else None
    cell.wrong(ProblemKind.BAD_VERSION, form="1.0.0")
    return None


def _zone(fields: Fields) -> str | None:
    cell = fields.read("time_zone", Node.cell)
    if cell is None:
        return None
    try:
        return ZoneInfo(cell.raw).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        cell.wrong(ProblemKind.ZONE_UNKNOWN)
        return None


def _engine(fields: Fields) -> str:
    """Return for which engines the pack is written; report if ours is none of them."""
    cell = fields.read("engine", Node.cell)
    if cell is None:
        return ""
    bounds = [_BOUND.fullmatch(part.strip()) for part in cell.raw.split(",")]
    if not all(bounds):
        cell.wrong(ProblemKind.BAD_VERSION, form=">=0.1,<1")
    elif not all(_holds(match.group(1), match.group(2)) for match in bounds if match):
        cell.wrong(ProblemKind.ENGINE_MISMATCH, engine=__version__)
    return cell.raw


def _holds(operator: str, bound: str) -> bool:
    ours, theirs = _numbers(__version__), _numbers(bound)
    return ours >= theirs if operator == ">=" else ours < theirs


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(part) for part in re.findall(r"\d+", version)[:3]]
    return tuple(found + [0] * (3 - len(found)))
