# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Long numbers that a spreadsheet has rounded away."""

import re

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.]\d+)?[eE][+]?\d{1,3}\Z")
# A spreadsheet keeps 15 significant digits. One or two zeros after them are as likely real.
_ROUNDED = re.compile(r"[1-9]\d{14}0{3,}(?:[.]0+)?\Z")


class MangledNumber(BadInput):
    """长数字被电子表格改写: a spreadsheet turned an id into a rounded number; digits are lost."""

    what = Text(
        "长编号已被电子表格改写成约数（科学计数法，或第15位之后全为0），末尾数字已经丢失。",
        "A spreadsheet rounded this long number (scientific notation, or only zeros after the "
        "15th digit); its last digits are lost.",
    )
    next_step = Text(
        "请从来源系统重新导出，该列设为文本格式；"
        "若编号本就如此，请在映射中写 trust_digits = true。",
        "Export again with this column as text; if the ids really end like this, write "
        "trust_digits = true in the map.",
    )


def check_digits(text: str) -> None:
    """Refuse a number a spreadsheet has rounded.

    Raises:
        MangledNumber: scientific notation, or zeros only after 15 significant digits.
    """
    if _SCIENTIFIC.match(text) or _ROUNDED.match(text):
        raise MangledNumber
