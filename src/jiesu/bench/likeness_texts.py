# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Invented appeals and near-copies of them: the same words, a little changed as people do."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiesu.bootstrap.chance import Dice

_WHEN = (
    "昨天晚上", "上周三", "从国庆节到现在", "最近半个月", "今天早上七点多", "入冬以来", "连续三天",
    "自从换了物业", "每到周末", "前几天下雨之后", "去年年底", "这两个月",
)  # fmt: skip
_WHERE = (
    "向阳小区东门", "文化路与建设街路口", "三中旁边的巷子", "老农贸市场门口", "滨河公园北侧",
    "纺织厂家属院", "城南汽车站附近", "幸福里二期", "柳荫桥下", "人民医院对面", "工业园区西区",
    "商业街步行段", "铁路宿舍院内", "新建的安置房小区",
)  # fmt: skip
_WHAT = (
    "路灯一直不亮，晚上走路看不清，已经有老人摔倒",
    "下水道堵了，污水漫到马路上，臭味很大",
    "电梯坏了没人修，住高层的老人下不了楼",
    "夜里还在施工，机器的声音吵得孩子没法写作业",
    "垃圾堆了好几堆没有清运，苍蝇很多",
    "自来水发黄，放十几分钟还是浑的",
    "暖气不热，家里只有十四度，给供热公司打电话没人接",
    "有人把车停在消防通道上，物业说管不了",
    "路面塌了一个大坑，围挡倒了也没人管",
    "健身房突然关门，办的年卡退不了钱",
    "工地拖欠工资，二十多个人三个月没拿到钱",
    "广场舞的音响开到晚上十点多，根本没法休息",
    "公交车经常等一个小时都不来，上班老是迟到",
    "饭店的油烟直接排到居民楼下，窗户都不敢开",
    "河里的水发黑，岸边漂着死鱼",
    "井盖松动，车一过就响，怕孩子掉下去",
)
_SINCE = (
    "之前反映过一次，没有结果。", "问过社区，社区说不归他们管。", "找了物业好几次都是推脱。",
    "附近的居民意见都很大。", "打过电话，说会来看，到现在没人来。", "大家都不知道该找谁。",
    "孩子和老人受影响最大。", "已经严重影响生活。",
)  # fmt: skip
_WHO = (
    "我是住在三楼的退休工人", "我在附近开小卖部", "我每天送外卖都要经过那里",
    "我替住在那儿的父母反映", "我们院里十几户一起说这件事", "我是孩子家长",
    "我刚搬来不到一年", "我在对面上班",
    "我腿脚不便，出门要坐轮椅", "我是业主群里推举出来的",
)  # fmt: skip
_MORE = (
    "拍了照片，可以随时提供", "上个月有邻居为这个还跟人吵了起来", "听说要改造，可是一直没有动静",
    "下雨天更严重，出门要绕很远的路", "以前不是这样，换了承包的公司以后才开始",
    "网上看到别的区都解决了，就我们这里没人理", "再拖下去怕是要出大事", "门口贴的电话打过去是空号",
    "跟我同样情况的少说有二三十户", "白天还好一点，一到晚上就特别明显", "值班的人说要等上面批钱",
    "合同和收据我都留着",
)  # fmt: skip
_WISH = (
    "请尽快派人来处理。", "希望相关部门管一管。", "请给一个明确的答复。", "要求限期整改。",
    "麻烦协调一下。", "请依法查处。",
)  # fmt: skip
_BEFORE = ("", "您好，", "你好！", "领导您好：", "我想反映一下，", "情况是这样的，")
_AFTER = ("", "谢谢！", "麻烦了", "急！！", "盼复。")
_SLIPS = "的了呢啊吧在就也都还又"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An invented appeal; near-copies have the ``group`` of what they are copies of."""

    text: str
    group: int


def invented(dice: Dice, count: int) -> Iterator[Drawn]:
    """Yield appeals of which none is a copy of another, though some speak of the same."""
    seen: set[str] = set()
    group = 0
    while group < count:
        who, when, where = dice.choice(_WHO), dice.choice(_WHEN), dice.choice(_WHERE)
        text = f"{who}，{when}{where}{dice.choice(_WHAT)}，{dice.choice(_MORE)}。"
        text += dice.choice(_SINCE) + dice.choice(_WISH)
        if text not in seen:
            seen.add(text)
            yield Drawn(text, group)
            group += 1


def near_copy(dice: Dice, original: Drawn) -> Drawn:
    """Return what somebody sends who has copied an appeal and changed a little of it."""
    said = list(original.text)
    for _ in range(dice.randint(1, max(1, len(said) // 12))):
        place = dice.randrange(len(said))
        said[place] = dice.choice(("", dice.choice(_SLIPS), said[place] + dice.choice(_SLIPS)))
    text = dice.choice(_BEFORE) + "".join(said) + dice.choice(_AFTER)
    return Drawn(text, original.group)
