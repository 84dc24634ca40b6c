# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Invented sentences whose personal data is known to the character, for measuring redaction.

Numbers are drawn, never taken from anybody; check digits are right. A third of the sentences holds
nothing personal, only what looks like it. Surnames are drawn from a list of their own, so that the
recogniser's list is measured too.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from jiesu.bootstrap.chance import Dice

_COMMON = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程"
_LESS_COMMON = (
    "姜崔钟谭陆汪范金石廖贾夏韦方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤常"
)
_RARE = "仉逄缪佟佘邝阚郜郗郦栾敖褚靳滕隋芮蔺冼荀鞠闵訾邬岑亓贠禤"
_DOUBLE = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "慕容",
    "皇甫",
    "尉迟",
    "公孙",
    "夏侯",
    "令狐",
    "端木",
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文红春梅海燕子轩浩然宇梓涵欣怡家豪雨泽思源"
    "德福来荣庆生永利学贵凤珍淑先师"
)
_DOTTED = (
    "买买提·艾力",
    "阿依古丽·吐尔逊",
    "古丽娜·买买提",
    "扎西·多吉",
    "巴特尔·苏和",
    "迪力·努尔",
)
_PROVINCES = "京津沪冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼渝"
_PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SPOKEN = ("零一二三四五六七八九", "〇幺二三四五六七八九", "零幺两三四五六七八九")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"


Place = tuple[int, int, str]
"""Where something begins, where it ends, and its type."""


@dataclass(frozen=True, slots=True)
class Known:
    """One text, and where what kind of personal data stands in it.

    What stands at ``either`` may be hidden or not: both are right.
    """

    text: str
    spans: tuple[Place, ...]
    either: tuple[Place, ...] = ()


def sentences(dice: Dice, count: int) -> list[Known]:
    """Return ``count`` sentences, each of one to three clauses."""
    return [_sentence(dice) for _ in range(count)]


def _sentence(dice: Dice) -> Known:
    text, spans = "", []
    for _ in range(dice.randint(1, 3)):
        table = _HARMLESS if dice.random() < 0.34 else _CLAUSES  # noqa: PLR2004 -- a third
        clause, found = _filled(dice, dice.choice(table))
        spans += [(len(text) + start, len(text) + end, kind) for start, end, kind in found]
        text += clause + dice.choice("，。；\n")
    return Known(text, tuple(spans))


_SLOT = re.compile(r"\{(\w+)\}")


