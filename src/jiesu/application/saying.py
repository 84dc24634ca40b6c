# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Values of rules as people say them, in both languages."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import spoken_value
from jiesu.domain.evaluation.scheme import (
    AnswerValues,
    Counting,
    MonthAnchor,
    PeerGroups,
    Share,
    Shares,
    TieRule,
    Weights,
)
from jiesu.domain.organisations import UnitKind, UnitKinds
from jiesu.domain.supervision.policy import Ladder, SurgeLevels
from jiesu.kernel.text import Text
from jiesu.rulebook.reasons import Reasons

REPEALED = Text("（已废止）", "(repealed)")
_NOTHING = Text("", "")

CHOICES: Mapping[StrEnum, Text] = {
    UnitKind.CITY_DESK: Text("热线服务中心", "the city desk"),
    UnitKind.OVERSIGHT: Text("监督机构", "oversight"),
    UnitKind.DISTRICT: Text("区", "districts"),
    UnitKind.SUBDISTRICT: Text("街道、乡镇", "sub-districts"),
    UnitKind.AREA_COMMITTEE: Text("功能区管委会", "area committees"),
    UnitKind.DEPARTMENT: Text("委办局", "departments"),
    UnitKind.UTILITY: Text("公共服务企业", "utilities"),
    UnitKind.STATE_FIRM: Text("国有企业", "state firms"),
    UnitKind.EXTERNAL: Text("市外单位", "bodies outside the city's command"),
    UnitKind.COMMUNITY: Text("社区、村", "communities"),
    MonthAnchor.REGISTERED: Text("按登记时间", "by when it was registered"),
    MonthAnchor.DISPATCHED: Text("按派单时间", "by when it was dispatched"),
    MonthAnchor.DUE: Text("按时限届满时间", "by when its limit ended"),
    MonthAnchor.ANSWERED: Text("按回访完成时间", "by when the person answered"),
    Counting.FIRST: Text("计首次回访", "the first answer counts"),
    Counting.LAST: Text("计末次回访", "the last answer counts"),
    Counting.EACH: Text("逐次计入", "each answer counts"),
    Share.LEAD: Text("主办", "lead"),
    Share.ASSIST: Text("协办", "assistants"),
    Share.DISTRICT: Text("所属区", "the district"),
    Share.COPY: Text("抄送单位", "units with a copy"),
    TieRule.LARGER_VOLUME: Text("量大者在前", "the larger volume first"),
    TieRule.SHARED: Text("并列", "a shared place"),
}
"""What the choices a scheme makes are called."""


def said(value: object, policy: CityPolicy) -> Text:
    """Return a value as people say it; nothing where the rule is all text, which its name says."""
    if value is None:
        return REPEALED
    if isinstance(value, str) and value in policy.texts:
        return _NOTHING
    parts = _parts(value, policy)
    return spoken_value(str(value), policy) if parts is None else _listed(parts)


def _parts(value: object, policy: CityPolicy) -> list[Text] | None:
    match value:
        case StrEnum() if value in CHOICES:
            return [CHOICES[value]]
        case UnitKinds(kinds=members) | Shares(capacities=members):
            return [CHOICES[each] for each in sorted(members)]
        case frozenset():
            return [spoken_value(each, policy) for each in sorted(map(str, value))]
        case PeerGroups(groups=named) | Reasons(reasons=named):
            return [each.name for each in named]
    return _figures(value, policy)


def _figures(value: object, policy: CityPolicy) -> list[Text] | None:
    match value:
        case Fraction():
            return [_share(float(value))]
        case Ladder(rungs=rungs):
            return [_with(rung.name, spoken_value(str(rung.after), policy)) for rung in rungs]
        case SurgeLevels(levels=levels):
            return [
                _with(level.name, Text(f"{float(level.times):g} 倍", f"×{float(level.times):g}"))
                for level in levels
            ]
        case Weights(response=response, resolution=resolution, satisfaction=satisfaction):
            return [
                _with(Text("响应率", "response"), _share(float(response))),
                _with(Text("解决率", "resolution"), _share(float(resolution))),
                _with(Text("满意率", "satisfaction"), _share(float(satisfaction))),
            ]
        case AnswerValues(partly=partly, basically=basically):
            return [
                _with(Text("部分解决", "partly solved"), _share(float(partly))),
                _with(Text("基本满意", "basically satisfied"), _share(float(basically))),
            ]
    return None


def _with(name: Text, figure: Text) -> Text:
    return Text(f"{name.zh} {figure.zh}", f"{name.en} {figure.en}")


def _share(part: float) -> Text:
    percent = f"{part * 100:g}%"
    return Text(percent, percent)


def _listed(parts: Iterable[Text]) -> Text:
    listed = list(parts)
    return Text("、".join(p.zh for p in listed), ", ".join(p.en for p in listed))
