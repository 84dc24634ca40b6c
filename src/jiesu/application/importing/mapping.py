# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The mapping language: how a foreign file's columns become an appeal, as frozen rules.

    [source]                          name, time_zone; where needed format, encoding, sheet,
                                      delimiter, coordinates
    [fields.<target>]                 one for each part of ImportedAppeal, with exactly one of
        column = "…"                  one column's text
        columns = ["…", "…"]          several: joined by ``join``, or searched in turn
        constant = "…"                always this
        from = "registered_at"        another instant, to which ``add_days``/``add_hours`` adds
        digest_of = ["…", "…"]        external_id only: a digest of columns, if the source has no id
    and what makes a value of it:
        table = { "投诉" = "complaint" }         exact value → value
        regex = [["噪声|噪音", "noise…"], …]     first pattern found → value
        default = "…"                            nothing there, or nothing fits
        required = true · when = "column" · strip = false · trust_digits = true
        formats = ["ISO", "%Y-%m-%d", "epoch", "epoch_ms"] · time_of_day = "12:00"
        add_days = { column = "…" } · add_hours = { column = "…" }

:func:`~jiesu.application.importing.map_parser.parse_map` reads the TOML text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from jiesu.application.coordinates import CoordinateSystem
from jiesu.application.importing.codes import Codes

Patterns = tuple[tuple[re.Pattern[str], str], ...]
_NO_TABLE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shift:
    """A column's number times ``unit``, added to an instant."""

    unit: timedelta
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """How one target gets its value; see the module's table for each part."""

    target: str
    columns: tuple[str, ...] = ()
    join: str | None = None
    constant: str | None = None
    start: str | None = None
    digest_of: tuple[str, ...] = ()
    table: Mapping[str, str] = field(default_factory=lambda: _NO_TABLE)
    regex: Patterns = ()
    default: str | None = None
    required: bool = False
    formats: tuple[str, ...] = ("ISO",)
    time_of_day: time | None = None
    shift: Shift | None = None
    when: str | None = None
    strip: bool = True
    trust_digits: bool = False

    @property
    def used_columns(self) -> tuple[str, ...]:
        """Every column this rule reads, in the order written."""
        others = (self.shift.column if self.shift else None, self.when)
        named = (*self.columns, *self.digest_of, *(name for name in others if name))
        return tuple(dict.fromkeys(named))

    @property
    def label(self) -> str:
        """What a problem names as its column: the columns read, else the target."""
        return "+".join(self.columns or self.digest_of) or self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """导入映射: one parsed MAP.toml; ``digest`` is the SHA-256 of its text, in hex."""

    name: str
    zone: ZoneInfo
    fields: Mapping[str, FieldRule]
    digest: str
    codes: Codes
    format: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    delimiter: str | None = None
    coordinates: str = CoordinateSystem.WGS84.value
    """The system of the columns ``longitude`` and ``latitude``: a ``CoordinateSystem``."""

    @property
    def used_columns(self) -> tuple[str, ...]:
        """Every column the map reads, each once."""
        return tuple(
            dict.fromkeys(name for rule in self.fields.values() for name in rule.used_columns)
        )
