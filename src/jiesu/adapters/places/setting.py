# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What stands before a name: whether it is where the trouble is, or where somebody lives."""

import re
from enum import StrEnum

_CLAUSE = re.compile(r"[,，。.;；!！?？\n]")
_WITHIN = 40
"""So many characters back a clause is read; nobody says more before naming the place."""


class Setting(StrEnum):
    """语境: what a place is named for."""

    PLAIN = "plain"  # 一般
    ABOUT = "about"  # 反映的地点
    HOME = "home"  # 住处、户籍
    NOT = "not"  # 否定


_CUES = {
    Setting.NOT: re.compile(r"(?:不是|不在|并非|而非|不属于?|not in |not )\s*$"),
    Setting.ABOUT: re.compile(
        r"反映|投诉|举报|位于|坐落|发生在|发生地|地点|地址|问题在|出现在|工地在"
        r"|complain|located| at "
    ),
    Setting.HOME: re.compile(
        r"(?:家|我|本人|现|目前|一直)?住在|家住|我家|户口|户籍|老家|籍贯|家在|我住|现居|搬到|搬去"
        r"|单位在|上班|工作在|live in|from "
    ),
}


def setting_of(text: str, start: int) -> Setting:
    """Return what the name at ``start`` of a folded text is there for, by its clause."""
    before = text[max(0, start - _WITHIN) : start]
    clause = _CLAUSE.split(before)[-1]
    if _CUES[Setting.NOT].search(clause):
        return Setting.NOT
    last = {cue: _last(_CUES[cue], clause) for cue in (Setting.ABOUT, Setting.HOME)}
    nearest = max(last, key=lambda cue: last[cue])
    return nearest if last[nearest] >= 0 else Setting.PLAIN


def _last(cue: re.Pattern[str], clause: str) -> int:
    return max((found.start() for found in cue.finditer(clause)), default=-1)
