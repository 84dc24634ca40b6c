# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the manner of speaking says: kind, urgency, in whose name, whom to look after.

Tables of words that people use, each with its weight; the words that were heard are the reason.
All are suggestions to the person who takes the appeal. Every pattern is bounded, so the time grows
with the length of the text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.understanding import Hint, KindGuess, Party, Urgency, UrgencyGuess

_MOST_WORDS = 4
_AT_ONCE, _LETTER = 60, 200  # characters: the beginning of a text, and the length of a letter
_WINDOW = 6  # characters before and behind a word that may take its edge off


@dataclass(frozen=True, slots=True)
class _Cue:
    """One row: words that speak for something, and how strongly."""

    weight: float
    pattern: re.Pattern[str]


def _words(weight: float, said: str) -> _Cue:
    """Return a row of words with blanks between; each may be a pattern without blanks."""
    return _Cue(weight, re.compile("|".join(said.split())))


def _english(weight: float, said: str) -> _Cue:
    """Return a row of English words, each from its beginning; ``_`` is the blank of a phrase."""
    options = "|".join(said.split()).replace("_", " ")
    return _Cue(weight, re.compile(rf"\b(?:{options})", re.IGNORECASE))


_KINDS: Mapping[AppealKind, tuple[_Cue, ...]] = {
    AppealKind.INQUIRY: (
        _words(
            3.0,
            "咨询 请问 想问 问一下 问问 想了解 了解一下 想知道 打听 查询一下 帮我查 求解答",
        ),
        _words(
            2.0,
            """(?:需要|要)(?:什么|哪些|啥)(?:材料|手续|条件|证件)
            (?:怎么|如何)(?:办理|申请|报名|缴纳|缴费|查询|领取|补缴|转移)
            (?:什么|有何|哪些)(?:政策|流程|标准|条件|规定) 政策是什么
            怎么办(?:个|一张|一下)?(?:[\u4e00-\u9fff]{1,6}证|手续|业务|户口|社保|医保|签证|护照)
            (?:申请|办理|登记|过户|迁户|落户|报销)(?:要)?(?:怎么|如何)办 去哪里?(?:办|交|领|查|报名)
            在哪个?(?:学校|部门|单位|窗口|地方) 哪个(?:部门|单位|窗口)(?:负责|管|办)""",
        ),
        _words(
            1.0,
            """(?:能不能|可不可以|是否|是不是|有没有|什么时候|啥时候|何时|多少钱|哪里|几点)[^，。；！]{0,20}[？?吗呢]""",
        ),
        _words(0.5, "[吗呢么][？?]"),
        _english(
            3.0,
            """could_you_tell_me i_would_like_to_know i_want_to_ask how_(?:do|can)_i where_can_i
            what_(?:documents|papers) when_will is_it_possible_to inquir enquir""",
        ),
    ),
    AppealKind.SUGGESTION: (
        _words(3.5, "(?<!不)建议 提议 倡议 献策 提(?:个|一个|点|条)(?:意见|想法)"),
        _words(
            2.0,
            """(?:能否|能不能|可否|是否可以|希望|盼望|呼吁|最好)(?:再|多|也)?(?:增设|增加|加装|开通|延长|优化|推广|设置|设立|新建|改进)""",
        ),
        _english(3.5, "i_suggest suggestion i_propose it_would_be_(?:better|good|nice) consider"),
    ),
    AppealKind.TIP_OFF: (
        _words(4.0, "举报 检举 揭发"),
        _words(
            2.0,
            """无证(?:经营|行医|办学|营业|驾驶) 无照 黑(?:作坊|诊所|中介|车|加油|网吧|工厂|煤气)
            非法(?:经营|营运|集资|占用|倾倒|行医|改装|采砂|捕) 偷(?:排|税|倒|采) 虚开 逃税 行贿
            受贿 贪污 吃回扣 传销 聚众赌博 赌博窝点 卖淫 嫖娼 制假 售假 假药 地沟油 骗保 套取""",
        ),
        _english(4.0, "report_(?:an?_)?(?:illegal|unlicen) tip[- ]off unlicen[cs]ed tax_evasion"),
    ),
    AppealKind.COMPLAINT: (
        _words(3.0, "投诉 控诉 讨(?:个)?说法 讨公道 (?:合法|正常|合理|公平|像话)吗"),
        _words(
            1.5,
            """不作为 乱作为 推诿 踢皮球 推来推去 互相推 没人管 无人管 不管不问 置之不理 敷衍
            态度(?:恶劣|极差|很差|差|蛮横) 乱收费 多收 强制 霸王条款 欺骗 欺诈 忽悠 虚假宣传
            不给退 不退(?:款|费|钱|押金) 拒不 拖欠 克扣 不履行 违约 跑路 扰民 太吵 气愤 愤怒
            不合理 太过分 严重影响""",
        ),
        _words(
            0.7,
            "违规 违建 污染 恶臭 噪音 噪声 异味 偷工减料 质量(?:问题|差) 占用 乱停 不满 不公",
        ),
        _english(3.0, "complain unacceptable refus(?:e|es|ed)_to ignored overcharg"),
    ),
    AppealKind.HELP: (
        _words(
            2.5,
            """求助 救助 求求 帮帮(?:我|忙) 帮(?:我|一下) 请(?:求|帮) 恳(?:请|求)
            麻烦(?:您|你|派) 拜托""",
        ),
        _words(
            0.6,
            """(?:请|希望|盼|望|要求)[^，。；！]{0,12}(?:解决|处理|[维抢]修|修复|协调|恢复|清理|疏通|更换|核实|[重关][视注])
            尽快(?:解决|处理|维修|修复|恢复) 来(?:人|看看|修)""",
        ),
        _words(
            0.7,
            """坏了 停水 停电 停暖 漏水 堵了 断了 没有?(?:水|电|气|暖气|热水) 不亮 不热 下不了楼""",
        ),
        _english(2.0, "please_(?:help|fix|repair|send) need_help could_you_(?:fix|repair|send)"),
    ),
}
_USUAL = AppealKind.COMPLAINT
_USUAL_COUNTS = 1.0  # what people tell without saying what they want is, most often, a grievance
_HEAD = 40  # characters at the beginning, where people say what they want
_HEAD_COUNTS = 1.5

