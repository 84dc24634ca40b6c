# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The redacted copy: what lists, search and training may read of people's words.

A table of recognisers runs over the text, the surest first; what one has taken the next cannot
see. Every repetition in a pattern is bounded, so the time grows with the length of the text and
nothing else. In doubt a person is hidden; firms, public places, amounts, dates and case numbers
stay readable.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from jiesu.adapters.text import names, numbers, weighing


class PersonalType(StrEnum):
    """What a hidden piece was; the value is part of stored redactions."""

    EMAIL = "email"  # 邮箱
    ID_NUMBER = "id_number"  # 身份证号
    BANK_CARD = "bank_card"  # 银行卡号
    PHONE = "phone"  # 电话
    PLATE = "plate"  # 车牌号
    WECHAT = "wechat"  # 微信号
    QQ = "qq"  # QQ号
    ADDRESS_ROOM = "address_room"  # 门牌号
    NAME = "name"  # 姓名


PLACEHOLDERS = {
    PersonalType.EMAIL: "【邮箱】",
    PersonalType.ID_NUMBER: "【身份证号】",
    PersonalType.BANK_CARD: "【银行卡号】",
    PersonalType.PHONE: "【电话】",
    PersonalType.PLATE: "【车牌号】",
    PersonalType.WECHAT: "【微信号】",
    PersonalType.QQ: "【QQ号】",
    PersonalType.ADDRESS_ROOM: "【门牌号】",
    PersonalType.NAME: "【姓名】",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A hidden piece: where it stood in the original text (``end`` exclusive), and what it was."""

    start: int
    end: int
    type: PersonalType


@dataclass(frozen=True, slots=True)
class Redacted:
    """脱敏文本: the text with placeholders, and what was hidden where, in order."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Recogniser:
    """One row of the table: hides group ``hide`` (or all) of what matches and is accepted.

    The rest spares most texts most searches, and changes no result: every text with a match holds
    at least one of the characters ``needs``, at least ``digits`` digits, and what ``hint`` matches.
    """

    type: PersonalType
    pattern: re.Pattern[str]
    accept: Callable[[re.Match[str]], bool] = bool
    needs: frozenset[str] = frozenset()
    digits: int = 0
    hint: re.Pattern[str] | None = None

    def may_match(self, characters: set[str], digits: int) -> bool:
        """Return whether a text of these characters and so many digits can hold a match at all."""
        return digits >= self.digits and not (self.needs and self.needs.isdisjoint(characters))

    def find(self, text: str) -> Iterator[Span]:
        """Yield what this row hides in ``text``; behind a match turned down it looks again."""
        if self.hint and not self.hint.search(text):
            return
        hidden = "hide" if "hide" in self.pattern.groupindex else 0
        position = 0
        while found := self.pattern.search(text, position):
            if self.accept(found):
                yield Span(found.start(hidden), found.end(hidden), self.type)
                position = found.end()
            else:
                position = found.start() + 1


class _WeighedNames:
    """The row that weighs reasons instead of matching a pattern."""

    type = PersonalType.NAME

    def may_match(self, _characters: set[str], _digits: int) -> bool:
        """Return True: any text may hold a name."""
        return True

    def find(self, text: str) -> Iterator[Span]:
        """Yield what weighs enough."""
        for name in weighing.names_in(text):
            yield Span(name.start, name.end, self.type)


Find = Callable[[str], Iterable[Span]]
"""Finds more in a folded text, in order; what is hidden already stands there as NUL."""


def redact(text: str, also: Find | None = None) -> Redacted:
    """Return ``text`` with every recognised piece of personal data replaced by a placeholder.

    ``also`` may find what the recognisers here did not.
    """
    seen = folded = text.translate(_FOLDED)
    spans: list[Span] = []
    characters, digits = {*seen, "\0"}, len(_ANY_DIGIT.findall(seen))
    for find in _finds(characters, digits, also):
        if found := list(find(seen)):
            seen = _replace(seen, found, lambda span: "\0" * (span.end - span.start))
            spans += found
    spans += _said_again(folded, seen, spans)
    spans.sort(key=lambda span: span.start)
    return Redacted(_replace(text, spans, lambda span: PLACEHOLDERS[span.type]), tuple(spans))


class _Row(Protocol):
    """One row of the table of recognisers."""

    def may_match(self, characters: set[str], digits: int, /) -> bool: ...
    def find(self, text: str) -> Iterator[Span]: ...


def _finds(characters: set[str], digits: int, also: Find | None) -> Iterator[Find]:
    """Yield what can find anything in a text of these characters and so many digits."""
    for recogniser in _RECOGNISERS:
        if recogniser.may_match(characters, digits):
            yield recogniser.find
    if also:
        yield also


def _said_again(folded: str, seen: str, spans: list[Span]) -> list[Span]:
    """Return where a whole name found once stands again; ``seen`` shows what is not hidden yet."""
    found = {folded[s.start : s.end] for s in spans if s.type is PersonalType.NAME}
    again: list[Span] = []
    for name in sorted(found, key=lambda name: (-len(name), name)):
        if not names.is_whole(name):
            continue
        start = seen.find(name)
        while start >= 0:
            end = start + len(name)
            if names.may_stand(name, seen, end):
                again.append(Span(start, end, PersonalType.NAME))
                seen = seen[:start] + "\0" * len(name) + seen[end:]
            start = seen.find(name, end)
    return again


def _replace(text: str, spans: list[Span], by: Callable[[Span], str]) -> str:
    parts: list[str] = []
    position = 0
    for span in spans:
        parts += text[position : span.start], by(span)
        position = span.end
    return "".join([*parts, text[position:]])


_TRADITIONAL = (
    "劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鍾譚陸範賈韋鄒閆龍賀顧錢嚴湯溫龐顏莊聶魯關蘭紀塗藍閻饒"
    "駱鄔竇張羅車業電話號樓單聯繫師醫來訴報舉書記經長隊員門戶帳證銀郵閒麗華國強偉傑軍東義慶鳳蓮瓊"
    "寶貴興學衛現說稱與為從將讓給對問請個這時處區縣鄉鎮棟層間費貨輛條樣應該沒還過開發無親鄰幫債騙"
    "認識議論護職務領導屬實級總統劃們誰歲媽爺兒婦聽買賣價頭體點壞響聲氣廠廣場園"
)
_SIMPLIFIED = (
    "刘陈杨黄赵吴孙马郑谢许韩冯邓萧叶苏吕卢钟谭陆范贾韦邹闫龙贺顾钱严汤温庞颜庄聂鲁关兰纪涂蓝阎饶"
    "骆邬窦张罗车业电话号楼单联系师医来诉报举书记经长队员门户账证银邮闲丽华国强伟杰军东义庆凤莲琼"
    "宝贵兴学卫现说称与为从将让给对问请个这时处区县乡镇栋层间费货辆条样应该没还过开发无亲邻帮债骗"
    "认识议论护职务领导属实级总统划们谁岁妈爷儿妇听买卖价头体点坏响声气厂广场园"
)
# What patterns look at: full-width and traditional characters, odd spaces and dashes folded, every
# position kept.
_FOLDED: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u00a0\u00ad\u2002\u2003\u2009\u200b\u200c\u200d\u3000\ufeff"), " "),
    **dict.fromkeys([*range(0x200E, 0x2010), *range(0x202A, 0x202F)], " "),
    **dict(zip(map(ord, _TRADITIONAL), map(ord, _SIMPLIFIED), strict=True)),
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x2500], "-"),
}


