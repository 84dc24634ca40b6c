# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From a MAP.toml's text to an :class:`ImportMap`, or every fault of it at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from types import MappingProxyType
from zoneinfo import ZoneInfo

from jiesu.application.importing.codes import Codes, listing, nearest
from jiesu.application.importing.map_faults import Faults, read_toml
from jiesu.application.importing.map_values import (
    WrongValue,
    read_any_text,
    read_flag,
    read_formats,
    read_patterns,
    read_scalar,
    read_system,
    read_table,
    read_text,
    read_texts,
    read_time_of_day,
    read_zone,
    shift_reader,
)
from jiesu.application.importing.mapping import FieldRule, ImportMap
from jiesu.application.importing.rows import POINT, TARGETS, TargetKind
from jiesu.application.importing.times import ISO, has_time

_Reader = Callable[[object], object]

_SOURCE_KEYS: Mapping[str, _Reader] = {
    "name": read_text,
    "time_zone": read_zone,
    "format": read_text,
    "encoding": read_text,
    "sheet": read_text,
    "delimiter": read_text,
    "coordinates": read_system,
}
_NEEDED_SOURCE_KEYS = ("name", "time_zone")

# Key in the file → (part of FieldRule, reader).
_FIELD_KEYS: Mapping[str, tuple[str, _Reader]] = {
    "column": ("columns", lambda value: (read_text(value),)),
    "columns": ("columns", read_texts),
    "constant": ("constant", read_scalar),
    "from": ("start", read_text),
    "digest_of": ("digest_of", read_texts),
    "join": ("join", read_any_text),
    "table": ("table", read_table),
    "regex": ("regex", read_patterns),
    "default": ("default", read_scalar),
    "required": ("required", read_flag),
    "formats": ("formats", read_formats),
    "time_of_day": ("time_of_day", read_time_of_day),
    "add_days": ("shift", shift_reader(timedelta(days=1))),
    "add_hours": ("shift", shift_reader(timedelta(hours=1))),
    "when": ("when", read_text),
    "strip": ("strip", read_flag),
    "trust_digits": ("trust_digits", read_flag),
}
_ORIGINS = ("column", "columns", "constant", "from", "digest_of")
_ONLY_INSTANTS = ("from", "formats", "time_of_day", "add_days", "add_hours")
_TOP = frozenset({"source", "fields"})


def parse_map(text: str, codes: Codes | None = None) -> ImportMap:
    """Return the map written in ``text``, its coded values checked against ``codes``.

    Raises:
        BadMap: with every fault found, each with its key's path and line.
    """
    document = read_toml(text)
    faults = Faults(text)
    codes = codes or Codes()
    for name in document.keys() - _TOP:
        faults.unknown(name, name, _TOP)
    source = _read_source(_table_at(document, "source", faults), faults)
    rules = _read_fields(_table_at(document, "fields", faults), codes, faults)
    faults.raise_any()
    zone = source.pop("time_zone")
    assert isinstance(zone, ZoneInfo)
    settings = {key: str(value) for key, value in source.items()}
    digest = sha256(text.encode()).hexdigest()
    fields = MappingProxyType(rules)
    return ImportMap(zone=zone, fields=fields, digest=digest, codes=codes, **settings)


def _table_at(document: Mapping[str, object], name: str, faults: Faults) -> dict[str, object]:
    table = document.get(name)
    if isinstance(table, dict):
        return table
    faults.add(name, f"缺少 [{name}]", f"[{name}] is missing")
    return {}


def _read_source(table: dict[str, object], faults: Faults) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in table.items():
        path = f"source.{key}"
        if key not in _SOURCE_KEYS:
            faults.unknown(path, key, frozenset(_SOURCE_KEYS))
            continue
        read = _value(path, _SOURCE_KEYS[key], value, faults)
        if read is not None:
            found[key] = read
    for key in _NEEDED_SOURCE_KEYS:
        if key not in table:
            faults.add(f"source.{key}", "必须填写", "must be given")
    return found


def _read_fields(tables: dict[str, object], codes: Codes, faults: Faults) -> dict[str, FieldRule]:
    rules: dict[str, FieldRule] = {}
    for target, table in tables.items():
        path = f"fields.{target}"
        if target not in TARGETS:
            faults.unknown(path, target, frozenset(TARGETS))
        elif not isinstance(table, dict):
            faults.add(path, f"应写成 [{path}]", f"must be a table [{path}]")
        else:
            rule = _read_rule(target, table, faults)
            _check_rule(rule, table, faults)
            _check_codes(rule, codes, faults)
            rules[target] = rule
    for target, meaning in TARGETS.items():
        if meaning.needed and target not in tables:
            faults.add(f"fields.{target}", "必须映射此项", "this target must be mapped")
    _check_point(rules, faults)
    _check_starts(rules, faults)
    return {target: rules[target] for target in TARGETS if target in rules}