def _filled(dice: Dice, template: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, position = "", 0
    spans: list[tuple[int, int, str]] = []
    for slot in _SLOT.finditer(template):
        text += template[position : slot.start()]
        kind, draw = _SLOTS[slot[1]]
        value = draw(dice)
        if kind:
            spans.append((len(text), len(text) + len(value), kind))
        text += value
        position = slot.end()
    return text + template[position:], spans


def _some(dice: Dice, characters: str, length: int) -> str:
    return "".join(dice.choice(characters) for _ in range(length))


def _grouped(number: str, sizes: tuple[int, ...], gap: str) -> str:
    parts, position = [], 0
    for size in sizes:
        parts.append(number[position : position + size])
        position += size
    return gap.join(part for part in [*parts, number[position:]] if part)


def _mobile(dice: Dice) -> str:
    number = "1" + _some(dice, "3456789", 1) + _some(dice, _DIGITS, 9)
    spellings: list[Callable[[], str]] = [
        lambda: number,
        lambda: number,
        lambda: _grouped(number, (3, 4, 4), dice.choice([" ", "-", "—", " - "])),
        lambda: _grouped(number, (3, 3, 5), " "),
        lambda: _grouped(number, (4, 4, 3), " "),
        lambda: dice.choice(["+86", "+86 ", "+86-", "0086", "86-", "（+86）"]) + number,
        lambda: number.translate(_FULL_WIDTH),
        lambda: number.translate(str.maketrans(_DIGITS, dice.choice(_SPOKEN))),
        lambda: _grouped(number.translate(str.maketrans(_DIGITS, _SPOKEN[1])), (3, 4), "，"),
        lambda: " ".join(number),
    ]
    return dice.choice(spellings)()


def _landline(dice: Dice) -> str:
    area = dice.choice(["010", "021", "022", "0755", "0591", "0531", "0371"])
    own = _some(dice, "2345678", 1) + _some(dice, _DIGITS, 7)
    spellings = (f"{area}-{own}", f"{area}{own}", f"({area}){own}", f"（{area}）{own}")
    more = (f"{area} {own[:4]} {own[4:]}", f"{area}-{own}-{_some(dice, '123456789', 3)}")
    last = (f"{area}-{own}转{_some(dice, '123456789', 4)}", f"+86-{area[1:]}-{own}")
    return dice.choice([*spellings, *more, *last])


def _birthday(dice: Dice) -> str:
    return f"{dice.randint(1935, 2015)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"


def _identity(dice: Dice) -> str:
    place = dice.choice(["11", "12", "13", "21", "31", "35", "37", "44", "51", "61", "65"])
    birthday = _birthday(dice)
    head = f"{place}{_some(dice, _DIGITS, 2)}{dice.randint(1, 29):02}"
    if dice.random() < 0.15:  # noqa: PLR2004 -- still found on old papers
        return f"{head}{birthday[2:]}{_some(dice, _DIGITS, 3)}"
    number = f"{head}{birthday}{_some(dice, _DIGITS, 3)}"
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True))
    number += "10X98765432"[total % 11]
    spelled = (number, number, number.lower(), number.translate(_FULL_WIDTH))
    return dice.choice([*spelled, _grouped(number, (6, 8), " "), _grouped(number, (6, 4, 4), "-")])


def _card(dice: Dice) -> str:
    digits = dice.choice(["6222", "6217", "6228", "4367", "5187", "6230"])
    digits += _some(dice, _DIGITS, dice.choice([11, 14]))
    doubled = [
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(digits))
    ]
    number = f"{digits}{-sum(doubled) % 10}"
    spelled = (number, _grouped(number, (4, 4, 4, 4), " "), _grouped(number, (4, 4, 4, 4), "-"))
    return dice.choice([*spelled, number.translate(_FULL_WIDTH)])


def _plate(dice: Dice) -> str:
    front = dice.choice(_PROVINCES) + dice.choice(_PLATE)
    own = _some(dice, _PLATE, 1) + _some(dice, _DIGITS, 4)
    spelled = (
        front + own,
        f"{front}·{own}",
        f"{front} {own}",
        f"{front}-{own}",
        (front + own).lower(),
        front + dice.choice("DF") + _some(dice, _DIGITS, 5),
        front + _some(dice, _DIGITS, 5) + dice.choice("DF"),
        f"{front}{_some(dice, _DIGITS, 4)}{dice.choice('学警挂')}",
        f"粤Z{_some(dice, _DIGITS, 4)}{dice.choice('港澳')}",
        f"使{_some(dice, _DIGITS, 6)}",
        f"{_some(dice, _DIGITS, 6)}使",
        front + own[1:3] + _some(dice, _PLATE, 1) + own[3:],
    )
    return dice.choice(spelled)


def _surname(dice: Dice) -> str:
    share = dice.random()
    if share < 0.75:  # noqa: PLR2004 -- as common as they are, roughly
        return dice.choice(_COMMON)
    if share < 0.92:  # noqa: PLR2004 -- the same
        return dice.choice(_LESS_COMMON)
    return dice.choice(_RARE) if share < 0.97 else dice.choice(_DOUBLE)  # noqa: PLR2004 -- the same


