# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What shows that some characters are a person's name: a label before it or a title behind it."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔汤常温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹欧耿关兰焦俞柳甘祝包宁尚符舒阮"
    "柯纪梅童凌毕裴霍涂苗盛冉祁卓蓝阎辛饶官游翁卞骆蒙柴瞿仉逄缪佟佘邝阚郜郗郦栾敖晏褚靳滕隋芮蔺冀冼"
    "荀鞠仇闵匡訾佴竺屈湛巩亓戚岑庾蒲屠禤贠谌谯寇邸牟粟鄢臧茅巫喻胥娄邬窦狄甄虞苟洪"
)
_SURNAME = (
    f"(?:欧阳|上官|司马|诸葛|司徒|东方|慕容|皇甫|尉迟|公孙|夏侯|令狐|端木|长孙|宇文|[{_SURNAMES}])"
)
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_NEVER = "的了是在和与及或我你他她们不到说请也就都被把让向住要想因电手联身称反投叫等"
_GIVEN = f"(?![{_NEVER}来家先女男师经]){_HAN}"
_DOTTED = f"(?:{_GIVEN}){{1,8}}(?:[·•‧・∙⋅](?:{_GIVEN}){{1,8}}){{1,3}}"
_NAME = f"(?:{_DOTTED}|{_SURNAME}{_GIVEN}(?:{_GIVEN})?)"
_LABEL = (
    "(?:姓名|联系人|投诉人|诉求人|举报人|申请人|来电人|反映人|当事人|负责人|代表人|经办人"
    "|收件人|委托人|户主)"
)
_ROLE = (
    "(?:联系人|投诉人|诉求人|举报人|申请人|来电人|反映人|当事人|负责人|代表人|经办人|委托人"
    "|户主|本人|我是|业主|村民|居民|市民"
    "|患者|房东|租户|租客|学生|老人|老板|支书|书记|主任|村长|司机|职工|员工|保安|儿子|女儿"
    "|丈夫|妻子|父亲|母亲|老公|老婆)"
)
ROLE_SIGNS = "人主是民者东户客生板书记任长机工安子儿夫亲公婆"
"""Every part somebody can have in a matter holds one of these."""
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
_ENDED = f"(?!{_SURNAME}(?:{_PERSON}|{_OFFICE})){_SURNAME}(?:(?![{_NEVER}]){_HAN}){{1,2}}"
"""A name whose end is shown by what follows, so it may hold 家 or 来."""
_ENDS = (
    f"(?=反映|来电|致电|投诉|举报|称|表示|要求|说|的|在|于|住|家|电话|手机|身份证|联系|因|不"
    f"|就诊|跑路|夫妇|{_PERSON}"
    f"|(?!{_HAN}))"
)

LABELLED = re.compile(
    f"{_LABEL}(?:姓名)?[是为]?[: ]{{1,3}}(?P<hide>{_NAME}|{_HAN}{{2,4}}(?!{_HAN}))"
)
"""姓名：某某 — after a colon even a rare surname counts, if the name stands alone."""

ATTACHED = re.compile(f"{_LABEL}(?:姓名)?[是为]?(?P<hide>{_DOTTED}|{_ENDED})(?!{_HAN})")
"""联系人某某，— without a colon only a known surname counts, and only at the end of a phrase."""

ROLE_SAID = re.compile(f"{_ROLE}(?P<hide>{_DOTTED}|{_ENDED}{_ENDS})")
"""业主某某反映 — whoever has a part in the matter, where what follows cannot be in a name."""

BEFORE_NUMBER = re.compile(
    f"(?<!{_HAN})(?P<hide>{_DOTTED}|{_ENDED})(?=[ ,:(]{{0,2}}(?:\0|身份证|电话|手机))"
)
"""某某（身份证号…） and 某某，电话…: a phrase that is all name before a number hidden already."""

CALLED = re.compile(
    f"(?:我|本人|名|名字|他|她|儿子|女儿|孩子|丈夫|妻子|父亲|母亲"
    f"|老人)叫做?[: ]?(?P<hide>{_NAME}|{_ENDED}(?!{_HAN}))"
)
"""我叫某某"""

SURNAME_SAID = re.compile(
    f"(?:(?:我|本人|免贵|他|她)姓|(?<![百同贵老])姓(?={_SURNAME}(?:的|[男女]|(?!{_HAN}))))"
    f"(?P<hide>{_SURNAME})"
)
"""我姓某, 一个姓某的"""

FULL_TITLED = re.compile(
    f"(?:(?<!{_HAN})|(?<=[是叫找由向和与给请对让被为的系]))(?P<hide>{_NAME}|{_ENDED})(?={_PERSON})"
)
"""某某某先生, where the name begins a phrase."""

TITLED = re.compile(f"(?P<hide>{_SURNAME})(?={_PERSON}|{_OFFICE})")
"""某师傅, 某经理: the title stays, it says what part the person had."""

_WORDS_BEFORE_TITLES = re.compile(
    "[任如为]何|[担兼专时]任|[由关对至等属位]于|[公治保平]安|[对甲乙双警校院]方|[园森农]林"
    "|[工流]程|[经日正]常"
    "|[资基现奖]金|[海机有相]关|[承面]包|[阶路]段|[时高]尚|明白|历史|儿童|其余|健康|千万|村庄"
    "|公章|长江|采石|分管"
)
_NOT_NAMES = re.compile(
    "高中|马上|安全|周边|金融|江边|保密|匿名|不详|不明|未知|没有|无名|如下|同上|本人|业主"
    "|居民|市民|群众|不愿|任何"
    "|安置|安装|安心|安静|安排|方便|方面|方案|方式|方才|方可|万分|万元|常常|常年|常住|常规"
    "|高度|高兴|高考|高价|高层|高龄|高温|高新|高速"
    "|严重|严格|任意|任教|任职|关于|关心|关注|关键|于是|于今|石油|金额|金钱|金银|钱款|钱财"
    "|白天|白白|包括|包含|平时|温馨|施工|施行"
    "|程度|明确|余下|余款|陆续|曾经|曾多|曾向|曾在|曾于|蒙受|夏天|夏季|康复|宁可|宁愿|尚未"
    "|尚无|章程|成绩|梅雨|江湖|毕业|盛夏|周围|周末|周一|周二"
    "|周三|周四|周五|周六|周日|时间|马路|黄色|黄金|石头|田地|水田|叶子|江苏|金华|云南|段时间"
    "|段路|许多|许可|许久|何时|何人|何事|何况|何种|何处"
    "|何来|付款|付费|付出|付清|付了|易燃|易爆|易发|武装|武术|古稀|祝愿|祝您|游玩|游泳|官方"
    "|单位|洪水|莫名|莫非|凌晨|辛苦|包工|包干|支付|纪律|纪委|任课|相关|游客|安徽"
    "|温度|牛奶|向来|童年|龙头|雷电|雷雨|汤药|史上|符合|甘愿|殷切|庄重|庄稼|苗木|苗圃|卓越"
    "|鲁莽|焦急|焦虑|欧洲|颜色"
)
_TRADES = re.compile("[施童包白]工")
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


_SURE = 3  # characters
_WHOLE = re.compile(f"{_SURNAME}{_HAN}|{_DOTTED}")
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
    return start == 0 or _WORDS_BEFORE_TITLES.match(text, start - 1) is None
