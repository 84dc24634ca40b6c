# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What ``jiesu pack`` answers, before anybody decides how it is printed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jiesu.adapters.packs import PackProblem
from jiesu.adapters.packs.needs import PARAMETER_TEXT, consumer_of
from jiesu.application.policy import CityPolicy
from jiesu.application.rewriting import Part, Rewritten
from jiesu.domain.organisations import Area, Unit
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Standing
from jiesu.rulebook.dated import Dated, DatedValue

LATEST = date.max
"""Stands for "no day asked": the newest law the pack knows."""

_STANDINGS = {
    Standing.OFFICIAL: Text("法规原文", "official"),
    Standing.REPORTED: Text("公开报道", "reported"),
    Standing.PRACTICE: Text("实践做法", "practice"),
    Standing.ASSUMED: Text("推定", "assumed"),
}
_PARTS = {
    Part.PARAMETER: Text("参数", "parameter"),
    Part.DUTY: Text("派单目录", "duty"),
    Part.MATTER: Text("诉求事项", "matter"),
    Part.UNIT: Text("单位", "unit"),
    Part.AREA: Text("辖区", "area"),
    Part.ROLE: Text("角色", "role"),
    Part.CALENDAR: Text("日历", "calendar"),
}
_REPEALED = Text("（已废止）", "(repealed)")


@dataclass(frozen=True, slots=True)
class Answer:
    """A titled table in both languages, and the same as plain data for scripts."""

    title: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    data: Any


def problems(pack: str, found: list[PackProblem]) -> Answer:
    """Return what ``pack check`` says."""
    good = Text(f"政策包“{pack}”没有问题。", f'The pack "{pack}" has no problems.')
    bad = Text(f"政策包“{pack}”有{len(found)}处问题", f'"{pack}": {len(found)} problem(s)')
    header = (_HEAD["where"], _HEAD["key"], _HEAD["what"], _HEAD["next_step"])
    rows = (
        (_same(f"{p.place.file}:{p.place.line}"), _same(p.place.key), p.what, p.next_step)
        for p in found
    )
    data = {"pack": pack, "ok": not found, "problems": [_problem(p) for p in found]}
    return Answer(bad if found else good, header if found else (), tuple(rows), data)


def rewriting(pack: str, against: str, found: list[Rewritten]) -> Answer:
    """Return what ``pack check --against`` says of what the pack says otherwise about the past."""
    good = Text(f"“{pack}”没有改写过去。", f'"{pack}" leaves the past as "{against}" has it.')
    bad = Text(
        f"“{pack}”改写了过去：{len(found)}处与“{against}”不同",
        f'"{pack}" rewrites the past: {len(found)} difference(s) from "{against}"',
    )
    header = (_HEAD["part"], _HEAD["key"], _HEAD["since"], _HEAD["before"], _HEAD["after"])
    rows = (
        (
            _PARTS[one.part],
            _same(one.key),
            _same(_since(one.since)),
            _same(one.before or "–"),
            _same(one.after or "–"),
        )
        for one in found
    )
    data = {
        "pack": pack,
        "against": against,
        "rewritten": [
            {
                "part": one.part.value,
                "key": one.key,
                "since": _since(one.since),
                "before": one.before,
                "after": one.after,
            }
            for one in found
        ],
    }
    return Answer(bad if found else good, header if found else (), tuple(rows), data)


def _since(day: date) -> str:
    return "" if day == date.min else day.isoformat()


def _problem(problem: PackProblem) -> dict[str, Any]:
    return {
        "kind": problem.kind.value,
        "file": problem.place.file,
        "line": problem.place.line,
        "key": problem.place.key,
        "what": _both(problem.what),
        "next_step": _both(problem.next_step),
    }


def show(policy: CityPolicy, key: str, day: date) -> Answer:
    """Return a parameter or a listing as of ``day``.

    Raises:
        NoRuleInForce: the parameter has no value on that day.
    """
    if key in LISTINGS:
        return LISTINGS[key](policy, day)
    rule = policy.parameters[key]
    ruled = rule.as_of(day)
    value = DatedValue(ruled.since, ruled.value, ruled.citation, ruled.standing)
    facts = {"description": _described(policy, key), **_value_facts(policy, value)}
    data = {"key": key, "as_of": _day(day), "unit": rule.unit, "anchor": rule.anchor.value}
    rows = ((_HEAD[name], fact) for name, fact in facts.items())
    return Answer(_same(key), (), tuple(rows), {**data, **_value_data(policy, value)})


