# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Names that a pattern shows: after a label, before a title, foreign ones by their own make."""

import re

from jiesu.adapters.text.beside import SURELY_BEFORE
from jiesu.adapters.text.everyday import FOLLOWS, PRECEDES
from jiesu.adapters.text.surnames import COMMON, DOUBLE, KNOWN, RISKY

HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_SURNAME = f"(?:{'|'.join(DOUBLE)}|[{''.join(sorted(KNOWN))}])"
_NEVER = "的了是在和与及或我你他她们不到说请也就都被把让向住要想因电手联身称反投叫等"
_GIVEN = f"(?![{_NEVER}来家先女男师经]){HAN}"
_DOTTED = f"(?:{_GIVEN}){{1,8}}(?:[·•‧・∙⋅](?:{_GIVEN}){{1,8}}){{1,3}}"
_NAME = f"(?:{_DOTTED}|{_SURNAME}{_GIVEN}(?:{_GIVEN})?)"
_LABEL = (
    f"(?:姓名|户名|名字|曾用名|真名|原名|户主|车主|房主|店主|村民|业主|原告|被告|{HAN}{{1,3}}人)"
)
_PERSON = "(?:先生|女士|小姐|太太|师傅|同志|阿姨|叔叔|大爷|大妈|大哥|大姐|奶奶|爷爷|老师|医生|同学)"
_PERSON_SIGNS = "先士姐太傅志姨叔爷妈哥奶师医同"
_OFFICE = (
    "(?:副?(?:经理|主任|队长|局长|科长|处长|所长|书记|校长|院长|园长|站长|店长|厂长|组长|主管"
    "|厅长|部长|会长|董事长|秘书长)|大夫|护士|老板|警官|律师|法官|工程师|教授|主席|委员"
    "|副?[市县](?:委书记|长(?![期久年远途效春沙治]))|总(?![体共是量之数面投价额计则结算部裁监队统款产务局站公人会])"
    f"|(?:工|区长|镇长|乡长|村长)(?=说|讲|答|电话|手机|(?!{HAN})))"
)
TITLE_SIGNS = frozenset(_PERSON_SIGNS + "理任长记管夫护板官师授总工席员")
"""Every title holds one of these."""
TITLE = re.compile(f"{_PERSON}|{_OFFICE}")
"""先生, 经理: what stands behind a name."""
_ENDS = (
    f"(?=反映|来电|致电|投诉|举报|称|表示|要求|说|的|在|于|住|家|电话|手机|身份证|联系|因|不"
    f"|就诊|跑路|夫妇|和|与|{_PERSON}|(?!{HAN}))"
)

LABELLED = re.compile(f"{_LABEL}[是为]? {{0,2}}:[: ]{{0,2}}(?P<hide>{_NAME}|{HAN}{{2,4}}(?!{HAN}))")
"""姓名：某某 — after a colon even a rare surname counts, if the name stands alone."""

SAID = "|".join(sorted(SURELY_BEFORE, key=len, reverse=True))
"""A part in a matter: whoever comes next is a person."""
DOTTED_SAID = re.compile(f"(?:{SAID})[是为叫]?[: ]{{0,2}}(?P<hide>{_DOTTED}){_ENDS}")
"""业主某某·某某反映"""

DOTTED_ALONE = re.compile(
    f"(?<!{HAN})(?P<hide>{_DOTTED})(?=[ ,:(]{{0,2}}(?:\\0|身份证|电话|手机|{_PERSON}))"
)
"""某某·某某, before a title or a number."""

TWO_ROMAN_WORDS = re.compile("[A-Z][a-z]+ [A-Z][a-z]")
_ROMAN = "[A-Z][a-z]{1,14}"
ROMAN_SAID = re.compile(
    f"(?:{SAID}|是)[: ]{{0,2}}(?P<hide>{_ROMAN}(?: {_ROMAN}){{1,2}})(?![A-Za-z])"
)
"""我叫 Some One"""

