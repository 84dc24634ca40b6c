# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whether characters that begin with a surname are somebody's name: reasons weighed up.

What stands before and behind, the characters themselves and the everyday words they may belong to
each add or take away a little; a name needs ``ENOUGH``. Names beside names need less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jiesu.adapters.text import beside, names
from jiesu.adapters.text.everyday import FOLLOWS, PRECEDES
from jiesu.adapters.text.surnames import COMMON, DOUBLE, KNOWN, RISKY

ENOUGH = 1.9
"""What makes a name."""
DOUBTFUL = 0.6
"""What might be one, if somebody else says so too."""
_IN_COMPANY = 1.2
_SURE, _PERHAPS, _AT_THE_BEGINNING, _BESIDE_NOTHING, _IN_A_TEXT = 3.0, 2.0, 1.5, 1.0, -1.0
_IDENTIFIED, _DOING, _MAYBE_DOING, _PLACE = 2.5, 1.2, 0.2, -4.0

_NEVER = frozenset(
    "的了是我你他她它们不说请也就都被吗呢吧啊并且但却而若则这那个啥么没很还又再已将些此每各某谁给"
)
"""Characters no given name holds."""
_HARDLY = frozenset(
    "在和与及或到把让向住要想因手联身称反投叫等来去能会可该其时着过对从由跟于之后前里外内上下均仅只所以为何什怎您两几第做打看"
    "听问吃买卖交送找"
)
"""Characters few given names hold."""
_CHERISHED = frozenset(
    "芳娜敏丽磊艳娟霞桂英玉兰梅燕轩浩宇梓涵欣怡豪琪瑶婷莉萍娥秀淑珍凤鹏辉斌峰俊鑫博祥瑞琴琳雪洁倩颖慧蕾薇莹芬菊莲蓉妮媛"
    "婧婉娴妍姗姣嫣婵彤黛冰霜晨曦旭昊昕昱晶哲睿恒昌盛隆茂谐嘉佳裕彪霖翔翼翠诚仁义礼毅强军伟杰涛洋勇超刚鸿锋锐锦铭"
    "钧坤培墨奎宏宪峻崇嵩庭弘彦彬徽悦惠懿振昆晖晗晟暄曼朋枫柯栋桐桦楠榕樱殊沁沐泓洛津淇淼渊湘滢潇澄炜炳焕烨煜熙灿"
    "玮玲珊珏珺琛琦琨琬瑗瑛瑜瑾璇璐璞璟皓睦祎祺禄禹秉笛筠绢维绮缨翎翰耀聪舒芙芝芸苑茜荔荷莎菁菲萌葵蓓蔚蕊薛虹裴"
    "詹豫贤贵赞迪逸道遥邦郁钊钰钦铮铎锴镇闯雁雅雯霄霆靖韬韵顺颂颜飒馨驰骁骏骞魁麒麟龄俐傲兆凌凯勋卓厚吉启咏品坚奇妙"
    "姝娅宗容寿岚岩川州帅康延忠念恺恩恬愉戈才泰淳渝滨炎烈烽爽牧犇珂珠球璋甫畅碧礼福禾竹粮聂臣艺茹莺菡萱葆蒙蓝蕙衡诗谊谦贞越辰娇嫦媚梦娣姐"
)
"""Characters of given names that few everyday words hold."""
_GIVEN = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文红春梅海燕子轩浩然宇梓涵欣怡家豪雨泽思源德福荣庆生永利学"
    "贵凤珍淑先师新成林云飞龙鹏辉斌波峰宁亮健俊凯鑫博振兴立民忠义仁礼信诚正直光东南西北天元宝祥瑞吉庆喜安康乐富财发旺根土金银"
    "铜铁水木火山川江河湖洪波清泉涛松柏竹菊荷莲花蓉蕾薇薛萍苹菁莹莉莎萌蓓蕊芬芝芸苗茜茹荔荣菲葵蔚蕴琴琳琪琦瑶璐瑾瑜璇珊玲珠"
    "珏珂琼瑛婷娇媛婧婉娴妮妍姗姣嫣娥嫦婵素绢纯红绿紫丹彤青蓝黛雪冰霜露雾云霞虹晴晓晨曦旭昊昕昱星月阳光辰景晶智慧聪颖哲贤睿"
    "达通宏宽厚广大伯仲叔季长久远恒昌盛隆茂繁顺和谐协同团结友爱善良美好佳嘉丰裕全胜利克攻卫武威猛雄壮虎豹狮鹰雁鸿鹤凰鸣翔翼翠"
    "兵戎保守定邦治政权才能力功勋业绩名誉有余满仓囤收麦稻豆香甜秋冬夏春年岁朝夕启承传继绍祖宗耀显扬升腾起步进取奋斗争先锋勤俭"
    "朴素真诚实在心怡悦愉欢笑颜如若依诗书画棋乐韵律章典雅致彬尔儒士卿相君王帝后妃宫殿城关岳岭峻崇岩石磐坚钢铭钰锋锐锦钧镇鉴银"
    "钊铮鑫淼焱垚森炎炜炳煌焕烨煜照熙熹灿然燃勉励劲勃勐彪尧舜禹汤周齐鲁楚秦汉唐宋元凡帆航舟船程途之乃亚伊伶俐倩偲傲允兆冠冬凌"
    "凝分初力加化升午卓厅友双发可史司吟含启员咏品哲唯善喆嘉园圆地坤培基堂墨夏多天奇妙姝娅婕孟季宁守安宗官定宛宜宝实宣宪家容密"
    "寒寿尚岚岩峥嵘崧嵩川州巧己希帅幼广庭庶延弘弛彦彩影征微德忆志念忠思怀恩恬悠惠惟意慕懿成戈房才扬抒择振挺捷援放政敬敏斐斯方施"
    "旋日旦昀昆映是晋普晗晟晤晔暄暖曙曼月朋望朗木本杉材村杭林枫柔柯柱柳栋树校桐桥桦梁梦棠楠楷榆榕槐樱欧欣歌正殊毅民永汀汝江池沁"
    "沅沐沛沙泊法泓泰洁洛津洲流济浚浦润涌淇淋淑深淳淼渊渝渺湘湛溪滢滨漪漫潇潭潮澄澜濛瀚灏炅烁烽焰熠爽牧特猷玄玟珍珑珺球理琛琨琬琮"
    "瑄瑗璋璞璟甫田由申男画畅留略畴白百皓益监盼相真睦知石祎祝祥禄福禾秉科秦积稳穆空立竞竣童端笑笛筠箐箫精糯素紫约纲纳纹练绎绮维绪"
    "绵缘美羚羽翀翊翎翰老耕耘聆联肃肖胤能自至舒航良艺节芊芮芷苏苑若茵茗茹草荃莘莺菡萱葆葳蒙蔓蕙薪藏蘅虔虹融行衡裕要观言语诗诺诚谊谦"
    "谨谷豪贝财贞赋赞超越跃路轶轩轮辉达运进远迪逸道遥邦郁郎郡酉野金钟铃铎锡锴锟镜长门闯闻阔隽雅雯霄霆霏霖露靖静音韬韶韻顶项顺颂领颢"
    "飒飞馨驰驹骁骅骏骞高魁鲲鹃鹏麒麟黎黛齐龄晚丁三二一四五六七八九小大妹弟娃狗毛牛羊马兔鸡猪蛇猴丑寅卯"
)
"""Characters that many given names hold."""
_GIVEN_WEIGHTS = (
    dict.fromkeys(_GIVEN, 0.3) | dict.fromkeys(_CHERISHED, 0.7) | dict.fromkeys(_HARDLY, -1.6)
)
_DOUBT = (1.0, 0.6)
_PLACE_ENDS = frozenset("路街村镇乡县区市省桥店厂馆院站校局部所室楼苑湖巷弄屯寨栋幢座坊庙庵塔寺湾垸坪塘坝渠港")
_PLACES_BEHIND = (
    "公司", "集团", "物业", "小区", "社区", "街道", "家园", "花园", "公园", "广场", "大道", "大街", "大桥", "大厦", "小学", "中学",
    "医院", "学校", "超市", "银行", "市场", "酒店", "药店", "饭店", "餐馆", "驾校", "胡同", "新村", "组", "路", "街", "村", "镇", "乡",
    "县", "区", "市", "省", "桥", "店", "厂", "馆", "院", "站", "湖", "巷", "弄", "屯", "寨", "湾", "冲", "坪", "塘", "垸", "岭", "庙",
    "高速", "国际", "置业", "实业", "科技", "建筑", "建材", "地产", "房产", "工程", "水库", "码头", "中路", "东路", "西路", "南路", "北路",
    "牌", "型", "号线", "股份", "有限",
)  # fmt: skip

