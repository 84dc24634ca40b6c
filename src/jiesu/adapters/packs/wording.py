# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The two sentences of every kind of problem: what is wrong, and what to do."""

from jiesu.adapters.packs.problems import ProblemKind as K
from jiesu.kernel.text import Text

WORDING: dict[K, tuple[Text, Text]] = {
    # ---- files
    K.FILE_MISSING: (
        Text("缺少此文件。", "This file is missing."),
        Text("请添加该文件。", "Add the file."),
    ),
    K.FILE_UNKNOWN: (
        Text("政策包中不应有此文件。", "A pack has no such file."),
        Text("请检查文件名和文件夹，或移走该文件。", "Check its name and folder, or move it away."),
    ),
    K.NOT_UTF8: (
        Text("此处不是 UTF-8 编码。", "This is not UTF-8."),
        Text("请将文件另存为 UTF-8。", "Save the file as UTF-8."),
    ),
    K.NOT_YAML: (
        Text("无法读取 YAML：{reason}。", "This is not readable YAML: {reason}."),
        Text("请检查缩进、冒号和引号。", "Check indentation, colons and quotes."),
    ),
    K.NOT_CSV: (
        Text(
            "从此行起无法读取 CSV：{reason}。", "From here on this is not readable CSV: {reason}."
        ),
        Text(
            "请检查引号；一格最多十三万字符。",
            "Check the quotes; a cell has at most 131,000 characters.",
        ),
    ),
    K.TOO_DEEP: (
        Text("嵌套超过{most}层。", "This is nested more than {most} levels deep."),
        Text("请检查括号和缩进。", "Check brackets and indentation."),
    ),
    K.ALIAS_USED: (
        Text("使用了 YAML 别名。", "A YAML alias is used."),
        Text("请把内容直接写在此处。", "Write the value out where it is read."),
    ),
    # ---- reading
    K.KEY_UNKNOWN: (
        Text("不认识键“{value}”。", 'The key "{value}" is unknown.'),
        Text("可用的键：{known}。", "Known here: {known}."),
    ),
    K.KEY_MISSING: (
        Text("缺少“{value}”。", '"{value}" is missing.'),
        Text("请补上。", "Add it."),
    ),
    K.KEY_TWICE: (
        Text("“{value}”写了两次。", '"{value}" is written twice.'),
        Text("请只保留一处。", "Keep one of them."),
    ),
    K.WRONG_TYPE: (
        Text("此处应为{zh}。", "Expected here: {en}."),
        Text("请改写此值。", "Rewrite the value."),
    ),
    K.WRONG_CHOICE: (
        Text("“{value}”不在可选值之内。", '"{value}" is not one of the choices.'),
        Text("可选：{allowed}。", "Choose from: {allowed}."),
    ),
    K.NOT_A_DAY: (
        Text("“{value}”不是有效日期。", '"{value}" is not a day.'),
        Text("请写成 2015-07-01 的形式。", "Write it like 2015-07-01."),
    ),
    K.NOT_A_NUMBER: (
        Text("“{value}”不是所需的数（{form}）。", '"{value}" is not the number needed ({form}).'),
        Text("请改为允许范围内的数。", "Write a number within the range."),
    ),
    K.BAD_CODE: (
        Text("“{value}”不是有效代码。", '"{value}" is not a code.'),
        Text(
            "代码只用小写字母、数字、点和短横，以字母或数字开头。",
            "A code is lower-case letters, digits, dots, dashes; a letter or digit comes first.",
        ),
    ),
    K.LANGUAGE_MISSING: (
        Text("缺少语言“{language}”的文字。", 'The text in "{language}" is missing.'),
        Text("中文（zh）和英文（en）都要写。", "Write both zh and en."),
    ),
    K.COLUMN_MISSING: (
        Text("表头缺少列“{value}”。", 'The header lacks the column "{value}".'),
        Text("应有的列：{known}。", "The columns are: {known}."),
    ),
    K.COLUMN_UNKNOWN: (
        Text("表头中的列“{value}”不认识。", 'The column "{value}" is unknown.'),
        Text("应有的列：{known}。", "The columns are: {known}."),
    ),
    K.ROW_WIDTH: (
        Text("此行有{count}格，应为{wanted}格。", "This row has {count} cells, not {wanted}."),
        Text("请检查逗号和引号。", "Check commas and quotes."),
    ),
    K.CODE_TWICE: (
        Text(
            "代码“{value}”已在第{line}行出现。", 'The code "{value}" stands in line {line} already.'
        ),
        Text("请改用新代码或删去重复行。", "Use a new code or remove one of the two."),
    ),
    K.PERIOD_EMPTY: (
        Text("结束日“{value}”不晚于开始日。", 'The end "{value}" is not after the beginning.'),
        Text("结束日是失效的第一天，应晚于开始日。", "The end is the first day without it."),
    ),
    # ---- law
    K.BAD_VERSION: (
        Text("“{value}”不是版本号。", '"{value}" is not a version.'),
        Text("请写成 {form} 的形式。", "Write it like {form}."),
    ),
    K.ENGINE_MISMATCH: (
        Text(
            "政策包需要引擎 {value}，当前为 {engine}。",
            "The pack needs engine {value}; this is {engine}.",
        ),
        Text(
            "请安装相符的 jiesu，或在验证后放宽范围。",
            "Install a jiesu that fits, or widen the range once you have tested it.",
        ),
    ),
    K.BASIS_MISSING: (
        Text("没有写明依据。", "No basis is given."),
        Text(
            "请写 basis: {{instrument: 文件代码, article: 条号}}。",
            "Write basis: {{instrument: its id, article: its number}}.",
        ),
    ),
    K.INSTRUMENT_UNKNOWN: (
        Text("没有法规文件“{value}”。", 'There is no instrument "{value}".'),
        Text("已有：{known}。", "Known: {known}."),
    ),
    K.ARTICLE_UNKNOWN: (
        Text(
            "文件“{instrument}”没有第{value}条。",
            'The instrument "{instrument}" has no article {value}.',
        ),
        Text("已有的条：{known}。", "It has: {known}."),
    ),
    K.BASIS_TOO_EARLY: (
        Text(
            "该值生效早于依据“{value}”的通过日（{day}）。",
            'The value is older than its basis "{value}", adopted on {day}.',
        ),
        Text(
            "请改用当时的文件，或把 standing 改为 practice 或 assumed。",
            "Cite what was in force then, or mark it practice or assumed.",
        ),
    ),
    K.VALUES_EMPTY: (
        Text("没有任何内容。", "There is nothing here."),
        Text("请至少写一项。", "Write at least one entry."),
    ),
    K.DATES_UNSORTED: (
        Text("日期 {value} 早于上一项 {before}。", "{value} comes before the previous {before}."),
        Text("请按日期从早到晚排列。", "Sort from the earliest to the latest."),
    ),
    K.DATE_TWICE: (
        Text("日期 {value} 重复。", "The day {value} stands twice."),
        Text("同一天只能有一个值。", "Keep one value for a day."),
    ),
    # ---- parameters
    K.PARAMETER_MISSING: (
        Text(
            "缺少参数“{value}”（{consumer} 需要）。",
            'The parameter "{value}" is missing; {consumer} needs it.',
        ),
        Text(
            "请在 parameters/ 中写明该规定及其依据。",
            "Write the rule with its basis under parameters/.",
        ),
    ),
    K.PARAMETER_UNUSED: (
        Text("没有程序使用参数“{value}”。", 'Nobody reads the parameter "{value}".'),
        Text("请检查拼写，或删去该参数。", "Check the spelling, or remove it."),
    ),
    K.PARAMETER_UNIT: (
        Text("单位写作“{value}”，应为“{wanted}”。", 'The unit is "{value}"; "{wanted}" is needed.'),
        Text(
            "请改正 unit，并按该形式书写各值。",
            "Correct the unit and write the values in its form.",
        ),
    ),
    K.LIMIT_MISSING: (
        Text("时限类别“{value}”没有参数“{key}”。", 'The class "{value}" has no parameter "{key}".'),
        Text("请补充该参数，或改用已有类别。", "Add the parameter, or use another class."),
    ),
    K.LIMIT_NOT_IN_FORCE: (
        Text(
            "自 {day} 起“{key}”没有生效的时限。", 'From {day} on no value of "{key}" is in force.'
        ),
        Text("请调整此条目的日期或类别。", "Change the dates or the class of this entry."),
    ),
    K.RECUSAL_IS_FALLBACK: (
        Text(
            "{day}起，回避单位与兜底单位相同。", "From {day} the recusal unit is the fallback desk."
        ),
        Text(
            "请另定一个单位：谁也不能办理对自己的投诉。",
            "Name another: nobody judges their own case.",
        ),
    ),
    K.TEXT_MISSING: (
        Text("没有文字“{value}”。", 'There is no text "{value}".'),
        Text("请在 texts/ 中以中英文写明。", "Write it under texts/ in zh and en."),
    ),
    K.PLACES_DIFFER: (
        Text("中英文的占位不一致：{value}。", "The two languages differ in their places: {value}."),
        Text("请使两种语言的占位相同。", "Use the same places in both."),
    ),
    K.PLACE_UNKNOWN: (
        Text("占位 {value} 无法填写。", "The place {value} cannot be filled."),
        Text("可用：{known}。", "Known: {known}."),
    ),
    # ---- units
    K.UNIT_UNKNOWN: (
        Text("没有单位“{value}”。", 'There is no unit "{value}".'),
        Text("请使用 units.csv 中的代码。", "Use a code from units.csv."),
    ),
    K.UNIT_NOT_YET: (
        Text("单位“{value}”到 {day} 才成立。", 'The unit "{value}" exists only from {day} on.'),
        Text("请改正日期，或写明此前的单位。", "Correct the day, or name the unit before it."),
    ),
    K.PARENT_UNKNOWN: (
        Text("没有上级“{value}”。", 'There is no parent "{value}".'),
        Text("请使用同一表中的代码。", "Use a code from the same table."),
    ),
    K.PARENT_CYCLE: (
        Text("“{value}”的上级又回到自身。", 'The parents of "{value}" lead back to itself.'),
        Text("请断开循环。", "Break the circle."),
    ),
    K.PARENT_KIND: (
        Text("{kind} 的上级应为 {wanted}。", "The parent of a {kind} must be: {wanted}."),
        Text("请改正上级（“-”表示不应有上级）。", 'Correct the parent ("-" means none).'),
    ),
    K.SUCCESSOR_MISSING: (
        Text("单位“{value}”终止后无人接续。", 'Nobody succeeds the unit "{value}" when it ends.'),
        Text("请写明 successor。", "Name its successor."),
    ),
    K.SUCCESSOR_UNKNOWN: (
        Text(
            "接续单位“{value}”在该日不存在。", 'The successor "{value}" does not exist on that day.'
        ),
        Text("请写明当日存在的另一单位。", "Name another unit that exists then."),
    ),
    K.AREA_UNIT_KIND: (
        Text(
            "{kind} 辖区应属于 {wanted} 类单位，“{value}”不是。",
            'A {kind} belongs to a {wanted}; "{value}" is none.',
        ),
        Text("请改正 unit。", "Correct the unit."),
    ),
    K.AREA_UNKNOWN: (
        Text("areas.csv 中没有“{value}”。", 'There is no area "{value}" in areas.csv.'),
        Text("请改正 code，或在 areas.csv 中补上。", "Correct the code, or add it to areas.csv."),
    ),
    K.POLYGON_SHAPE: (
        Text(
            "第 {number} 个要素“{value}”不是由闭合的环组成的多边形：{reason}。",
            'Feature {number}, "{value}", is not made of closed rings: {reason}.',
        ),
        Text(
            "请用 Polygon 或 MultiPolygon，每环首尾点相同，经度在前。",
            "Write a Polygon or MultiPolygon; end each ring with its first point; longitude first.",
        ),
    ),
    K.POLYGON_INVALID: (
        Text(
            "第 {number} 个要素“{value}”的边界自交或无效：{reason}。",
            'The border of "{value}" (feature {number}) is not valid: {reason}.',
        ),
        Text("请在该点改正边界。", "Correct the border at that point."),
    ),
    K.POLYGON_OVERLAP: (
        Text(
            "第 {number} 个要素“{value}”与“{other}”重叠，如在 {at}。",
            '"{value}" (feature {number}) and "{other}" overlap, for example at {at}.',
        ),
        Text("请让相邻辖区共用边界点。", "Let neighbours share the points of their border."),
    ),
    K.POLYGON_OUTSIDE: (
        Text(
            "第 {number} 个要素“{value}”超出所属的“{parent}”，如在 {at}。",
            '"{value}" (feature {number}) sticks out of "{parent}", for example at {at}.',
        ),
        Text("请改正边界或上级。", "Correct the border or the parent."),
    ),
    K.POLYGON_GAP: (
        Text(
            "“{parent}”有 {share} 的地面不属于任何街道，最大一块在 {at}。",
            '{share} of the ground of "{parent}" is in no street; the largest piece is at {at}.',
        ),
        Text(
            "请补上边界；该处的诉求会落到区级。",
            "Draw the missing borders; appeals from there go to the district.",
        ),
    ),
    K.POLYGON_SHIFTED: (
        Text(
            "第 {number} 个要素“{value}”像是 GCJ-02 坐标，不是 WGS 84。",
            '"{value}" (feature {number}) looks like GCJ-02, not WGS 84.',
        ),
        Text("请用 --system gcj02 重新载入。", "Load the file again with --system gcj02."),
    ),
    K.PLACE_FAR: (
        Text("“{value}”离本市太远：{at}。", '"{value}" lies far from the city: {at}.'),
        Text(
            "请核对度数：经度在前，纬度在后。",
            "Check the degrees: longitude first, then latitude.",
        ),
    ),
    K.POINT_SWAPPED: (
        Text(
            "“{value}”的位置不在“{parent}”内，调换经纬度或正负号后才在。",
            'The position of "{value}" lies in "{parent}" only the other way round.',
        ),
        Text(
            "请先写经度，再写纬度，并核对正负号。",
            "Write longitude first, then latitude, and check the signs.",
        ),
    ),
    K.NAME_TWICE: (
        Text(
            "“{value}”在第 {line} 行已写过，类别和辖区都相同。",
            '"{value}" stands in line {line} with the same kind and area.',
        ),
        Text("请只保留一行。", "Keep one of the rows."),
    ),
    # ---- duties
    K.POINT_OUTSIDE: (
        Text(
            "“{value}”的位置不在“{parent}”内。",
            'The position of "{value}" lies outside "{parent}".',
        ),
        Text(
            "请核对：经度在前，坐标为 WGS 84。",
            "Check that longitude comes first and that it is WGS 84.",
        ),
    ),
    K.MATTER_UNKNOWN: (
        Text("没有事项“{value}”。", 'There is no matter "{value}".'),
        Text("请使用 matters.csv 中的代码。", "Use a code from matters.csv."),
    ),
    K.MATTER_DEPTH: (
        Text(
            "“{value}”是末级事项，却在第{level}级。", '"{value}" is a leaf, but on level {level}.'
        ),
        Text("末级事项应在第{wanted}级。", "Leaves stand on level {wanted}."),
    ),
    K.LEAD_COMMUNITY: (
        Text("社区“{value}”不得主办。", 'The community "{value}" may not lead.'),
        Text(
            "请由街道（@subdistrict）主办，社区协助。", "Let the sub-district lead (@subdistrict)."
        ),
    ),
    K.DUTY_OVERLAP: (
        Text("“{value}”与“{other}”的期间重叠。", '"{value}" and "{other}" overlap in time.'),
        Text("请为前一条写明 until。", "End the earlier one with until."),
    ),
    K.DUTY_GAP: (
        Text(
            "事项“{value}”自 {since} 至 {until} 无人负责。",
            'Nobody leads "{value}" from {since} until {until}.',
        ),
        Text("请补上该期间的权责条目。", "Add a duty item for that time."),
    ),
    K.DUTY_MISSING: (
        Text(
            "末级事项“{value}”没有生效的权责条目（自 {day}）。",
            'Nobody leads the leaf "{value}" (from: {day}).',
        ),
        Text("请在 duties.csv 中写明主办单位。", "Name who leads it in duties.csv."),
    ),
    K.TAG_UNKNOWN: (
        Text("没有标签“{value}”。", 'There is no tag "{value}".'),
        Text("tags.csv 中有：{known}。", "tags.csv has: {known}."),
    ),
    K.LINE_UNKNOWN: (
        Text(
            "没有哪个区有“{value}”条线的部门。",
            'No district has a department of the line "{value}".',
        ),
        Text("units.csv 的 line 列中有：{known}。", "The column line of units.csv has: {known}."),
    ),
    K.PERMISSION_UNKNOWN: (
        Text("没有命令需要权限“{value}”。", 'No command asks for the permission "{value}".'),
        Text("可用：{known}。", "Known: {known}."),
    ),
    # ---- calendar
    K.CALENDAR_CLASH: (
        Text("{value} 已另有规定（第{line}行）。", "{value} is already ruled in line {line}."),
        Text(
            "同一天只能是假日或调休上班日之一。", "A day is a holiday or a make-up day, not both."
        ),
    ),
    K.CALENDAR_BEYOND: (
        Text("{value} 晚于已公布的日期 {last}。", "{value} lies after the announced end {last}."),
        Text(
            "请推后 announced_until，或将 standing 写为 assumed。",
            "Move announced_until, or mark the day as assumed.",
        ),
    ),
    K.BAD_BLOCKS: (
        Text("工作时段“{value}”无效。", 'The working blocks "{value}" are not valid.'),
        Text(
            "请写成 09:00-12:00 的形式，按先后排列，不重叠。",
            "Write them like 09:00-12:00, in order, without overlap.",
        ),
    ),
    K.ZONE_UNKNOWN: (
        Text("没有时区“{value}”。", 'There is no time zone "{value}".'),
        Text(
            "请使用 IANA 名称，例如 Asia/Shanghai。", "Use an IANA name, for example Asia/Shanghai."
        ),
    ),
    # ---- scenarios
    K.COMMAND_FIELDS: (
        Text("步骤不成立：{zh}", "The step makes no command: {en}"),
        Text("请核对指令的字段（jiesu do 可列出）。", 'See the fields with "jiesu do".'),
    ),
    K.NOTHING_EXPECTED: (
        Text("此场景没有写明预期。", "The scenario expects nothing."),
        Text("请在 then 中写明应有的结果。", "Say under then what must follow."),
    ),
    K.NEVER_SAID: (
        Text("没有步骤说过“{value}”。", 'No step says "{value}".'),
        Text("nowhere 只能写步骤中说过的话。", "Write under nowhere what a step says."),
    ),
    K.PARAMETER_UNKNOWN: (
        Text("没有参数“{value}”。", 'There is no parameter "{value}".'),
        Text("可用：{known}。", "Known: {known}."),
    ),
    K.ROLE_UNKNOWN: (
        Text("没有角色“{value}”。", 'There is no role "{value}".'),
        Text("可用：{known}。", "Known: {known}."),
    ),
}
