# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What shows that some characters are a person's name: a label before it or a title behind it."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔汤常温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹欧耿关兰焦俞柳甘祝包宁尚符舒阮"
    "柯纪梅童凌毕裴霍涂苗盛冉祁卓蓝阎辛饶官游翁卞骆蒙柴瞿"
)
_SURNAME = f"(?:欧阳|上官|司马|诸葛|司徒|东方|慕容|皇甫|尉迟|公孙|夏侯|[{_SURNAMES}])"
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_GIVEN = (
    f"(?![的了是在和与及或我你他她们不来到说请也就都被把让向住要想因电手联身家先女男师经]){_HAN}"
)
_DOTTED = f"(?:{_GIVEN}){{1,8}}(?:[·•‧・∙⋅](?:{_GIVEN}){{1,8}}){{1,3}}"
_NAME = f"(?:{_DOTTED}|{_SURNAME}{_GIVEN}(?:{_GIVEN})?)"
_LABEL = "(?:姓名|联系人|投诉人|诉求人|举报人|申请人|来电人|反映人|当事人)"
_PERSON = "(?:先生|女士|小姐|师傅|同志|阿姨|叔叔|大爷|大妈|奶奶|爷爷|老师|医生)"
PERSON_SIGNS = "先士姐傅志姨叔爷妈奶师医"
"""Every form of address holds one of these."""
_OFFICE = (
    "(?:副?(?:经理|主任|队长|局长|科长|处长|所长|书记|校长|院长|园长|站长|店长|厂长|组长|主管)"
    "|大夫|护士|老板|警官|律师|工程师|教授"
    "|(?:总|工|区长|镇长|村长)(?=说|讲|答|电话|手机|[^\u4e00-\u9fff]|$))"
)
OFFICE_SIGNS = "理任长记管夫护板官师授总工"
"""Every office holds one of these."""

LABELLED = re.compile(
    f"{_LABEL}(?:姓名)?[是为]?[: ]{{1,3}}(?P<hide>{_NAME}|{_HAN}{{2,4}}(?!{_HAN}))"
)
"""姓名：某某 — after a colon even a rare surname counts, if the name stands alone."""

ATTACHED = re.compile(f"{_LABEL}(?:姓名)?[是为]?(?P<hide>{_NAME})(?!{_HAN})")
"""联系人某某，— without a colon only a known surname counts, and only at the end of a phrase."""

CALLED = re.compile(f"(?:我|本人|名|他|她)叫做?[: ]?(?P<hide>{_NAME})")
"""我叫某某"""

SURNAME_SAID = re.compile(f"(?:我|本人|免贵|他|她)姓(?P<hide>{_SURNAME})")
"""我姓某"""

FULL_TITLED = re.compile(
    f"(?:(?<!{_HAN})|(?<=[是叫找由向和与给请对让被为的系]))(?P<hide>{_NAME})(?={_PERSON})"
)
"""某某某先生, where the name begins a phrase."""

TITLED = re.compile(f"(?P<hide>{_SURNAME})(?={_PERSON}|{_OFFICE})")
"""某师傅, 某经理: the title stays, it says what part the person had."""

_WORDS_BEFORE_TITLES = re.compile(
    "[任如为]何|[由关对至等属位]于|[公治保平]安|[对甲乙双警校院]方|[园森农]林|[工流]程|[经日正]常"
    "|[资基现奖]金|[海机有相]关|[承面]包|[阶路]段|[时高]尚|明白|历史|儿童|其余|健康|千万|村庄|公章|长江|采石|分管"
)
_NOT_NAMES = re.compile(
    "高中|马上|安全|周边|金融|江边|保密|匿名|不详|不明|未知|没有|无名|如下|同上|本人|业主|居民|市民|群众|不愿|任何"
)
_TRADES = re.compile("[施童包白]工")
_FIRMS = ("公司", "物业", "中心", "居委会", "业委会", "村委会", "街道", "社区", "小区", "部", "局")


def is_person(found: re.Match[str]) -> bool:
    """Return whether what a pattern here found is a name and not an everyday word or a firm."""
    name, start, text = found["hide"], found.start("hide"), found.string
    if _NOT_NAMES.match(name) or name.endswith(_FIRMS) or _TRADES.match(text, start):
        return False
    return start == 0 or _WORDS_BEFORE_TITLES.match(text, start - 1) is None
