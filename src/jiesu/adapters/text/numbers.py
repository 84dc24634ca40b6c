# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What tells a person's number from any other: check digits, birthdays, grouping, words before."""

import re
from datetime import date

SPOKEN_DIGITS = "〇○零一幺二两三四五六七八九"
_SPOKEN = str.maketrans(SPOKEN_DIGITS, "00011223456789")
_ORDER_BEFORE = re.compile(
    "(?:订单|工单|诉求件?|案|(?<!证)件|受理|流水|运单|快递|发票|合同|文|查询|信访|回执|单|编|批|序列)(?:编?号码?|编码|码)"
    r"[^0-9]{0,3}$"
)
_LETTERS_BEFORE = re.compile("[A-Za-z]{1,9}$")
_PHONE_PREFIXES = frozenset({"tel", "phone", "mobile", "mob", "wx", "vx", "qq", "call"})
_MOST_GROUPS = 4  # 138 00 138 000
_NOT_DIGIT = re.compile(r"\D+")


def not_an_order(found: re.Match[str]) -> bool:
    """Return whether no word just before the number says it is one of an order or a case."""
    return not _ORDER_BEFORE.search(found.string[max(0, found.start() - 10) : found.start()])


def is_mobile(found: re.Match[str]) -> bool:
    """Return whether the digits are grouped as people write a phone, not as a list of numbers."""
    groups = [len(group) for group in _NOT_DIGIT.split(found["digits"].translate(_SPOKEN))]
    one_by_one = set(groups) == {1}
    most = _MOST_GROUPS - ("、" in found["digits"])  # 147、226、262、26 are four numbers
    in_groups = len(groups) <= most and (len(groups) == 1 or groups[0] in {3, 4})
    return (one_by_one or in_groups) and _not_after_letters(found) and not_an_order(found)


def _not_after_letters(found: re.Match[str]) -> bool:
    """Return whether no code like FZ or NO runs into the number; one letter or "tel" may."""
    before = _LETTERS_BEFORE.search(found.string[max(0, found.start() - 9) : found.start()])
    return before is None or len(before[0]) == 1 or before[0].lower() in _PHONE_PREFIXES


_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_CHARACTERS = "10X98765432"


def is_id_number(found: re.Match[str]) -> bool:
    """Return whether province, birthday and check character (GB 11643) are right."""
    number = re.sub(r"[ \-]", "", found.group()).upper()
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _is_born(number[:2], number[6:14]) and number[17] == _CHECK_CHARACTERS[total % 11]


def is_old_id_number(found: re.Match[str]) -> bool:
    """Return whether province and birthday of a 15-digit number, issued until 1999, are right."""
    number = re.sub(r"[ \-]", "", found.group())
    return _is_born(number[:2], "19" + number[6:12]) and not_an_order(found)


def _is_born(province: str, day: str) -> bool:
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return _PROVINCE.fullmatch(province) is not None


def is_bank_card(found: re.Match[str]) -> bool:
    """Return whether the Luhn check digit (ISO/IEC 7812-1) is right."""
    digits = [int(digit) for digit in reversed(found.group()) if digit.isdigit()]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0 and not_an_order(found)


def is_plate(found: re.Match[str]) -> bool:
    """Return whether at least two of its characters are digits, as on every plate issued."""
    return sum(character.isdigit() for character in found.group()) > 1
