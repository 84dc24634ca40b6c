# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What each step of a case is called on screens and in print."""

from collections.abc import Mapping
from enum import StrEnum

from jiesu.domain.appeals import messages as appeals
from jiesu.domain.appeals.messages import Minor
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions import messages as interactions
from jiesu.domain.interactions.messages import EndReason, ErasureGround
from jiesu.domain.interactions.model import INTERACTIONS
from jiesu.domain.workorders import messages as orders
from jiesu.domain.workorders.messages import DispatchRoute, NoContactReason, OrderRole
from jiesu.domain.workorders.model import ORDERS
from jiesu.kernel.events import Event
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Standing

EVENT_TITLES: Mapping[type[Event], Text] = {
    interactions.InteractionOpened: Text("来件", "Contact opened"),
    interactions.DraftSaved: Text("草稿已保存", "Draft saved"),
    interactions.InteractionTakenUp: Text("来件成诉求", "Contact became an appeal"),
    interactions.InteractionEnded: Text("来件结束", "Contact ended"),
    interactions.DraftOverdue: Text("草稿超时", "Draft overdue"),
    interactions.DraftErased: Text("草稿已依法删除", "Draft erased by law"),
    appeals.AppealRegistered: Text("诉求登记", "Appeal registered"),
    appeals.AppealAnswered: Text("当场答复", "Answered at once"),
    appeals.AppealRouted: Text("按特殊情形告知", "Special route taken"),
    appeals.AppealDispatched: Text("派单", "Dispatched"),
    appeals.DispatchOverdue: Text("派单超时", "Dispatch overdue"),
    appeals.AppealHandled: Text("诉求办结", "Appeal handled"),
    appeals.AppealWithdrawn: Text("诉求撤回", "Appeal withdrawn"),
    appeals.AppealErased: Text("个人信息已依法删除", "Personal data erased by law"),
    appeals.PersonalRevealed: Text("查看个人信息", "Personal data revealed"),
    orders.OrderOpened: Text("工单生成", "Order opened"),
    orders.OrderSigned: Text("签收", "Signed for"),
    orders.FirstContactMade: Text("首次联系", "First contact"),
    orders.OrderReported: Text("办结反馈", "Result reported"),
    orders.OrderCancelled: Text("工单取消", "Order cancelled"),
    orders.OrderOverdue: Text("时钟到期", "Clock ran out"),
}
"""Every event by the name people read."""