def _read_rule(target: str, table: dict[str, object], faults: Faults) -> FieldRule:
    parts: dict[str, object] = {}
    for key, value in table.items():
        path = f"fields.{target}.{key}"
        if key not in _FIELD_KEYS:
            faults.unknown(path, key, frozenset(_FIELD_KEYS))
            continue
        name, reader = _FIELD_KEYS[key]
        read = _value(path, reader, value, faults)
        if read is not None:
            parts[name] = read
    return replace(
        FieldRule(target=target),
        **parts,  # type: ignore[arg-type]  # each key's reader gives its part's own type
    )


def _value(path: str, reader: _Reader, value: object, faults: Faults) -> object:
    try:
        return reader(value)
    except WrongValue as wrong:
        faults.add(path, wrong.zh, wrong.en)
        return None


def _check_rule(rule: FieldRule, table: dict[str, object], faults: Faults) -> None:
    path = f"fields.{rule.target}"
    origins = [key for key in _ORIGINS if key in table]
    if len(origins) != 1:
        faults.add(
            path,
            f"必须且只能写 {', '.join(_ORIGINS)} 之一（现有：{', '.join(origins) or '无'}）",
            f"needs exactly one of {', '.join(_ORIGINS)} (has: {', '.join(origins) or 'none'})",
        )
    if "add_days" in table and "add_hours" in table:
        faults.add(path, "add_days 与 add_hours 只能写一个", "add_days or add_hours, not both")
    _check_fit(rule, table, faults)
    _check_columns(rule, table, faults)
    _check_formats(rule, table, faults)


def _check_fit(rule: FieldRule, table: dict[str, object], faults: Faults) -> None:
    """Keys that mean something for one kind of target only."""
    kind = TARGETS[rule.target].kind
    for key in table.keys() & set(_ONLY_INSTANTS) if kind is not TargetKind.INSTANT else ():
        path = f"fields.{rule.target}.{key}"
        faults.add(path, "只适用于时间类目标", "only fits a target that is an instant")
    if "digest_of" in table and rule.target != "external_id":
        path = f"fields.{rule.target}.digest_of"
        faults.add(path, "只适用于 external_id", "only fits external_id")
    if kind is TargetKind.KEPT and not table.keys() <= {"column", "columns", "strip"}:
        path = f"fields.{rule.target}"
        faults.add(path, "只能写 column 或 columns", "may only have column or columns")


def _check_columns(rule: FieldRule, table: dict[str, object], faults: Faults) -> None:
    path = f"fields.{rule.target}"
    kept = TARGETS[rule.target].kind is TargetKind.KEPT
    if "columns" in table and not kept and not table.keys() & {"join", "regex"}:
        faults.add(path, "columns 需要 join 或 regex", "`columns` needs `join` or `regex`")
    if rule.join is not None and "columns" not in table:
        faults.add(f"{path}.join", "join 需要 columns", "`join` needs `columns`")


def _check_formats(rule: FieldRule, table: dict[str, object], faults: Faults) -> None:
    path = f"fields.{rule.target}"
    if TARGETS[rule.target].kind is not TargetKind.INSTANT or "from" in table:
        return
    days = [each for each in rule.formats if each != ISO and not has_time(each)]
    if days and rule.time_of_day is None:
        faults.add(
            path,
            f"格式 {', '.join(days)} 只有日期，须写明 time_of_day",
            f"formats {', '.join(days)} name a day only: state time_of_day",
        )


def _check_codes(rule: FieldRule, codes: Codes, faults: Faults) -> None:
    """Every code the map itself writes must exist."""
    if TARGETS[rule.target].kind is not TargetKind.CODE:
        return
    allowed = codes.of(rule.target)
    if allowed is None:
        return
    written: dict[str, list[str | None]] = {
        "constant": [rule.constant],
        "default": [rule.default],
        "table": list(rule.table.values()),
        "regex": [value for _, value in rule.regex],
    }
    for key, values in written.items():
        for value in dict.fromkeys(values):
            if value is not None and value not in allowed:
                faults.unknown(f"fields.{rule.target}.{key}", value, allowed)


def _check_point(rules: dict[str, FieldRule], faults: Faults) -> None:
    """A longitude says nothing without a latitude, nor the other way round."""
    for one, other in (POINT, POINT[::-1]):
        if one in rules and other not in rules:
            faults.add(f"fields.{one}", f"须同时映射 {other}", f"needs {other} beside it")


def _check_starts(rules: dict[str, FieldRule], faults: Faults) -> None:
    """``from`` names an instant that is itself read from the file."""
    instants = [
        name
        for name, rule in rules.items()
        if TARGETS[name].kind is TargetKind.INSTANT and rule.start is None
    ]
    for rule in rules.values():
        if rule.start is not None and rule.start not in instants:
            meant = nearest(rule.start, instants)
            known = f'"{meant}"' if meant else listing(instants)
            faults.add(
                f"fields.{rule.target}.from",
                f"“{rule.start}”不是由文件读出的时间目标；可用：{known}",
                f'"{rule.start}" is no instant read from the file; use {known}',
            )