ROMAN_ALONE = re.compile(
    f"(?<![A-Za-z])(?P<hide>{_ROMAN}(?: {_ROMAN}){{1,2}})(?= ?(?:{_PERSON}|来电|反映|投诉))"
)
"""Some One先生"""

_TIBETAN = (
    "扎西|多吉|顿珠|卓玛|次仁|旺姆|平措|尼玛|拉姆|央金|格桑|洛桑|丹增|达瓦|旺堆|白玛|德吉"
    "|曲珍|桑吉|仁青|才让|索南|贡布|普布|巴桑|米玛|边巴|强巴|晋美|次旦|旦增|加措|卓嘎|央宗"
    "|旺久|群培|罗布"
)
TIBETAN = re.compile(f"(?P<hide>(?:{_TIBETAN}){{2}})")

SURNAME_SAID = re.compile(
    f"(?:(?:我|本人|免贵|他|她)姓|(?<![百同贵老])姓(?={_SURNAME}(?:的|[男女]|(?!{HAN}))))"
    f"(?P<hide>{_SURNAME})"
)
"""我姓某, 一个姓某的"""

ADDRESSED = re.compile(
    f"(?:尊敬的|敬爱的|致)(?P<hide>(?![市县省区镇乡村各老总校院厂局队]){HAN})"
    "(?=(?:书记|[市县省局厅区镇乡院校]长|主任)[: ,])"
)
"""尊敬的某书记：—— here any surname counts."""

TITLED = re.compile(f"(?P<hide>{_SURNAME})(?={_PERSON}|{_OFFICE})")
"""某师傅, 某经理: the title stays, it says what part the person had."""

_NOT_NAMES = re.compile(
    "保密|匿名|不详|不明|未知|没有|无名|如下|同上|本人|业主|居民|市民|群众|不愿|任何|不便|不方便|不知|多人|若干|全体"
)
_IN_A_WORD = re.compile(f"(?![姓是找叫和与跟给的由被向对让请业理局会科群]){HAN}")
_HAN = re.compile(HAN)
_PEOPLE = re.compile(_PERSON)
_TRADES = re.compile("[施童包白]工|班主任|项目经理")
_FIRMS = (
    "公司",
    "物业",
    "中心",
    "居委会",
    "业委会",
    "村委会",
    "街道",
    "社区",
    "小区",
    "部",
    "局",
    "村",
    "镇",
    "路",
    "街",
)


_BODIES = ("物业", "街道", "社区", "小区", "公司", "单位")
"""Where people have offices: 物业顾经理 is no 业顾."""
_SURE = 3  # characters
_WHOLE = re.compile(f"{_SURNAME}{HAN}|{_DOTTED}|{_ROMAN}|{_TIBETAN}")
_MAY_END = re.compile(_ENDS)


def is_whole(name: str) -> bool:
    """Return whether this is more than a surname, so that it means one person anywhere."""
    return _WHOLE.match(name) is not None


def may_stand(name: str, text: str, end: int) -> bool:
    """Return whether a name known from elsewhere in ``text`` can be meant where it ends at ``end``.

    Two characters are a part of many words, three of hardly any.
    """
    return len(name) >= _SURE or _MAY_END.match(text, end) is not None


def is_person(found: re.Match[str]) -> bool:
    """Return whether what a pattern here found is a name and not an everyday word or a firm."""
    name, start, text = found["hide"], found.start("hide"), found.string
    if _NOT_NAMES.match(name) or name.endswith(_FIRMS) or _TRADES.match(text, start):
        return False
    if name[1:2] in FOLLOWS.get(name[0], ()) and _HAN.match(text, found.end()):
        return False
    return start == 0 or not _ends_a_word(text, start, found.end())


def _ends_a_word(text: str, start: int, end: int) -> bool:
    """Return whether the surname at ``start`` belongs to the word before it: 任何老师."""
    if text[start - 1] in PRECEDES.get(text[start], ()):
        return not text.startswith(_BODIES, max(start - 2, 0)) and text[start - 1] != "的"
    if text[start] in RISKY - COMMON and _IN_A_WORD.match(text, start - 1):
        return _PEOPLE.match(text, end) is None
    return False