_SOFTENERS = _words(
    1.0,
    """隐患 风险 以免 避免 防止 预防 容易 可能 一旦 万一 怕 担心 如果 要是 假如 会不会 上次 去年
    前年 几年前 没有?人 险些 差点 might may could risk case afraid prevent""",
).pattern
_DANGER = (
    _words(
        1.0,
        """着火 起火 失火 冒(?:黑|浓)烟 火灾 爆炸 (?:燃气|煤气|天然气)泄漏 漏(?:煤)?气
        (?:煤|燃)气味 触电 漏电 电线(?:掉|断|垂) 坍塌 塌陷 倒塌 垮塌 塌了 要塌 坠楼 跳楼 轻生
        自杀 不想活 溺水 落水 昏迷 晕倒 不省人事 没有?呼吸 大出血 流血不止 被困(?!难|扰|境)
        困(?:着|住了?)[一二两三几0-9]{0,2}个?(?:老人|小孩|孩子|人)
        困在(?:电梯|里面|屋) 关在电梯 电梯(?:下坠|坠落|往下掉) 持刀 拿刀 砍人 打人 殴打 行凶
        抢劫 绑架 家暴 打我 中毒 井盖(?:丢|没|缺|不见) 墙(?:皮|砖|体)(?:掉|砸|脱落)
        砸(?:到|伤)(?:人|行人|孩子) 救命""",
    ),
    _english(
        1.0,
        """on_fire gas_leak smell(?:s|ed)?_(?:of_)?gas explo(?:de|sion) collaps electrocut trapped
        suicid unconscious bleeding stabb knife drown being_beaten""",
    ),
)
_PRESSING = (
    _words(
        1.0,
        """紧急 急需 十万火急 火急 很急 太急了 急死 马上 立即 立刻 赶紧 刻不容缓 等不了 快点来
        安全隐患 危险 危房 随时(?:会|可能) 停水 停电 停气 断水 断电 停暖 没有?暖气 不供暖
        暖气不热 爆管 水管爆 污水(?:倒灌|外溢|横流) 漏水(?:严重|很大) 淹了 积水(?:很深|严重)
        下不了楼 电梯(?:停|坏) 断药 没(?:钱|米)(?:吃饭|下锅) 活不下去 走投无路 讨薪
        要不到(?:工资|工钱) 冻(?:得|死) 明天就(?:要)?(?:考试|开学|截止)""",
    ),
    _english(
        1.0,
        """urgent emergency immediately at_once as_soon_as_possible dangerous
        no_(?:water|power|heating|electricity)""",
    ),
)

_FIRM = _words(
    1.0,
    """(?:我|我们|本|咱们?)(?:公司|司|单位|厂|企业|商户|店|集团|合作社|工作室|经营部|饭店|超市|门店)
    (?:我是|我们是|本人是|作为)[^，。；！]{0,20}(?:公司|企业|厂|商户|店|个体户)的?(?:负责人|法人|法定代表人|老板|经理|财务|人事|行政|会计|工作人员)
    个体工商户 (?:[Oo]ur|OUR)[ ](?:company|firm|shop|factory|business|restaurant)
    [Ww]e[ ]are[ ]a[ ](?:company|firm|business)""".replace("[ ]", r"\s"),
).pattern
_EMPLOYEE = _words(
    1.0,
    r"""拖欠 克扣 欠(?:我|我们|发|着) 不(?:给|发)(?:我|我们)?(?:工资|工钱)
    不(?:给)?(?:交|缴)(?:社保|公积金)
    工资 辞退 开除 裁员 加班 离职 讨薪 被公司 \b(?:wages|salary|fired|overtime)\b""",
).pattern
_EMPLOYER = _words(
    1.0, r"我司 本公司 本企业 我企业 我厂 本厂 负责人 法人 老板 [Oo]ur\sfirm"
).pattern

