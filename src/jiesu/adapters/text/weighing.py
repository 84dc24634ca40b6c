# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whether characters that begin with a surname are somebody's name: reasons weighed up.

What stands before and behind, the characters themselves and the everyday words they may belong to
each add or take away a little; a name needs ``ENOUGH``. Names beside names need less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jiesu.adapters.text import beside, names
from jiesu.adapters.text.everyday import FOLLOWS, PRECEDES
from jiesu.adapters.text.given_names import CHERISHED, HARDLY, NEVER, USUAL
from jiesu.adapters.text.surnames import COMMON, DOUBLE, KNOWN, RISKY, listed

ENOUGH = 1.2
"""What makes a name."""
DOUBTFUL = 0.6
"""What might be one, if somebody else says so too."""
# What each reason adds or takes away; set by hand on the open appeals of ``jiesu bench redact``.
_MANY_HAVE, _SOME_HAVE, _OF_TWO, _MOSTLY_A_WORD, _OFTEN_A_WORD = 1.5, 0.9, 2.5, -1.0, 0.2
_SURE, _PERHAPS, _AT_THE_BEGINNING, _BESIDE_NOTHING, _IN_A_TEXT = 3.0, 2.0, 1.5, 1.0, -1.0
_IDENTIFIED, _DOING, _MAYBE_DOING, _PLACE = 2.5, 1.2, 0.2, -4.0
_BEGINS_A_WORD, _ENDS_A_WORD, _ONE_CHARACTER, _ENDS_LIKE_A_PLACE, _RUNS_ON = (
    -3,
    -2.5,
    -0.6,
    -3.5,
    -2,
)
_STRANGE, _PLACE_SOON = -0.3, -2.0
_GIVEN = dict.fromkeys(USUAL, 0.3) | dict.fromkeys(CHERISHED, 0.7) | dict.fromkeys(HARDLY, -1.6)
_IN_COMPANY = 1.2
_HOPELESS = DOUBTFUL - _IN_COMPANY * 2
_WORDS_COUNT = {False: 1.0, True: 0.75}
"""How much everyday words count, before which nothing and something says that a person comes."""

_PLACE_ENDS = frozenset(
    "路街村镇乡县区市省桥店厂馆院站校局部所室楼苑湖巷弄屯寨栋幢座坊庙庵塔寺湾垸坪塘坝渠港冲坳沟家"
)
_PLACES_BEHIND = listed("""
水务 公司 集团 物业 小区 社区 街道 家园 花园 公园 广场 大道 大街 大桥 大厦 小学
中学 医院 学校 超市 银行 市场 酒店 药店 饭店 餐馆 驾校 胡同 新村 组 路 街 村
镇 乡 县 区 市 省 桥 店 厂 馆 院 站 湖 巷 弄 屯 寨 湾 冲 坪 塘 垸 岭
庙 高速 国际 置业 实业 科技 建筑 建材 地产 房产 工程 水库 码头 中路 东路 西路
南路 北路 牌 型 号线 股份 有限 幼儿园 亭 庭 庄 堡 苑 营 地区 一区 二区 三区 前街
后街 家属院 宿舍 邮局 派出所 地铁 一期 二期 三期
""")