_FIRMS_BEHIND = tuple(word for word in _PLACES_BEHIND if len(word) > 1)
_BEFORE = (
    dict.fromkeys(beside.LIGHTLY_BEFORE, _BESIDE_NOTHING)
    | dict.fromkeys(beside.PERHAPS_BEFORE, _PERHAPS)
    | dict.fromkeys(beside.SURELY_BEFORE, _SURE)
)
_BEHIND = dict.fromkeys(beside.PERHAPS_BEHIND, _AT_THE_BEGINNING) | dict.fromkeys(
    beside.SURELY_BEHIND, _IDENTIFIED
)
_DEEDS = frozenset(word for word in beside.PERHAPS_BEHIND if len(word) > 1)
_LONGEST = 5
"""Characters of the longest word looked up beside a name."""
_JOINS = frozenset("是为: ")
_HAN = re.compile(names.HAN)
_STARTS = re.compile(
    f"(?:{'|'.join(DOUBLE)}|[{''.join(sorted(KNOWN))}])(?=(?P<given>(?![{''.join(_NEVER)}]){names.HAN}))"
)
_SHOWN = re.compile(
    f"(?:{names.SAID})[是为叫]?(?P<hide>(?![{''.join(_NEVER)}]){names.HAN}"
    f"(?:[{''.join(_CHERISHED)}]|[{''.join(_GIVEN)}][{''.join(_CHERISHED)}]"
    f"|[{''.join(_CHERISHED)}][{''.join(_GIVEN)}]))(?!{names.HAN})"
)
_GOES_ON = re.compile(f"(?![{''.join(_NEVER)}]){names.HAN}")
_NUMBER_BEHIND = re.compile("[ ,:()]{0,2}(?:\0|身份证|电话|手机|[男女][ ,。;)])")
_BETWEEN = re.compile(r"(?:[、,/&\s]|和|与|及|以及|还有|[;.]|\d{1,2}[.、]){1,3}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a name, and how much speaks for it."""

    start: int
    end: int
    weight: float


def names_in(text: str, enough: float = ENOUGH) -> list[Candidate]:
    """Return what weighs ``enough`` to be a name in ``text``, in order, none across another.

    ``text`` is folded; what is hidden already stands as NUL.
    """
    return _apart([c for c in candidates(text) if c.weight >= enough])


def candidates(text: str) -> list[Candidate]:
    """Return what might be a name, in order; beside a sure name everything weighs more."""
    found = sorted([c for c in _weighed(text) if c.weight > -2] + list(_shown(text)), key=_start)
    return _in_company(text, _in_company(text, found)[::-1])[::-1]


def _start(candidate: Candidate) -> int:
    return candidate.start


def _shown(text: str) -> Iterator[Candidate]:
    """Yield phrases that end right behind a part in the matter and read like a name.

    So a surname nobody listed counts too.
    """
    for found in _SHOWN.finditer(text):
        start, end = found.span("hide")
        if text[start] not in KNOWN and not text.startswith(_FIRMS_BEHIND, end - 2):
            yield Candidate(start, end, ENOUGH)


def _weighed(text: str) -> Iterator[Candidate]:
    """Yield, for each surname, the heavier of the names of one and of two characters behind it."""
    for found in _STARTS.finditer(text):
        start, given = found.span()
        if names.TITLE.match(text, given):
            continue
        ends = (given + 1, given + 2) if _GOES_ON.match(text, given + 1) else (given + 1,)
        before = _before(text, start)
        own = _of_surname(found[0]) + _of_words(text, start, given) * _DOUBT[before >= _SURE] + before
        weighed = (Candidate(start, end, own + _of_given(text, given, end)) for end in ends)
        yield max(weighed, key=lambda candidate: candidate.weight)


def _of_surname(surname: str) -> float:
    if surname in COMMON:
        return 0.2 if surname in RISKY else 1.5
    return -1.0 if surname in RISKY else 0.9 if len(surname) == 1 else 2.5


def _of_words(text: str, start: int, given: int) -> float:
    """Return what everyday words around the surname take away."""
    surname = text[start:given]
    follows = text[given] in FOLLOWS.get(surname, ())
    precedes = start > 0 and text[start - 1] in PRECEDES.get(surname, ())
    return -3 * follows - 2.5 * precedes


def _of_given(text: str, start: int, end: int) -> float:
    """Return what the given name from ``start`` to ``end`` and what stands behind it say."""
    own = text[start:end]
    return (
        sum(_GIVEN_WEIGHTS.get(each, -0.3) for each in own)
        - 0.6 * (len(own) == 1)
        - 3 * (own[-1] in _PLACE_ENDS)
        - 2 * _runs_on(text, start, end)
        - 4 * text.startswith(_FIRMS_BEHIND, start)
        + _behind(text, end)
    )


def _runs_on(text: str, start: int, end: int) -> bool:
    """Return whether the end of the name belongs to what somebody does: 李四反|映."""
    return text[end - 1 : end + 1] in _DEEDS or text[start:end] in _DEEDS


def _before(text: str, start: int) -> float:
    """Return what speaks for a name in what stands before it."""
    if start == 0 or text[start - 1] == "\n":
        return _AT_THE_BEGINNING
    if text[start - 1] in _JOINS and _longest_before(text, start - 1) == _SURE:
        return _SURE
    if not _HAN.match(text[start - 1]):
        return _BESIDE_NOTHING
    return _longest_before(text, start) or _IN_A_TEXT


def _longest_before(text: str, end: int) -> float:
    words = (text[end - length : end] for length in range(min(_LONGEST, end), 0, -1))
    return next((_BEFORE[word] for word in words if word in _BEFORE), 0)


def _behind(text: str, end: int) -> float:
    """Return what speaks for a name in what stands behind it."""
    if text.startswith(_PLACES_BEHIND, end) or text.startswith(_FIRMS_BEHIND, end - 1):
        return _PLACE
    if _NUMBER_BEHIND.match(text, end):
        return _SURE
    if names.TITLE.match(text, end):
        return _IDENTIFIED
    if not _HAN.match(text, end):
        return _BESIDE_NOTHING
    words = (text[end : end + length] for length in range(_LONGEST, 0, -1))
    known = next((_BEHIND[word] for word in words if word in _BEHIND), 0)
    return known or _of_verb(text, end)


def _of_verb(text: str, end: int) -> float:
    """Return what a verb of one character says, if something stands behind that it is done to."""
    if text[end] not in beside.VERBS or not _HAN.match(text, end + 1):
        return _IN_A_TEXT
    return _MAYBE_DOING if text[end] in _GIVEN else _DOING


def _in_company(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, heavier where only a comma or 和 parts them from a sure name before.

    Given backwards, they are looked at backwards.
    """
    sure: Candidate | None = None
    kept: list[Candidate] = []
    for candidate in found:
        if sure and _beside(text, sure, candidate):
            candidate = replace(candidate, weight=candidate.weight + _IN_COMPANY)
        if candidate.weight >= ENOUGH:
            sure = candidate
        kept.append(candidate)
    return kept


def _beside(text: str, one: Candidate, other: Candidate) -> bool:
    first, second = sorted((one, other), key=lambda candidate: candidate.start)
    return _BETWEEN.fullmatch(text, first.end, second.start) is not None


def _apart(found: list[Candidate]) -> list[Candidate]:
    """Return the heavier of those that overlap."""
    taken: list[Candidate] = []
    for candidate in found:
        if taken and taken[-1].end > candidate.start:
            if taken[-1].weight >= candidate.weight:
                continue
            taken.pop()
        taken.append(candidate)
    return taken
