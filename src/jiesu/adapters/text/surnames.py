# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Surnames: those many people have, all that are known here, and those of two characters (复姓)."""


def listed(lines: str) -> tuple[str, ...]:
    """Return the words of ``lines``: a table to read, not a string to cut."""
    return tuple(lines.split())


COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾郝龚邵钱严覃戴莫孔"
    "汤"
)
"""About nine in ten people."""

_OTHERS = (
    "费居银卜封房沙石方白毛万武常温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹欧耿关兰焦俞柳甘祝"
    "包宁尚符舒阮柯纪梅童凌毕裴霍涂苗盛冉祁卓蓝阎辛饶官游翁卞骆蒙柴瞿仉逄缪佟佘邝阚郜郗郦栾敖晏褚"
    "靳滕隋芮蔺冀冼荀鞠仇闵匡訾佴竺屈湛巩亓戚岑庾蒲屠禤贠谌谯寇邸牟粟鄢臧茅巫喻胥娄邬窦狄甄虞苟洪"
    "傅单项向桂柏简班明时党古商车水冷成米左曲连席阳萧鹿麦宫农艾麻楚揭晋芦戈鄞郁皮郎晁季全仲桑池满"
    "暨衡弓蓬阴松仝荣么练操候鲜谷雍储景束丰昝昌印翦尧舜褟谈郇戎咸酆尉迮逯璩厍岐侍边扈燕浦郏盖铁哈"
    "朴呙绳虎羊羿勾隗闻广贝文伊南双尤姬令隆危朗东鲍赖穆禹伏刁裘嵇钮於惠汲邴糜宓仰厉祖薄鄂籍莘贡"
    "扶堵宰濮寿茹宦慎禄阙殳沃蔚夔毋乜巢蒯荆红桓钦琚笪眭漆贲杭吉滑乐元平计容终怀井宣索融"
    "弘邰亢敬佀娜水冷成练银"
)
DOUBLE = listed("""
欧阳 上官 司马 诸葛 司徒 慕容 皇甫 尉迟 公孙 夏侯 令狐 端木 长孙 宇文 鲜于
申屠 淳于 呼延 东郭 西门 南宫 独孤 拓跋 公冶 澹台 闻人 轩辕 濮阳 钟离
""")

RISKY = frozenset(
    "全时水党农车商明向单连封满冷成米左边双东朗贝文闻广令隆危项么候官包白万常于关段何高任余曾马金"
    "施温付尚毕洪南操练印储班简景阳皮麻盖勾铁虎衡丰绳尤居银鹿许严周房季红乐元平计容终怀"
    "井宣索融敬祖吉"
) | {"西门", "东郭"}
"""Everyday characters, and gates, far more often than surnames."""

KNOWN = COMMON | frozenset(_OTHERS)
