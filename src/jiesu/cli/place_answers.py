# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What ``jiesu places`` answers, before anybody decides how it is printed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jiesu.adapters.packs.place_versions import PlaceVersion
from jiesu.application.places import Claimant
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.places import PlacesLoaded
from jiesu.cli.pack_answers import Answer, problems
from jiesu.domain.understanding import PlaceGuess, PlacesRead
from jiesu.kernel.text import Text

_KEPT = Text("已载入，为第 {number} 版。", "Loaded as version {number}.")
_CHECKED = Text("仅检查，未写入。", "Checked only; nothing was written.")
_NOTHING = Text("没有一行可用，未作任何改动。", "No row is good; nothing was changed.")
_SOON = Text(
    "正在运行的网页和后台任务几秒后生效。", "Running pages and workers see it within seconds."
)
_HEAD = {
    "area": Text("辖区", "area"),
    "code": Text("代码", "code"),
    "sure": Text("把握", "confidence"),
    "reason": Text("理由", "reason"),
    "metres": Text("距离（米）", "metres"),
    "how": Text("依据", "how"),
    "number": Text("版本", "version"),
    "day": Text("日期", "day"),
    "source": Text("来源", "source"),
    "points": Text("位置", "positions"),
    "polygons": Text("边界", "borders"),
    "digest": Text("摘要", "digest"),
}
_INSIDE = Text("在边界之内，距边界", "inside; to its border")
_NEAR = Text("在边界之外，距边界", "outside; to its border")
_GUESS = Text("无边界，距最近参考点（推测）", "no border; to the nearest known place (a guess)")


def loaded(done: PlacesLoaded, file: Path, *, only_check: bool) -> Answer:
    """Return what ``places load`` says."""
    points, grounds = len(done.found.points), len(done.found.grounds)
    listed = problems(str(file), done.problems)
    bad = len(done.problems)
    end = _end_of(done, only_check=only_check)
    zh = f"位置 {points} 处、边界 {grounds} 处可用，问题 {bad} 处。{end.zh}"
    en = f"Good: {points} position(s), {grounds} border(s). Problems: {bad}. {end.en}"
    data = {
        "points": sorted(done.found.points),
        "polygons": sorted(done.found.grounds),
        "written": done.written,
        "version": done.version.number if done.version else None,
        "kept_in": str(done.kept_in),
        "problems": listed.data["problems"],
    }
    return Answer(Text(zh, en), listed.header, listed.rows, data)


def _end_of(done: PlacesLoaded, *, only_check: bool) -> Text:
    if done.version is not None:
        facts = {"number": done.version.number}
        zh, en = _KEPT.say("zh", **facts), _KEPT.say("en", **facts)
        return Text(f"{zh}{_SOON.zh}", f"{en} {_SOON.en}")
    return _CHECKED if only_check and done.found else _NOTHING


def versions(found: Sequence[PlaceVersion], kept_in: Path) -> Answer:
    """Return what ``places versions`` says."""
    title = Text(
        f"自有位置共 {len(found)} 版，在用文件 {kept_in}",
        f"{len(found)} version(s) of the city's own places; in use: {kept_in}",
    )
    names = ("number", "day", "source", "points", "polygons", "digest")
    rows = tuple(
        (
            _same(one.number),
            _same(one.day or "–"),
            _source(one),
            _same(one.points),
            _same(one.polygons),
            _same(one.digest),
        )
        for one in found
    )
    data = {"kept_in": str(kept_in), "versions": [_version(one) for one in found]}
    return Answer(title, tuple(_HEAD[n] for n in names) if found else (), rows, data)


def gone_back(version: PlaceVersion) -> Answer:
    """Return what ``places back`` says."""
    title = Text(
        f"已恢复第 {version.back_to} 版，作为第 {version.number} 版。{_SOON.zh}",
        f"Version {version.back_to} is in use again, as version {version.number}. {_SOON.en}",
    )
    return Answer(title, (), (), _version(version))


def _version(version: PlaceVersion) -> dict[str, Any]:
    names = ("number", "day", "source", "digest", "points", "polygons", "back_to")
    return {name: getattr(version, name) for name in names}


def _source(version: PlaceVersion) -> Text:
    if version.back_to is None:
        return _same(version.source or "–")
    return Text(f"恢复第 {version.back_to} 版", f"back to version {version.back_to}")


def found(text: str, read: PlacesRead, policy: CityPolicy) -> Answer:
    """Return what ``places find`` says."""
    title = read.question or (
        Text("文中所指：", "The text is about:")
        if read.guesses
        else Text("没有读出地点。", "No place was found.")
    )
    names = ("area", "code", "sure", "reason")
    rows = tuple(
        (_name(g.area, policy), _same(g.area), _same(f"{g.confidence:.0%}"), g.reason)
        for g in read.guesses
    )
    data = {
        "guesses": [_guess(guess, text, policy) for guess in read.guesses],
        "question": _both(read.question) if read.question else None,
    }
    return Answer(title, tuple(_HEAD[n] for n in names) if rows else (), rows, data)


def _guess(guess: PlaceGuess, text: str, policy: CityPolicy) -> dict[str, Any]:
    return {
        "area": guess.area,
        "name": _both(_name(guess.area, policy)),
        "confidence": guess.confidence,
        "reason": _both(guess.reason),
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "kind": m.kind.value,
                "name": m.name,
                "text": text[m.start : m.end],
            }
            for m in guess.mentions
        ],
    }


def claimed(claimants: Sequence[Claimant], policy: CityPolicy) -> Answer:
    """Return what ``places at`` says."""
    title = (
        Text("此处可能属于：", "The place may belong to:")
        if claimants
        else Text("此处不属于任何辖区。", "The place lies in no area.")
    )
    rows = tuple(
        (_name(c.area, policy), _same(c.area), _how(c), _same(f"{c.metres:.0f}")) for c in claimants
    )
    names = ("area", "code", "how", "metres")
    data = {
        "claimants": [
            {
                "area": c.area,
                "name": _both(_name(c.area, policy)),
                "inside": c.inside,
                "guess": c.guess,
                "metres": round(c.metres, 1),
            }
            for c in claimants
        ]
    }
    return Answer(title, tuple(_HEAD[n] for n in names) if rows else (), rows, data)


def _how(claimant: Claimant) -> Text:
    if claimant.guess:
        return _GUESS
    return _INSIDE if claimant.inside else _NEAR


def _name(area: str, policy: CityPolicy) -> Text:
    return policy.organisation.area(area).name


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _same(value: object) -> Text:
    return Text(str(value), str(value))