def _name(dice: Dice) -> str:
    if dice.random() < 0.04:  # noqa: PLR2004 -- some names have a dot
        return dice.choice(_DOTTED)
    return _surname(dice) + _some(dice, _GIVEN, dice.choice([1, 2, 2, 2]))


def _email(dice: Dice) -> str:
    name = _some(dice, _LETTERS, dice.randint(3, 9)) + dice.choice(["", ".w", "_88", "2020"])
    return f"{name}{dice.choice('@＠')}{dice.choice(['example.com', 'mail.example.cn'])}"


def _wechat(dice: Dice) -> str:
    return _some(dice, _LETTERS, 2) + _some(dice, _LETTERS + _DIGITS + "_-", 7) + "8"


def _qq(dice: Dice) -> str:
    return _some(dice, "123456789", 1) + _some(dice, _DIGITS, dice.randint(5, 9))


def _room(dice: Dice) -> str:
    building, unit, floor = dice.randint(1, 40), dice.randint(1, 6), dice.randint(1, 28)
    room = f"{floor}{dice.randint(1, 6):02}"
    in_words = dice.choice("一二三四五六七八九")
    spelled = (
        f"{building}号楼{unit}单元{room}室",
        f"{building}号楼{unit}单元{room}",
        f"{building}栋{unit}单元{room}号",
        f"{building}幢{room}室",
        f"{dice.choice('ABCDE')}座{room}",
        f"{building}#楼{room}",
        f"{building}号院{unit}号楼{room}室",
        f"{building}-{unit}-{room}",
        f"{in_words}号楼{in_words}单元{room}室",
        f"{building}号楼{unit}门{room}",
        f"{building}弄{unit}号{room}室",
        f"{building}排{unit}号",
        f"{in_words}排{unit}号",
        f"{building}号楼{unit}单元{floor}层",
        f"{building}号楼{room}房",
    )
    return dice.choice(spelled)


def _firm(dice: Dice) -> str:
    front = dice.choice(["安和", "金源", "高新", "王府", "康达", "华泰", "时代"])
    return front + dice.choice(["物业公司", "水务有限公司", "超市", "幼儿园", "驾校", "医院"])


def _place(dice: Dice) -> str:
    front = dice.choice(["青川", "河沿", "东门", "柳荫", "和平", "高家", "马家", "石桥"])
    return front + dice.choice(["路", "公园", "地铁站", "小区", "街道", "广场", "菜市场", "村"])


def _number(dice: Dice) -> str:
    return str(dice.randint(2, 980))


def _order(dice: Dice) -> str:
    return f"2026{_some(dice, _DIGITS, dice.choice([8, 11]))}"