_HINTS: Mapping[Hint, tuple[_Cue, ...]] = {
    Hint.NEED: (
        _words(
            1.0,
            """(?<![0-9])(?:6[5-9]|[7-9][0-9]|10[0-9])(?:多|来)?岁
            [六七八九]十(?:[一二三四五六七八九]|多|来)?岁 高龄
            老(?:人|太太|大爷|奶奶|爷爷|两口|年人|伴) 独居 空巢 孤寡 残疾 轮椅 瘫痪 卧床 盲人
            失明 聋哑 听不见 拄拐 腿脚不 行动不便 孕妇 怀孕 坐月子 重病 癌症 化疗 透析 尿毒症
            精神病 抑郁 低保 特困 五保 失独 贫困户 烈属""",
        ),
        _english(1.0, "elderly disab wheelchair pregnan blind deaf bedridden dialysis cancer"),
    ),
    Hint.MINOR: (
        _words(
            1.0,
            """未成年 我(?:今年)?(?:才|刚)?(?:[6-9]|1[0-7])岁 孩子 小孩 儿童 幼儿 婴儿 宝宝 留守
            女儿 儿子 小学生 初中生 我(?:上|读)(?:小学|初[一二三]|高[一二三])
            我(?:是|在)[^，。]{0,10}(?:小学|初中|高中|中学)[^，。]{0,6}(?:生|年级|上学|读)""",
        ),
        _english(1.0, "child kid baby minor my_(?:son|daughter)"),
    ),
}


def kind_of(text: str) -> KindGuess:
    """Return what kind of appeal a text sounds like; without any sign, a complaint."""
    totals = dict.fromkeys(_KINDS, 0.0) | {_USUAL: _USUAL_COUNTS}
    words: dict[AppealKind, list[str]] = {kind: [] for kind in _KINDS}
    for kind, cues in _KINDS.items():
        for cue in cues:
            found = list(_first_heard(cue.pattern, text))
            if found:
                early = found[0].start() < _HEAD
                totals[kind] += cue.weight * (_HEAD_COUNTS if early else 1.0)
                words[kind] += [each[0] for each in found]
    best = max(totals, key=lambda kind: totals[kind])
    return KindGuess(best, _distinct(words[best]))


def urgency_of(text: str, alarms: Sequence[str] = ()) -> UrgencyGuess:
    """Return how soon somebody should look at it, and the words that say so.

    Args:
        text: What was said.
        alarms: The city's own words for an emergency, in small letters.

    A danger that is only feared, past or to be prevented is pressing, not a danger; so is one that
    comes up far behind in a long letter: who is in danger says so at once.
    """
    lower = text.lower()
    dangers = [*_heard(_DANGER, text), *(_Heard(*span) for span in _spans(alarms, lower))]
    real = [
        each.said(text)
        for each in dangers
        if (each.start < _AT_ONCE or len(text) < _LETTER) and not _softened(lower, each)
    ]
    if real:
        return UrgencyGuess(Urgency.DANGER, _distinct(real))
    pressing = [each.said(text) for each in (*dangers, *_heard(_PRESSING, text))]
    if pressing:
        return UrgencyGuess(Urgency.PRESSING, _distinct(pressing))
    return UrgencyGuess()


def party_of(text: str) -> Party:
    """Return in whose name somebody speaks; who is owed wages by "my firm" is a person."""
    if not _FIRM.search(text):
        return Party.PERSON
    employee = _EMPLOYEE.search(text) and not _EMPLOYER.search(text)
    return Party.PERSON if employee else Party.FIRM


def hints_of(text: str) -> frozenset[Hint]:
    """Return what whoever takes the appeal may look after; never stored."""
    return frozenset(
        hint for hint, cues in _HINTS.items() if any(cue.pattern.search(text) for cue in cues)
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    start: int
    end: int

    def said(self, text: str) -> str:
        return text[self.start : self.end]


def _heard(cues: Sequence[_Cue], text: str) -> Iterator[_Heard]:
    for cue in cues:
        for found in _first_heard(cue.pattern, text):
            yield _Heard(*found.span())


def _first_heard(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the first few matches: more say nothing new."""
    for number, found in enumerate(pattern.finditer(text)):
        if number == _MOST_WORDS:
            return
        yield found


def _spans(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    for word in words:
        at = text.find(word)
        if word and at >= 0:
            yield at, at + len(word)


def _softened(text: str, heard: _Heard) -> bool:
    before = text[max(0, heard.start - _WINDOW) : heard.start]
    behind = text[heard.end : heard.end + _WINDOW]
    return bool(_SOFTENERS.search(before) or _SOFTENERS.search(behind))


def _distinct(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:_MOST_WORDS]