_FIRMS_BEHIND = tuple(word for word in _PLACES_BEHIND if len(word) > 1)
_NO_GIVEN_NAMES = (*_FIRMS_BEHIND, *listed("民工 考生 续有 门口 家长 业主 居民 村民 市民 职工"))
_BEFORE = (
    dict.fromkeys(beside.LIGHTLY_BEFORE, _BESIDE_NOTHING)
    | dict.fromkeys(beside.PERHAPS_BEFORE, _PERHAPS)
    | dict.fromkeys(beside.SURELY_BEFORE, _SURE)
)
_BEHIND = dict.fromkeys(beside.PERHAPS_BEHIND, _AT_THE_BEGINNING) | dict.fromkeys(
    beside.SURELY_BEHIND, _IDENTIFIED
)
_DEEDS = frozenset(word for word in beside.PERHAPS_BEHIND if len(word) > 1)
_LONGEST = 5
"""Characters of the longest word looked up beside a name."""
_JOINS = frozenset("是为叫: ")
_HAN = re.compile(names.HAN)
_SOON = re.compile(
    "(?:[东西南北中]?[苑里园庄堡城]|[一二三四五六七八九十]街)"
    f"|(?![走过在沿占挡拦]){names.HAN}路(?![上边口过])"
    f"|{names.HAN}{{1,2}}(?:物业|小区|社区|花园|公园|家园|家属院|邮局|幼儿园|[小中大]学|[苑庄堡镇])"
)
"""Behind the end of a name: then it was the beginning of a place's."""
_STARTS = re.compile(
    f"(?:{'|'.join(DOUBLE)}|[{''.join(sorted(KNOWN))}])(?=(?P<given>(?![{''.join(NEVER)}]){names.HAN}))"
)
_SELDOM = "区路年国和相来能幸才巴占展火礼青风丘"
"""Surnames so seldom that only a part in the matter before and a pause behind make them one."""
_SHOWN = re.compile(
    f"(?:{names.SAID})[是为叫]?(?P<hide>(?![{''.join(NEVER)}]){names.HAN}"
    f"(?:[{''.join(CHERISHED)}]|[{''.join(USUAL)}][{''.join(CHERISHED)}]"
    f"|[{''.join(CHERISHED)}][{''.join(USUAL)}])|[{_SELDOM}][{''.join(USUAL)}]{{2}})(?!{names.HAN})"
)
_GOES_ON = re.compile(f"(?![{''.join(NEVER)}]){names.HAN}")
_NUMBER_BEHIND = re.compile("[ ,:()]{0,2}(?:\0|身份证|电话|手机|[男女][ ,。;)])")
_BETWEEN = re.compile(r"(?:[、,/&\s]|和|与|及|以及|还有|[;.]|\d{1,2}[.、]){1,3}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a name, and how much speaks for it."""

    start: int
    end: int
    weight: float


def names_in(text: str) -> list[Candidate]:
    """Return what weighs enough to be a name in ``text``, in order, none across another.

    ``text`` is folded; what is hidden already stands as NUL.
    """
    return _apart([c for c in candidates(text) if c.weight >= ENOUGH])


def candidates(text: str) -> list[Candidate]:
    """Return what might be a name, in order; beside a sure name everything weighs more."""
    found = sorted([*_weighed(text), *_shown(text)], key=_start)
    return _in_company(text, _in_company(text, found)[::-1])[::-1]


def _start(candidate: Candidate) -> int:
    return candidate.start


def _shown(text: str) -> Iterator[Candidate]:
    """Yield phrases that end right behind a part in the matter and read like a name.

    So a surname nobody listed counts too.
    """
    for found in _SHOWN.finditer(text):
        start, end = found.span("hide")
        if text[start] not in KNOWN and not text.startswith(_FIRMS_BEHIND, end - 2):
            yield Candidate(start, end, ENOUGH)


def _weighed(text: str) -> Iterator[Candidate]:
    """Yield, for each surname, the heavier of the names of one and of two characters behind it."""
    for found in _STARTS.finditer(text):
        start, given = found.span()
        if names.TITLE.match(text, given):
            continue
        ends = (given + 1, given + 2) if _goes_on(text, given + 1) else (given + 1,)
        before = _before(text, start)
        words = _of_words(text, start, given) * _WORDS_COUNT[before >= _SURE]
        own = _of_surname(found[0]) + words + before
        weighed = (Candidate(start, end, own + _of_given(text, given, end)) for end in ends)
        best = max(weighed, key=lambda candidate: candidate.weight)
        if best.weight > _HOPELESS:
            yield best


def _goes_on(text: str, place: int) -> bool:
    """Return whether a second character of a given name may stand there, and no title does."""
    return bool(_GOES_ON.match(text, place)) and not names.TITLE.match(text, place)


def _of_surname(surname: str) -> float:
    if surname in DOUBLE:
        return _OFTEN_A_WORD if surname in RISKY else _OF_TWO
    if surname in COMMON:
        return _OFTEN_A_WORD if surname in RISKY else _MANY_HAVE
    return _MOSTLY_A_WORD if surname in RISKY else _SOME_HAVE


def _of_words(text: str, start: int, given: int) -> float:
    """Return what everyday words around the surname take away."""
    surname = text[start:given]
    follows = text[given] in FOLLOWS.get(surname, ())
    precedes = start > 0 and text[start - 1] in PRECEDES.get(surname, ())
    return _BEGINS_A_WORD * follows + _ENDS_A_WORD * precedes


def _of_given(text: str, start: int, end: int) -> float:
    """Return what the given name from ``start`` to ``end`` and what stands behind it say."""
    own = text[start:end]
    return (
        sum(_GIVEN.get(each, _STRANGE) for each in own)
        + _ONE_CHARACTER * (len(own) == 1)
        + _ENDS_LIKE_A_PLACE * (own[-1] in _PLACE_ENDS)
        + _RUNS_ON * _runs_on(text, start, end)
        + _PLACE * text.startswith(_NO_GIVEN_NAMES, start)
        + _PLACE_SOON * (_SOON.match(text, end) is not None)
        + _behind(text, end)
    )


def _runs_on(text: str, start: int, end: int) -> bool:
    """Return whether the end of the name belongs to what somebody does: 李四反|映."""
    return text[end - 1 : end + 1] in _DEEDS or text[start:end] in _DEEDS


def _before(text: str, start: int) -> float:
    """Return what speaks for a name in what stands before it."""
    if start == 0 or text[start - 1] == "\n":
        return _AT_THE_BEGINNING
    if text[start - 1] in _JOINS and _longest_before(text, start - 1) == _SURE:
        return _SURE
    if not _HAN.match(text[start - 1]):
        return _BESIDE_NOTHING
    return _longest_before(text, start) or _IN_A_TEXT


def _longest_before(text: str, end: int) -> float:
    words = (text[end - length : end] for length in range(min(_LONGEST, end), 0, -1))
    return next((_BEFORE[word] for word in words if word in _BEFORE), 0)


def _behind(text: str, end: int) -> float:
    """Return what speaks for a name in what stands behind it."""
    if text.startswith(_PLACES_BEHIND, end) or text.startswith(_FIRMS_BEHIND, end - 1):
        return _PLACE
    if _NUMBER_BEHIND.match(text, end) or names.TITLE.match(text, end):
        return _IDENTIFIED
    if not _HAN.match(text, end):
        return _BESIDE_NOTHING
    words = (text[end : end + length] for length in range(_LONGEST, 0, -1))
    known = next((_BEHIND[word] for word in words if word in _BEHIND), 0)
    return known or _of_verb(text, end)


def _of_verb(text: str, end: int) -> float:
    """Return what a verb of one character says, if something stands behind that it is done to."""
    if text[end] not in beside.VERBS or not _HAN.match(text, end + 1):
        return _IN_A_TEXT
    return _MAYBE_DOING if text[end] in USUAL else _DOING


def _in_company(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, heavier where only a comma or 和 parts them from a sure name before.

    Given backwards, they are looked at backwards.
    """
    sure: Candidate | None = None
    kept: list[Candidate] = []
    for candidate in found:
        more = _IN_COMPANY if sure and _beside(text, sure, candidate) else 0.0
        kept.append(replace(candidate, weight=candidate.weight + more))
        if kept[-1].weight >= ENOUGH:
            sure = kept[-1]
    return kept


def _beside(text: str, one: Candidate, other: Candidate) -> bool:
    first, second = sorted((one, other), key=lambda candidate: candidate.start)
    return _BETWEEN.fullmatch(text, first.end, second.start) is not None


def _apart(found: list[Candidate]) -> list[Candidate]:
    """Return the heavier of those that overlap."""
    taken: list[Candidate] = []
    for candidate in found:
        if taken and taken[-1].end > candidate.start:
            if taken[-1].weight >= candidate.weight:
                continue
            taken.pop()
        taken.append(candidate)
    return taken
