# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What ``jiesu pack diff`` answers: one table for each group of things that differ."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from jiesu.adapters.packs.differences import Difference, Group, Kind, differences
from jiesu.application.policy import CityPolicy
from jiesu.cli.pack_answers import Answer
from jiesu.kernel.text import Text

GROUPS = {
    Group.PACK: Text("政策包", "Pack"),
    Group.PARAMETERS: Text("参数", "Parameters"),
    Group.DUTIES: Text("权责清单", "Duty items"),
    Group.UNITS: Text("承办单位", "Units"),
    Group.AREAS: Text("辖区", "Areas"),
    Group.MATTERS: Text("诉求事项", "Matters"),
    Group.TAGS: Text("标签", "Tags"),
    Group.ROLES: Text("角色", "Roles"),
    Group.ARTICLES: Text("条文", "Articles"),
    Group.SCENARIOS: Text("场景", "Scenarios"),
    Group.TEXTS: Text("文字", "Texts"),
    Group.CALENDAR: Text("工作日历", "Calendar"),
    Group.PRIORS: Text("模拟参数", "Priors"),
}
KINDS = {
    Kind.ADDED: Text("新增", "added"),
    Kind.GONE: Text("删去", "gone"),
    Kind.CHANGED: Text("改动", "changed"),
}
ASPECTS = {
    "adopted": Text("通过日期", "adopted"),
    "anchor": Text("适用时点", "anchor"),
    "announced_from": Text("公布自", "announced from"),
    "announced_until": Text("公布至", "announced until"),
    "appeal_bound": Text("限本人诉求", "appeal-bound"),
    "ask": Text("应问事项", "what to ask"),
    "basis": Text("依据", "basis"),
    "binds": Text("约束对象", "binds"),
    "border": Text("边界", "border"),
    "calendar_days": Text("自然日算法", "calendar days"),
    "class": Text("时限类别", "class"),
    "co_handlers": Text("协办", "co-handlers"),
    "content": Text("内容", "content"),
    "day_end": Text("日终", "end of day"),
    "engine": Text("适用引擎版本", "engine"),
    "fixed_holidays": Text("固定节日", "fixed holidays"),
    "gbt39666": Text("国标分类", "GB/T 39666"),
    "gist": Text("要旨", "gist"),
    "id": Text("代码", "id"),
    "kind": Text("类别", "kind"),
    "language": Text("语言", "language"),
    "lead": Text("主办", "lead"),
    "line": Text("条线", "line of work"),
    "matter": Text("事项", "matter"),
    "name": Text("名称", "name"),
    "official": Text("国家代码", "national code"),
    "open": Text("尚未实现", "not done yet"),
    "parent": Text("上级", "parent"),
    "permissions": Text("权限", "permissions"),
    "point": Text("位置", "point"),
    "schematic": Text("示意位置", "schematic"),
    "since": Text("自", "since"),
    "standing": Text("性质", "standing"),
    "successor": Text("承继单位", "successor"),
    "tags": Text("标签", "tags"),
    "text": Text("文字", "text"),
    "time_zone": Text("时区", "time zone"),
    "title": Text("标题", "title"),
    "unit": Text("单位", "unit"),
    "unit_bound": Text("限本单位", "unit-bound"),
    "until": Text("至", "until"),
    "value": Text("值", "value"),
    "version": Text("版本", "version"),
    "weekend": Text("周末", "weekend"),
    "words": Text("常用词", "words"),
    "working_blocks": Text("工作时段", "working hours"),
}
"""What is compared of each thing; a test keeps this complete."""

_HEADER = (
    Text("项目", "thing"),
    Text("名称", "name"),
    Text("变化", "how"),
    Text("方面", "aspect"),
    Text("前", "before"),
    Text("后", "after"),
)


def compare(before: CityPolicy, after: CityPolicy, day: date | None) -> tuple[Answer, ...]:
    """Return one answer a group that differs, after one that says how much does."""
    found = differences(before, after, day)
    head = _head(before, after, day, found)
    return (head, *(_group(Group(name), list(rows)) for name, rows in groupby(found, _group_of)))


def _group_of(difference: Difference) -> str:
    return difference.group.value


def _head(
    before: CityPolicy, after: CityPolicy, day: date | None, found: list[Difference]
) -> Answer:
    sides = f"{before.identity.stamp} → {after.identity.stamp}"
    when = "" if day is None else f" @ {day.isoformat()}"
    title = Text(f"{sides}{when}：{len(found)}处不同", f"{sides}{when}: {len(found)} difference(s)")
    same = Text(f"{sides}{when}：没有不同", f"{sides}{when}: no difference")
    data = {
        "before": before.identity.stamp,
        "after": after.identity.stamp,
        "as_of": None if day is None else day.isoformat(),
        "same": not found,
        "differences": [_data(difference) for difference in found],
    }
    return Answer(title if found else same, (), (), data)


def _group(group: Group, found: list[Difference]) -> Answer:
    name = GROUPS[group]
    title = Text(f"{name.zh}（{len(found)}）", f"{name.en} ({len(found)})")
    return Answer(title, _HEADER, tuple(_rows(found)), None)


def _rows(found: Iterable[Difference]) -> Iterator[tuple[Text, ...]]:
    for one in found:
        key = Text(one.key, one.key)
        aspect = ASPECTS[one.aspect] if one.aspect else Text("", "")
        yield (key, one.title, KINDS[one.kind], aspect, one.before, one.after)


def _data(one: Difference) -> dict[str, Any]:
    return {
        "group": one.group.value,
        "key": one.key,
        "title": {"zh": one.title.zh, "en": one.title.en},
        "kind": one.kind.value,
        "aspect": one.aspect or None,
        "before": {"zh": one.before.zh, "en": one.before.en},
        "after": {"zh": one.after.zh, "en": one.after.en},
    }