_ANY_DIGIT = re.compile(r"\d")
_NUMERAL = "[0-9A-Za-z一二三四五六七八九十百零〇两顶底甲乙丙丁东西南北中]"
_WAY = "[东西南北中左右]{1,2}边?"
_ROOM_HINT = (
    f"{_NUMERAL}(?:号[楼院门]?|#楼?|[栋幢座弄梯门楼]|单元)[ ,-]{{0,2}}{_NUMERAL}"
    f"|{_NUMERAL}(?:单元|[楼层])[ ,-]{{0,2}}{_WAY}户"
)
"""A number of a house, building or staircase with another number or a side behind it."""


_NOT_COUNTED = "(?![0-9年月日元米平个户人套间辆台张块万亿多余来左栋幢座号楼路层单%㎡.]|-[0-9]{3})"
"""What stands behind a number that is no room: 1200平, 300户."""


_LIKE_A_ROOM = "[1-9][0-9]?(?:0[1-9]|1[0-9])"
"""A floor and one of its few doors: 501, 1203."""
_SPOKEN_ROOM = "[一二三四五六七八九][零〇幺一][一二三四五六七八九]"


def _room_pattern() -> str:
    """Return the pattern of a building with a room in it, in its usual spellings."""
    han = "[一二三四五六七八九十百零〇两]"
    number = f"(?:[A-Za-z]?[0-9]{{1,4}}[A-Za-z]?|[A-Za-z]|{han}{{1,4}})"
    gap = "[ ,-]{0,2}"
    building = f"{number}(?:号楼|号门|#楼|栋|幢|座|#|楼(?={number}(?:门|单元))){gap}"
    house = f"{number}(?:号院?|弄){gap}"
    stair = f"(?:{number}|[甲乙丙丁东西南北中])(?:单元|梯|门)"
    unit = f"{stair}{gap}"
    floor = f"(?:{number}(?:层|楼)|[顶底]层){gap}"
    landing = f"{stair}(?:{gap}{number}[层楼])?"
    side = f"{number}(?:层|楼){gap}{_WAY}(?:[户室]|(?![边侧面部头向端区门口楼段那这]|{names.HAN}))"
    room = f"{number}(?:号?房(?![间东租屋产子价源地])|室)"
    bare = (
        f"(?:(?:[0-9]{{1,2}}-)?[A-Z]?[0-9]{{3,4}}{_NOT_COUNTED}|{_SPOKEN_ROOM}{_NOT_COUNTED}"
        f"|[1-9][0-9]?(?:-[1-9][0-9]?){{1,2}}(?![门点时:-]){_NOT_COUNTED}"
        f"|[0-9]{{1,2}}[A-H](?![A-Za-z0-9]))(?:[、,和与及]{_LIKE_A_ROOM}室?{_NOT_COUNTED}){{0,4}}"
    )
    door = f"{number}号(?![0-9楼线院口路])"
    inside = f"(?:{unit})?(?:{side}|(?:{floor})?(?:{room}|{bare}|{door}))|{unit}{_WAY}户"
    return (
        f"(?<![0-9A-Za-z])(?:(?:{house})?(?:{building}){{1,2}}(?:{inside}|{landing})"
        f"|(?:{house}){{1,2}}(?:{unit})?(?:{floor})?{room}"
        f"|(?:{number}(?:单元|[楼层])|[顶底][层楼]){gap}{_WAY}户|(?:{unit})(?:{side}|(?:{floor})?(?:{room}|{bare}|{door}))|{number}(?:层|楼){gap}(?:{room}|{bare}))"
    )