def explain(policy: CityPolicy, key: str) -> Answer:
    """Return the whole history of a parameter, and who reads it."""
    rule: Dated[object] = policy.parameters[key]
    facts = [_value_facts(policy, value) for value in rule.values]
    names = tuple(facts[0])
    described, consumer = _described(policy, key), consumer_of(key)
    title = Text(
        f"{key}：{described.zh}（使用者：{consumer}；单位：{rule.unit}；适用：{rule.anchor.value}）",
        f"{key}: {described.en} (read by {consumer}; unit {rule.unit}; anchor {rule.anchor.value})",
    )
    data = {
        "key": key,
        "description": _both(described),
        "unit": rule.unit,
        "anchor": rule.anchor.value,
        "consumer": consumer,
        "values": [_value_data(policy, value) for value in rule.values],
    }
    header = tuple(_HEAD[name] for name in names)
    return Answer(title, header, tuple(tuple(fact[n] for n in names) for fact in facts), data)


def _value_facts(policy: CityPolicy, value: DatedValue[object]) -> dict[str, Text]:
    checked = value.last_checked.isoformat() if value.last_checked else ""
    facts = {
        "since": _same(value.since.isoformat()),
        "value": _value_text(policy, value.value),
        "article": _label(value.citation),
        "gist": _gist(policy, value.citation),
        "standing": _STANDINGS[value.standing],
    }
    more = {"last_checked": _same(checked), "note": value.note or _same("")}
    return facts if not checked and value.note is None else {**facts, **more}


def _value_data(policy: CityPolicy, value: DatedValue[object]) -> dict[str, Any]:
    gist = _gist(policy, value.citation)
    return {
        "since": value.since.isoformat(),
        "value": None if value.value is None else _written(value.value),
        "instrument": value.citation.instrument,
        "article": value.citation.article,
        "label": _both(_label(value.citation)),
        "gist": _both(gist),
        "standing": value.standing.value,
    }


def _value_text(policy: CityPolicy, value: object) -> Text:
    if value is None:
        return _REPEALED
    written = _written(value)
    text = policy.texts.get(written)
    if text is None:
        return _same(written)
    return Text(f"{written}：{text.zh}", f"{written}: {text.en}")


def _written(value: object) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _described(policy: CityPolicy, key: str) -> Text:
    return policy.texts.get(f"{PARAMETER_TEXT}{key}", _same(""))


def _label(citation: Citation) -> Text:
    return Text(citation.label("zh"), citation.label("en"))


def _gist(policy: CityPolicy, citation: Citation) -> Text:
    return policy.instruments[citation.instrument].articles[citation.article]


def _same(written: str) -> Text:
    return Text(written, written)


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _day(day: date) -> str:
    return "latest" if day == LATEST else day.isoformat()


Record = dict[str, Text | str | None]


def _table(title: Text, day: date, records: Iterable[Record]) -> Answer:
    listed = list(records)
    names = tuple(listed[0]) if listed else ()
    rows = tuple(tuple(_cell(record[name]) for name in names) for record in listed)
    plain = [{n: _both(v) if isinstance(v, Text) else v for n, v in r.items()} for r in listed]
    when = Text(f"{title.zh}（{_day(day)}）", f"{title.en} ({_day(day)})")
    return Answer(when, tuple(_HEAD[name] for name in names), rows, plain)


def _cell(value: Text | str | None) -> Text:
    return value if isinstance(value, Text) else _same(value or "")


def _units(policy: CityPolicy, day: date) -> Answer:
    units = policy.organisation.units.values()
    shown = (unit for unit in units if day == LATEST or unit.since <= day)
    rows = (_unit(unit) for unit in shown if unit.until is None or day < unit.until)
    return _table(Text("承办单位", "Units"), day, rows)


def _unit(unit: Unit) -> Record:
    return {
        "code": unit.id,
        "name": unit.name,
        "kind": unit.kind.value,
        "parent": unit.parent,
        "since": unit.since.isoformat(),
    }


def _areas(policy: CityPolicy, day: date) -> Answer:
    areas = policy.organisation.areas.values()
    rows: Iterator[Record] = (
        {
            "code": a.code,
            "name": a.name,
            "kind": a.kind.value,
            "unit": a.unit,
            "parent": a.parent,
            "official": a.official,
            "position": position(a),
        }
        for a in areas
    )
    return _table(Text("辖区", "Areas"), day, rows)


def position(area: Area) -> Text | None:
    """Return where an area is, and whether that is only a place in a pattern."""
    if area.point is None:
        return None
    lon, lat = area.point
    if area.schematic:
        return Text(f"{lon}, {lat}（示意位置）", f"{lon}, {lat} (schematic)")
    return _same(f"{lon}, {lat}")


def places(policy: CityPolicy, kept_in: Path) -> Answer:
    """Return where every area is, and how many of the positions are only schematic."""
    areas = policy.organisation.areas.values()
    drawn = sum(area.schematic for area in areas)
    header = tuple(_HEAD[name] for name in ("code", "official", "name", "position", "borders"))
    rows = (
        (_same(a.code), _same(a.official or ""), a.name, position(a) or _same(""), _borders(a))
        for a in areas
    )
    title = Text(
        f"辖区 {len(areas)} 个，其中示意位置 {drawn} 个。自有位置存于 {kept_in}",
        f"{len(areas)} areas, {drawn} with a schematic position. The city's own: {kept_in}",
    )
    data = {"kept_in": str(kept_in), "areas": [_place(area) for area in areas]}
    return Answer(title, header, tuple(rows), data)


