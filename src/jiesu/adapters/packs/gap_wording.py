# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What each kind of gap is called, and what may be done about it."""

from collections.abc import Mapping

from jiesu.adapters.packs.gaps import GapKind
from jiesu.kernel.text import Text

GAP_WORDING: Mapping[GapKind, tuple[Text, Text]] = {
    GapKind.WORDS_MISSING: (
        Text("末级事项没有自己的常用词。", "A leaf has no words of its own."),
        Text("在 words 列写上市民怎么说它。", "Write in the column words how people speak of it."),
    ),
    GapKind.ASK_MISSING: (
        Text("末级事项没有写应当问什么。", "A leaf does not say what to ask."),
        Text("补上 ask_zh 和 ask_en。", "Fill in ask_zh and ask_en."),
    ),
    GapKind.UNIT_IDLE: (
        Text(
            "单位不主办任何事项，也不在任何考评分组。",
            "A unit leads nothing and stands in no peer group.",
        ),
        Text(
            "给它职责或分组，或确认它只协办。",
            "Give it a duty or a group, or be sure that it only assists.",
        ),
    ),
    GapKind.GROUND_MISSING: (
        Text("区或街道没有辖区。", "A district or sub-district has no area."),
        Text("在 areas.csv 中加上它的辖区。", "Add its area to areas.csv."),
    ),
    GapKind.LINE_ABSENT: (
        Text(
            "派单目录指向区里某条线，有的区没有这样的部门，改由区承接。",
            "Duties name a line of work that some district has no department of: it falls to the"
            " district itself.",
        ),
        Text("为所列的区加上该部门，或确认由区承接。", "Add the department, or be sure of it."),
    ),
    GapKind.CLASS_UNUSED: (
        Text("没有现行事项使用这一时限类别。", "No duty item in force uses this class of limit."),
        Text("确认它只为过去的事项保留。", "Be sure that it is kept for past items only."),
    ),
    GapKind.CLASS_INTERRUPTED: (
        Text(
            "在用的时限类别有废止的时段。",
            "A class of limit in use was repealed for some time.",
        ),
        Text("核对废止日期。", "Compare the days of repeal with the source."),
    ),
    GapKind.TEXT_SAME: (
        Text("中文和英文一样。", "Chinese and English are the same."),
        Text("确认这是有意的，或补上另一种语言。", "Be sure it is meant, or write the other."),
    ),
    GapKind.ARTICLE_UNPROVED: (
        Text(
            "条文须由系统落实，但既无场景，也未写明尚未实现。",
            "An article binds the software, yet no scenario shows it and nothing is said to be"
            " open.",
        ),
        Text("写一个场景，或写明 open。", "Write a scenario, or say what is open."),
    ),
    GapKind.VALUE_ASSUMED: (
        Text("值只是推定。", "A value is only assumed."),
        Text("找到出处后改写 basis 和 standing。", "Find its source; rewrite basis and standing."),
    ),
    GapKind.VALUE_STALE: (
        Text("值一年多没有核对。", "A value was last checked more than a year ago."),
        Text("与出处核对后改写 last_checked。", "Compare it with its source; set last_checked."),
    ),
    GapKind.DUTY_ASSUMED: (
        Text("职责条目只是推定。", "A duty item is only assumed."),
        Text("向主办单位或权责清单核实。", "Ask the lead, or look it up in its list of duties."),
    ),
    GapKind.AREA_UNPLACED: (
        Text("辖区没有边界，也没有位置。", "An area has neither border nor point."),
        Text("写上 lon 和 lat，或画出边界。", "Write lon and lat, or draw its border."),
    ),
    GapKind.AREA_SCHEMATIC: (
        Text("辖区的位置只是示意。", "The position of an area is only schematic."),
        Text("换成实测位置。", "Put a surveyed one in its place."),
    ),
}
"""For every kind what is missing, and what to do."""