_TERMS: tuple[tuple[StrEnum, Text], ...] = (
    (OrderRole.LEAD, Text("主办", "lead")),
    (OrderRole.ASSIST, Text("协办", "assist")),
    (OrderRole.LIAISON, Text("央地协调", "liaison")),
    (DispatchRoute.DIRECT, Text("直派", "direct")),
    (
        DispatchRoute.SUBDISTRICT,
        Text("直派街乡镇并抄送区", "to the sub-district, copy to district"),
    ),
    (DispatchRoute.DISTRICT, Text("区统筹", "the district organises")),
    (DispatchRoute.CITY_DESK, Text("市级兜底", "kept by the city desk")),
    (DispatchRoute.LIAISON, Text("央地协调", "liaison")),
    (DispatchRoute.RECUSAL, Text("回避，转上级", "recusal, up the line")),
    (DispatchRoute.BY_HAND, Text("人工指定", "named by hand")),
    (NoContactReason.NO_CONTACT_LEFT, Text("未留联系方式", "no contact left")),
    (NoContactReason.NOT_REACHED, Text("多次联系未果", "not reached")),
    (NoContactReason.ASKED_NOT_TO_BE_CALLED, Text("诉求人要求不联系", "asked not to be called")),
    (NoContactReason.NOT_RECORDED, Text("历史数据未记录", "not recorded")),
    (EndReason.HUNG_UP, Text("来电中断", "hung up")),
    (EndReason.WRONG_NUMBER, Text("误拨", "wrong number")),
    (EndReason.SILENT, Text("无声来电", "silent call")),
    (EndReason.TEST, Text("系统测试", "test")),
    (EndReason.TAKEN_UP_ELSEWHERE, Text("已在其他来件登记", "taken up elsewhere")),
    (ErasureGround.REQUEST, Text("本人请求", "the person's request")),
    (ErasureGround.RETENTION_OVER, Text("保存期届满", "retention is over")),
    (ErasureGround.UNLAWFUL_COLLECTION, Text("违法收集", "unlawfully collected")),
    (Minor.SUGGESTED, Text("疑似未成年人（未确认）", "perhaps a minor (not confirmed)")),
    (Minor.CONFIRMED, Text("未成年人（已确认）", "a minor (confirmed)")),
    (ClockName.DRAFT, Text("草稿", "draft")),
    (ClockName.DISPATCH, Text("派单", "dispatch")),
    (ClockName.SIGNING, Text("签收", "signing")),
    (ClockName.FIRST_CONTACT, Text("首次联系", "first contact")),
    (ClockName.HANDLING, Text("办理", "handling")),
    (Standing.OFFICIAL, Text("法定", "official")),
    (Standing.REPORTED, Text("公开报道", "reported")),
    (Standing.PRACTICE, Text("实践做法", "practice")),
    (Standing.ASSUMED, Text("推定", "assumed")),
)
TERMS: Mapping[tuple[type[StrEnum], str], Text] = {
    (type(value), value.value): text
    for value, text in (
        *INTERACTIONS.states.items(),
        *APPEALS.states.items(),
        *ORDERS.states.items(),
        *_TERMS,
    )
}
"""Every value of the engine's own enumerations; kinds and channels are named by the pack."""

FIELD_LABELS: Mapping[str, Text] = {
    "account": Text("来电号码/账号", "account"),
    "appeal_id": Text("诉求", "appeal"),
    "appellant": Text("诉求人", "appellant"),
    "area": Text("辖区", "area"),
    "automatic": Text("自动派单", "automatic"),
    "channel": Text("渠道", "channel"),
    "clock": Text("时钟", "clock"),
    "complained_officer": Text("被反映人", "officer complained of"),
    "complained_unit": Text("被反映单位", "unit complained of"),
    "confidential": Text("要求保密", "confidential"),
    "contact": Text("联系方式", "contact"),
    "contact_due": Text("首次联系时限", "first contact due"),
    "copies": Text("抄送", "copies"),
    "counterpart": Text("协调对象", "counterpart"),
    "dispatch_due": Text("派单时限", "dispatch due"),
    "district": Text("所属区", "district"),
    "draft_due": Text("草稿时限", "draft due"),
    "due_assumed": Text("期限含推定日历", "due date rests on assumed days"),
    "due_at": Text("到期时刻", "due at"),
    "duty_item": Text("权责清单条目", "duty item"),
    "explanation": Text("告知内容", "what was told"),
    "ground": Text("理由", "ground"),
    "handling_due": Text("办理时限", "handling due"),
    "kind": Text("诉求类别", "kind"),
    "lead": Text("主办单位", "lead"),
    "limit_class": Text("时限类别", "time-limit class"),
    "matter": Text("诉求事项", "matter"),
    "minor": Text("未成年人", "minor"),
    "no_contact": Text("未联系理由", "why not contacted"),
    "note": Text("经办说明", "note"),
    "on_time": Text("按时", "on time"),
    "organisation": Text("单位诉求", "organisation"),
    "owner": Text("经办人", "owner"),
    "place": Text("地址", "place"),
    "reason": Text("理由", "reason"),
    "reply": Text("答复", "reply"),
    "report": Text("办理结果", "result"),
    "role": Text("工单角色", "role"),
    "route": Text("方式", "route"),
    "script": Text("告知口径", "script"),
    "signing_due": Text("签收时限", "signing due"),
    "title": Text("标题", "title"),
    "unit": Text("承办单位", "unit"),
    "words": Text("诉求内容", "words"),
}
"""Every field of an event that a timeline shows."""