_DOTS = "·•‧・∙⋅"
_SHORT = "(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_SPOKEN_DIGIT = f"[0-9{numbers.SPOKEN_DIGITS}]"
_GAP = r"[ \-]{0,2}"
_PHONE_GAP = r"[ \-.·_]{0,3}"
_NO_NUMBER_BEFORE = r"(?<!\d)(?<!\d[.\-])"
_CHINA = rf"\(?(?:\+|00)?86\)?{_PHONE_GAP}"
_PROVINCE_SIGNS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def _row(  # noqa: PLR0913 -- the columns of a table
    kind: PersonalType,
    pattern: str,
    accept: Callable[[re.Match[str]], bool] = bool,
    needs: str = "",
    digits: int = 1,
    hint: str = "",
) -> _Recogniser:
    compiled = re.compile(pattern, re.IGNORECASE)
    sooner = re.compile(hint, re.IGNORECASE) if hint else None
    return _Recogniser(kind, compiled, accept, frozenset(needs), digits, sooner)


_RECOGNISERS: tuple[_Row, ...] = (
    _row(
        PersonalType.EMAIL,
        r"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]{1,64}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,4}",
        needs="@",
        digits=0,
    ),
    _row(
        PersonalType.ID_NUMBER,
        rf"(?<![0-9a-z])[1-8](?:{_GAP}[0-9]){{16}}{_GAP}[0-9x](?![0-9a-z])",
        numbers.is_id_number,
        digits=17,
    ),
    _row(  # called an identity number, so it is one, mistyped or half hidden as it may be
        PersonalType.ID_NUMBER,
        rf"身份证(?:号码?)?[是为]?[: ]{{0,3}}(?P<hide>\d(?:{_GAP}[0-9x*]){{14,17}})(?![0-9x*])",
    ),
    _row(
        PersonalType.ID_NUMBER,
        r"(?:护照|通行证|台胞证|回乡证|居留证|军官证|士兵证)(?:号码?|编号)?[是为]?[: ]{0,3}"
        r"(?P<hide>[a-z]{0,3}\d{6,9})(?![0-9a-z])",
        digits=6,
    ),
    _row(
        PersonalType.BANK_CARD,
        rf"(?<![0-9a-z])[3-69]\d{{5}}{_GAP}\d{{10,13}}(?!\d)",
        numbers.is_bank_card,
        digits=16,
    ),
    _row(
        PersonalType.BANK_CARD,
        r"(?<![0-9a-z])[3-69]\d{3}(?:[ \-]{1,2}\d{4}){3}(?:[ \-]{1,2}\d{1,3})(?!\d)",
        numbers.is_bank_card,
        digits=17,
    ),
    _row(
        PersonalType.BANK_CARD,
        r"(?<![0-9a-z])[3-69]\d{3}(?:[ \-]{1,2}\d{4}){3}(?!\d)",
        numbers.is_bank_card,
        digits=16,
    ),
    _row(
        PersonalType.BANK_CARD,
        rf"(?:卡号|账号|帐号|账户|帐户)[是为]?[: ]{{0,3}}(?P<hide>\d(?:{_GAP}\d){{11,18}})(?!\d)",
        digits=12,
    ),
    _row(
        PersonalType.ID_NUMBER,
        rf"(?<![0-9a-z])[1-8](?:{_GAP}[0-9]){{14}}(?![0-9a-z])",
        numbers.is_old_id_number,
        digits=15,
    ),
    _row(
        PersonalType.PHONE,
        rf"{_NO_NUMBER_BEFORE}(?:{_CHINA})?0?"
        rf"(?P<digits>1{_PHONE_GAP}[3-9](?:{_PHONE_GAP}[0-9]){{9}})(?!\d)",
        numbers.is_mobile,
        digits=11,
    ),
    _row(
        PersonalType.PHONE,
        rf"(?<![0-9a-z])(?<!\d[.\-])(?:{_CHINA}0?|\(?0)(?:10|2\d|[3-9]\d\d)\)?{_PHONE_GAP}"
        rf"[2-9]\d{{2,3}}{_PHONE_GAP}\d{{4}}(?: ?(?:-|转|x|ext|#|分机) ?\d{{1,6}})?(?!\d)",
        numbers.not_an_order,
        digits=10,
    ),
    _row(
        PersonalType.PHONE,
        r"(?:电话|手机|座机|传真|tel|拨打?|打了?|致电|回电|前台|办公室|值班室)(?:号码?)?[是为]?"
        r"[:. )]{0,3}"
        rf"(?P<hide>[2-8]\d{{2,3}}{_PHONE_GAP}\d{{4}})(?!\d)",
        digits=7,
    ),
    _row(
        PersonalType.PHONE,
        rf"(?<![0-9])(?P<digits>[1一幺][ \-,、.]{{0,2}}[3-9三四五六七八九]"
        rf"(?:[ \-,、.]{{0,2}}{_SPOKEN_DIGIT}){{9}})(?![0-9])",
        numbers.is_mobile,
        needs="1一幺",
        digits=0,
    ),
    _row(  # 139,1234,5678
        PersonalType.PHONE,
        r"(?<!\d)1[3-9]\d(?P<gap>[,/~、])\d{4}(?P=gap)\d{4}(?!\d)",
        digits=11,
    ),
    _row(  # 139****8888: half hidden is half known
        PersonalType.PHONE,
        r"(?<![0-9*])1[3-9]\d[*x]{3,6}\d{2,5}(?![0-9*])",
        digits=5,
    ),
    _row(  # 0 5 9 1 …
        PersonalType.PHONE,
        r"(?<![0-9] )(?<![0-9])0(?: [0-9]){9,11}(?! ?[0-9])",
        digits=10,
    ),
    _row(
        PersonalType.PLATE,
        rf"[{_PROVINCE_SIGNS}][a-hj-np-z][ ·.\-]?"
        r"(?:[a-hjk][a-hj-np-z0-9]\d{4}|\d{5}[a-hjk]|[a-hj-np-z0-9]{4}[a-hj-np-z0-9挂学警港澳试超领])"
        r"(?![a-z0-9])",
        numbers.is_plate,
        needs=_PROVINCE_SIGNS,
        digits=0,
    ),
    _row(  # 使: of embassies
        PersonalType.PLATE,
        r"使[ ·]?\d{3}[ ·]?\d{3}(?![\d元人户万亿多余名平个])"
        r"|(?<![\d.\-])\d{6}使(?![用得人我其他她居业群市该之馆])",
        numbers.not_an_order,
        needs="使",
        digits=6,
    ),
    _row(
        PersonalType.WECHAT,
        r"(?<![a-z])(?:微信|威信|薇信|v信|wechat|weixin|wx|vx|[加我]v)"
        r"(?:号码|账号|帐号|同号|号|id|是|为|联系|添?加| is){0,3}"
        r"[: ]{0,3}(?P<hide>[a-z0-9][a-z0-9_\-]{5,19})(?![a-z0-9_])",
        needs="信wWvV",
        digits=0,
    ),
    _row(
        PersonalType.QQ,
        r"(?<![a-z])(?:q ?q|扣扣|企鹅)(?:号码|账号|帐号|号|是|为){0,3}[: ]{0,3}"
        r"(?P<hide>[1-9]\d{4,10})(?!\d)",
        digits=5,
    ),
    *(
        _Recogniser(PersonalType.NAME, pattern, names.is_person, frozenset(needs))
        for pattern, needs in (
            (names.LABELLED, ":"),
            (names.DOTTED_SAID, _DOTS),
            (names.DOTTED_ALONE, _DOTS),
            (names.TIBETAN, ""),
            (names.SURNAME_SAID, "姓"),
            (names.ADDRESSED, "敬致"),
        )
    ),
    *(
        _Recogniser(PersonalType.NAME, pattern, hint=names.TWO_ROMAN_WORDS)
        for pattern in (names.ROMAN_SAID, names.ROMAN_ALONE)
    ),
    _WeighedNames(),
    _Recogniser(
        PersonalType.NAME,
        names.TITLED,
        names.is_person,
        names.TITLE_SIGNS,
    ),
    _row(
        PersonalType.ADDRESS_ROOM,
        _room_pattern(),
        needs="楼栋幢座#号弄单梯门层",
        digits=0,
        hint=_ROOM_HINT,
    ),
    _row(  # 三排五号 of old single-storey quarters
        PersonalType.ADDRESS_ROOM,
        f"(?<![第0-9一二三四五六七八九十]){_SHORT}排[ ,-]?{_SHORT}号(?![座位线楼0-9])",
        needs="排",
        digits=0,
    ),
    _row(  # 村12号, 胡同甲8号: where houses are homes, the number is the home
        PersonalType.ADDRESS_ROOM,
        "(?:[村屯井冲湾坪垸坝寨沟垭]|胡同|(?<![东西南北中])巷|[0-9一二三四五六七八九十][组队社]|门牌号?[是为]?:?)"
        "(?P<hide>[甲乙丙丁]?[0-9]{1,4}号(?:(?:院|附)[0-9]{1,3}号)?)(?![0-9楼线路口])",
        needs="村屯井冲湾坪垸坝寨沟垭同巷牌组队社",
    ),
    _row(  # 402室
        PersonalType.ADDRESS_ROOM,
        r"(?<![0-9A-Za-z.\-])(?:[1-9][0-9]?-)?[1-9][0-9]{2,3}"
        r"(?:室(?![内外温])|号?房(?![间东租屋产子价源地型贷款])|(?=的?(?:业主|住户|租户)))",
        digits=3,
    ),
    _row(  # 楼上402
        PersonalType.ADDRESS_ROOM,
        "(?:楼上|楼下|对门|隔壁|对面|家住|住在?|房号|户号)[是为: ]{0,2}"
        f"(?P<hide>(?:[1-9][0-9]?-)?[1-9][0-9]{{2,3}}{_NOT_COUNTED})",
        needs="楼门壁面住号",
        digits=3,
    ),
    _row(  # 花园2-204, 花园12-2-5
        PersonalType.ADDRESS_ROOM,
        "(?<=[区园苑寓庭湾府城墅里])(?P<hide>[A-Za-z]?[1-9][0-9]?-"
        "(?:[1-9][0-9]{2,3}|[1-9]-[1-9][0-9]?)室?)(?![0-9\\-.])",
        needs="-",
        digits=3,
    ),
    _row(  # 一零二室, 1204房间, 家属楼301
        PersonalType.ADDRESS_ROOM,
        f"{_SPOKEN_ROOM}(?:室(?![内外温])|号?房间)|(?<![0-9A-Za-z.-]){_LIKE_A_ROOM}号?房间"
        f"|(?:(?<=家属楼)|(?<=宿舍楼)|(?<=公寓)|(?<=宿舍)){_LIKE_A_ROOM}{_NOT_COUNTED}",
        needs="室房属舍寓",
        digits=0,
    ),
    _row(  # 家属院12号
        PersonalType.ADDRESS_ROOM,
        "(?:家属院|大院|平房)(?P<hide>[1-9][0-9]{0,2}号)(?![0-9楼线路口院])",
        needs="院平",
    ),
    _row(  # 花园8号702: behind 号 a number made like a room's
        PersonalType.ADDRESS_ROOM,
        f"(?<=[区园苑寓庭湾府城墅里路街弄])(?P<hide>[1-9][0-9]{{0,3}}号{_LIKE_A_ROOM})"
        f"{_NOT_COUNTED}",
        needs="号",
        digits=4,
    ),
    _row(  # 3-2-501
        PersonalType.ADDRESS_ROOM,
        r"(?<![0-9A-Za-z.\-])[A-Za-z]?[1-9][0-9]{0,2}-[1-9][0-9]?-[1-9][0-9]?(?:0[1-9]|1[0-9])室?(?![0-9A-Za-z.\-年])",
        needs="-",
        digits=5,
    ),
)
