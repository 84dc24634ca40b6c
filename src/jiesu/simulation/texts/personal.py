# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Invented numbers and names as people write them; check digits are right, nobody's are taken."""

from collections.abc import Callable, Mapping

from jiesu.adapters.text.redact import PersonalType
from jiesu.bootstrap.chance import Dice

_DIGITS = "0123456789"
_LETTERS = "abcdefghijkmnpqrstuvwxyz"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文红春梅海燕子轩浩然宇梓涵欣怡豪雨泽思源"
    "德福荣庆永利学凤珍淑振兴晓东立新亚琴凯婷鹏飞慧雪莲"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
)
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "司徒", "慕容", "皇甫", "尉迟")
_PROVINCES = "京津冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤川"
_PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_COMMON = 0.97


def _some(dice: Dice, characters: str, length: int) -> str:
    return "".join(dice.choices(characters, k=length))


def surname(dice: Dice) -> str:
    """Return a surname, seldom one of two characters."""
    return dice.choice(_SURNAMES if dice.random() < _COMMON else _DOUBLE)


def given(dice: Dice) -> str:
    """Return a name without the surname."""
    return _some(dice, _GIVEN, dice.choice((1, 2, 2, 2)))


def name(dice: Dice) -> str:
    """Return a full name."""
    return surname(dice) + given(dice)


def phone(dice: Dice) -> str:
    """Return a telephone number, spelt one of many ways."""
    number = f"1{_some(dice, '3456789', 1)}{_some(dice, _DIGITS, 9)}"
    own = f"{_some(dice, '2345678', 1)}{_some(dice, _DIGITS, 7)}"
    spelled = (
        number,
        number,
        number,
        number,
        f"{number[:3]} {number[3:7]} {number[7:]}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        f"+86 {number}",
        f"0{dice.choice(('10', '21', '531', '591', '371'))}-{own}",
    )
    return dice.choice(spelled)


def id_number(dice: Dice) -> str:
    """Return a number of an identity card with its check character."""
    born = f"{dice.randint(1935, 2010)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    front = dice.choice(("11", "12", "13", "21", "35", "37", "41", "51", "61"))
    number = f"{front}{_some(dice, _DIGITS, 2)}{dice.randint(1, 29):02}{born}"
    number += _some(dice, _DIGITS, 3)
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=True))
    return number + "10X98765432"[total % 11]


def bank_card(dice: Dice) -> str:
    """Return a number of a bank card with its Luhn digit (ISO/IEC 7812-1)."""
    digits = dice.choice(("6222", "6217", "6228", "6230")) + _some(dice, _DIGITS, 14)
    doubled = [
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(digits))
    ]
    return f"{digits}{-sum(doubled) % 10}"


def plate(dice: Dice) -> str:
    """Return a number plate."""
    front = dice.choice(_PROVINCES) + dice.choice(_PLATE)
    own = dice.choice((_some(dice, _DIGITS, 5), f"{dice.choice(_PLATE)}{_some(dice, _DIGITS, 4)}"))
    return dice.choice((front + own, f"{front}·{own}", front + dice.choice("DF") + own))


def email(dice: Dice) -> str:
    """Return an address that can belong to nobody."""
    return f"{_some(dice, _LETTERS, dice.randint(4, 9))}{dice.randint(1, 99)}@example.com"


def wechat(dice: Dice) -> str:
    """Return an account of a messenger."""
    return f"{_some(dice, _LETTERS, 3)}_{_some(dice, _LETTERS + _DIGITS, 6)}8"


def qq(dice: Dice) -> str:
    """Return a number of another messenger."""
    return _some(dice, "123456789", 1) + _some(dice, _DIGITS, dice.randint(6, 9))


def room(dice: Dice) -> str:
    """Return where in an estate somebody lives, down to the door."""
    building, unit = dice.randint(1, 40), dice.randint(1, 6)
    door = f"{dice.randint(1, 24)}0{dice.randint(1, 6)}"
    spelled = (
        f"{building}号楼{unit}单元{door}室",
        f"{building}号楼{unit}单元{door}",
        f"{building}号楼{unit}单元{door}室",
        f"{building}栋{unit}单元{door}",
        f"{building}号楼{door}室",
        f"{building}号楼{unit}门{door}",
        f"{building}幢{door}室",
        f"{building}-{unit}-{door}",
    )
    return dice.choice(spelled)


PERSONAL: Mapping[str, tuple[PersonalType, Callable[[Dice], str]]] = {
    "name": (PersonalType.NAME, name),
    "other": (PersonalType.NAME, name),
    "surname": (PersonalType.NAME, surname),
    "phone": (PersonalType.PHONE, phone),
    "phone_too": (PersonalType.PHONE, phone),
    "id_number": (PersonalType.ID_NUMBER, id_number),
    "bank_card": (PersonalType.BANK_CARD, bank_card),
    "plate": (PersonalType.PLATE, plate),
    "email": (PersonalType.EMAIL, email),
    "wechat": (PersonalType.WECHAT, wechat),
    "qq": (PersonalType.QQ, qq),
}
"""Everything personal that a pattern may ask for, by the name of its slot."""