def _place(area: Area) -> dict[str, Any]:
    return {
        "code": area.code,
        "official": area.official,
        "name": _both(area.name),
        "point": area.point,
        "schematic": area.schematic,
        "borders": area.polygon is not None,
    }


def _borders(area: Area) -> Text:
    return _same("") if area.polygon is None else Text("有", "yes")


def _matters(policy: CityPolicy, day: date) -> Answer:
    matters = policy.catalogue.matters.values()
    rows: Iterator[Record] = (
        {"code": m.code, "name": m.name, "words": " ".join(m.words)} for m in matters
    )
    return _table(Text("诉求事项", "Matters"), day, rows)


def _duties(policy: CityPolicy, day: date) -> Answer:
    return _table(Text("权责清单", "Duty items"), day, _duty_rows(policy, day))


def _duty_rows(policy: CityPolicy, day: date) -> Iterator[Record]:
    for code, matter in policy.catalogue.matters.items():
        for item in policy.catalogue.duties.get(code, ()):
            if item.in_force(day):
                yield {
                    "code": code,
                    "name": matter.name,
                    "lead": item.lead,
                    "co_handlers": ", ".join(item.co_handlers),
                    "class": item.time_limit_class,
                    "since": item.since.isoformat(),
                    "article": _label(item.citation),
                    "standing": item.standing.value,
                }


def _roles(policy: CityPolicy, day: date) -> Answer:
    roles = policy.access.roles.values()
    rows: Iterator[Record] = (
        {
            "code": role.id,
            "name": role.name,
            "unit_bound": "yes" if role.unit_bound else "no",
            "permissions": ", ".join(sorted(role.permissions.as_of(day).value)),
        }
        for role in roles
        if role.permissions.in_force(day)
    )
    return _table(Text("角色", "Roles"), day, rows)


def _texts(policy: CityPolicy, day: date) -> Answer:
    rows: Iterator[Record] = (
        {"key": key, "text": text} for key, text in sorted(policy.texts.items())
    )
    return _table(Text("文字", "Texts"), day, rows)


def _instruments(policy: CityPolicy, day: date) -> Answer:
    rows: Iterator[Record] = (
        {"code": instrument.id, "name": instrument.title, "key": number, "gist": gist}
        for instrument in policy.instruments.values()
        for number, gist in instrument.articles.items()
    )
    return _table(Text("法规文件", "Instruments"), day, rows)


def _parameters(policy: CityPolicy, day: date) -> Answer:
    rows: Iterator[Record] = (
        {
            "key": key,
            "value": _value_text(policy, rule.as_of(day).value),
            "since": rule.as_of(day).since.isoformat(),
            "article": _label(rule.as_of(day).citation),
            "standing": rule.as_of(day).standing.value,
        }
        for key, rule in policy.parameters.items()
        if rule.in_force(day)
    )
    return _table(Text("参数", "Parameters"), day, rows)


LISTINGS: Mapping[str, Callable[[CityPolicy, date], Answer]] = {
    "parameters": _parameters,
    "units": _units,
    "areas": _areas,
    "matters": _matters,
    "duties": _duties,
    "roles": _roles,
    "texts": _texts,
    "instruments": _instruments,
}
"""What ``pack show`` can list besides single parameters."""

_HEAD = {
    "where": Text("位置", "where"),
    "part": Text("部分", "part"),
    "before": Text("原先", "before"),
    "after": Text("现在", "now"),
    "what": Text("问题", "what is wrong"),
    "next_step": Text("怎么办", "what to do"),
    "key": Text("键", "key"),
    "code": Text("代码", "code"),
    "name": Text("名称", "name"),
    "kind": Text("类别", "kind"),
    "parent": Text("上级", "parent"),
    "unit": Text("单位", "unit"),
    "official": Text("区划代码", "official code"),
    "position": Text("位置（经度、纬度）", "position (lon, lat)"),
    "borders": Text("边界", "borders"),
    "since": Text("自", "since"),
    "value": Text("值", "value"),
    "description": Text("说明", "description"),
    "article": Text("依据", "article"),
    "gist": Text("要旨", "gist"),
    "standing": Text("性质", "standing"),
    "last_checked": Text("核对日期", "last checked"),
    "note": Text("备注", "note"),
    "words": Text("常用词", "words"),
    "lead": Text("主办", "lead"),
    "co_handlers": Text("协办", "co-handlers"),
    "class": Text("时限类别", "class"),
    "unit_bound": Text("限本单位", "unit-bound"),
    "permissions": Text("权限", "permissions"),
    "text": Text("文字", "text"),
}