def _date(dice: Dice) -> str:
    year, month, day = dice.randint(2015, 2026), dice.randint(1, 12), dice.randint(1, 28)
    spelled = (f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{month}月{day}号")
    return dice.choice([*spelled, f"{year}.{month}.{day}"])


_SLOTS: dict[str, tuple[str, Callable[[Dice], str]]] = {
    "mobile": ("phone", _mobile),
    "landline": ("phone", _landline),
    "id": ("id_number", _identity),
    "card": ("bank_card", _card),
    "plate": ("plate", _plate),
    "email": ("email", _email),
    "wechat": ("wechat", _wechat),
    "qq": ("qq", _qq),
    "room": ("address_room", _room),
    "surname": ("name", _surname),
    "name": ("name", _name),
    "firm": ("", _firm),
    "place": ("", _place),
    "n": ("", _number),
    "order": ("", _order),
    "date": ("", _date),
}

_CLAUSES = (
    "我的电话是{mobile}",
    "请回电{mobile}",
    "联系方式：{mobile}",
    "打{mobile}没人接",
    "手机{mobile}请保密",
    "{mobile}这个号码一直打不通",
    "备用电话{mobile}",
    "拨打{landline}无人接听",
    "物业电话{landline}",
    "传真：{landline}",
    "身份证号{id}",
    "身份证：{id}",
    "本人证件号码是{id}",
    "证件{id}请核实",
    "持{id}办理",
    "银行卡号{card}",
    "工资打到{card}",
    "账号：{card}",
    "退款请退到卡{card}里",
    "卡{card}被盗刷",
    "车牌{plate}",
    "一辆{plate}的白色轿车",
    "{plate}长期占道",
    "车牌号为{plate}的车",
    "举报{plate}违停",
    "邮箱{email}",
    "请发到{email}",
    "微信号{wechat}",
    "加微信：{wechat}",
    "wx:{wechat}",
    "QQ号{qq}",
    "我的QQ是{qq}",
    "qq：{qq}",
    "住{place}{room}",
    "家住{place}{room}漏水",
    "{place}{room}半夜装修",
    "地址：{place}{room}",
    "我是{room}的业主",
    "我叫{name}",
    "本人{name}",
    "我是{name}",
    "姓名：{name}",
    "联系人：{name}",
    "联系人{name}，电话{mobile}",
    "{surname}师傅不接单",
    "{surname}女士来电",
    "{surname}先生反映",
    "物业{surname}经理态度恶劣",
    "居委会{surname}主任答复",
    "找{surname}老师反映",
    "{surname}警官处理的",
    "我姓{surname}",
    "免贵姓{surname}",
    "姓{surname}的工作人员说不管",
    "{name}女士反映",
    "{name}先生来电称",
    "业主{name}反映",
    "村民{name}家",
    "房东{name}不退押金",
    "患者{name}就诊",
    "投诉人{name}称",
    "{place}居民{name}来电",
    "法定代表人{name}",
    "负责人{name}，",
    "{name}（身份证号{id}）",
    "我儿子叫{name}",
    "村支书{name}",
    "老板{name}跑路",
    "户主：{name}",
    "学生{name}的家长",
    "保安{surname}队长骂人",
)

_HARMLESS = (
    "{firm}拖欠工资{n}00元",
    "共{n}.50元没有退",
    "{n}路公交车不来",
    "地铁{n}号线太挤",
    "{date}停水",
    "{place}{n}号旁边有垃圾",
    "工单编号{order}",
    "订单号{order}",
    "受理号：{order}",
    "根据条例第{n}条",
    "依据物业管理条例第二十三条",
    "上午9点30分到11点",
    "早上8:30—10:15施工",
    "{firm}{n}名员工",
    "G{n}高速收费",
    "K{n}次列车晚点",
    "{place}拆迁补偿每平方米{n}0元",
    "拨打12345没人处理",
    "打110和119",
    "400万元的工程",
    "微信公众号没有更新",
    "在微信群里投诉",
    "任何人都不管",
    "高温天气没有空调",
    "马上要下雨了",
    "大家都知道的路",
    "{place}与{firm}之间的路灯坏了",
    "项目经理不在现场",
    "公安局长热线",
    "老师傅说修不了",
    "{place}{n}号楼前堆放建筑垃圾",
    "{n}平方米的房子",
    "第{n}栋楼电梯坏了",
    "{date}至{date}",
    "{firm}负责人不在",
    "联系人：无",
    "业主反映多次",
    "我是业主",
    "本人反映",
    "我是来反映问题的",
    "姓名保密",
    "村民反映道路破损",
    "市民来电称{place}停电",
    "户主不同意安装",
    "房东要求涨租金",
    "学生家长很着急",
    "患者家属来电",
    "投诉人要求回复",
    "于{date}向法院起诉",
    "案号（2024）京01民初{n}号",
    "文号京政发〔2021〕{n}号",
    "统一社会信用代码91110108MA01{n}000X"[:-1] + "X",
    "IP地址192.168.1.{n}",
    "时间跨度1998-2004-2016",
    "{n}-{n}元不等",
    "3号楼和5号楼之间",
    "我叫了三次救护车",
    "本人要求退费",
    "我是低保户",
)
