# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who reads a rule of the pack: which commands, and what else in the program.

Declared here, so that a page can lead from an article to what the program does about it. A test
plays every command in its ways and finds exactly these rules looked up.
"""

from collections.abc import Mapping
from functools import cache

from jiesu.application.catalogue import REGISTRY
from jiesu.application.registry import Registration
from jiesu.domain.appeals.messages import (
    AddFacts,
    AnswerAtOnce,
    BeginCallBack,
    DispatchAppeal,
    EraseAppeal,
    ExpireDispatchClock,
    RegisterAppeal,
    ReopenAppeal,
    RevealPersonal,
    RouteSpecially,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.callback.messages import (
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
)
from jiesu.domain.interactions.messages import EndInteraction, EraseDraft, ExpireDraft, SaveDraft
from jiesu.domain.memberships import GrantRole, RevokeRole
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    HandOverOrder,
    RecordFirstContact,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.kernel.events import Command
from jiesu.kernel.text import Text

LIMITS, ROUTES = "limit.", "route."
"""Families of rules, one for each time-limit class and each special route; read as one."""

_WORDS = "appeal.words_max"
_AGAIN = (
    "callback.trigger",
    LIMITS,
    "order.first_contact",
    "order.signing",
    "order.round_the_clock",
)
"""What an order is timed by, given for the first time or again."""
_ANSWER = ("callback.closing", "callback.redo", "callback.rounds")

RULES_READ: Mapping[type[Command], tuple[str, ...]] = {
    SaveDraft: (_WORDS, "interaction.draft_clock"),
    EndInteraction: ("interaction.ending",),
    EraseDraft: ("appeal.erasure",),
    ExpireDraft: (),
    RegisterAppeal: (
        _WORDS,
        "appeal.record",
        "appeal.confidentiality",
        "appeal.dispatch_clock",
    ),
    AnswerAtOnce: (_WORDS, "appeal.answering"),
    RouteSpecially: (_WORDS, ROUTES),
    DispatchAppeal: (
        _WORDS,
        "dispatch.direct",
        "dispatch.subdistrict_copy",
        "dispatch.district_fallback",
        "dispatch.city_fallback",
        "dispatch.liaison",
        "dispatch.recusal",
        "dispatch.community",
        "dispatch.fallback_unit",
        "dispatch.recusal_unit",
        "dispatch.default_class",
        "callback.kinds",
        *_AGAIN,
    ),
    ExpireDispatchClock: (),
    WithdrawAppeal: (_WORDS, "appeal.withdrawal"),
    AddFacts: (_WORDS, "appeal.adding"),
    BeginCallBack: ("callback.trigger", "callback.asking"),
    ReopenAppeal: (_WORDS, "appeal.reopening", "appeal.dispatch_clock", *_AGAIN),
    UndoStep: ("appeal.undoing",),
    EraseAppeal: ("appeal.erasure",),
    RevealPersonal: (_WORDS, "appeal.reveal"),
    SignFor: ("order.first_receiver", "order.signing"),
    RecordFirstContact: (_WORDS, "order.first_contact"),
    ReportResult: (
        _WORDS,
        "order.reporting",
        "order.first_contact",
        "order.written",
        "order.promised",
        "callback.trigger",
        "callback.asking",
        "callback.redo",
        "callback.closing",
    ),
    RevealContact: (_WORDS, "appeal.reveal"),
    SendMessage: (_WORDS, "order.messaging"),
    ExpireOrderClock: (),
    HandOverOrder: (
        "organisation.succession",
        "dispatch.subdistrict_copy",
        "dispatch.liaison",
        "dispatch.recusal",
        "dispatch.community",
        "dispatch.fallback_unit",
        "dispatch.recusal_unit",
    ),
    RecordAttempt: (_WORDS, "callback.attempts", "callback.closing"),
    RecordOutcome: (_WORDS, "callback.outcome", *_ANSWER, *_AGAIN),
    RateHandling: (_WORDS, "callback.rating", *_ANSWER, *_AGAIN),
    ReturnResult: (_WORDS, "callback.review", "callback.rounds", *_AGAIN),
    ExpireCallBackClock: (),
    GrantRole: ("membership.granting",),
    RevokeRole: ("membership.granting",),
}
"""For every command the rules it looks up, besides the rights of whoever sends it.

A clock's own command looks up nothing: when it is due was settled by the command that started it.
"""

_RANKING = Text("月度考评排名", "the monthly ranking")
_READING = Text("对诉求内容的识别建议", "suggestions made of the words")
_LIKENESS = Text("相似诉求查找", "the search for like appeals")
_NEARBY = Text("周边同类诉求提示", "what is told of like appeals nearby")
_MAP = Text("地图定位", "finding a place on the map")

READ_ELSEWHERE: Mapping[str, Text] = {
    "evaluation.month_start": _RANKING,
    "evaluation.month_anchor": _RANKING,
    "evaluation.counting": _RANKING,
    "evaluation.shares": _RANKING,
    "evaluation.answers": _RANKING,
    "evaluation.weights": _RANKING,
    "evaluation.groups": _RANKING,
    "evaluation.ties": _RANKING,
    "evaluation.decimals": _RANKING,
    "understanding.sure_from": _READING,
    "understanding.alike_from": _LIKENESS,
    "understanding.alike_days": _LIKENESS,
    "understanding.nearby_fewest": _NEARBY,
    "understanding.nearby_months": _NEARBY,
    "understanding.border_metres": _MAP,
}
"""Rules that something else reads than a command."""

READ_BY_NOBODY = frozenset(
    {
        "evaluation.exclusions",
        "evaluation.parking",
        "evaluation.bonuses",
        "supervision.whistle_kinds",
        "supervision.whistle_arrival",
        "supervision.ladder",
        "supervision.surge",
    }
)
"""Rules that every pack gives and that no part of the program heeds yet."""


def family(key: str) -> str:
    """Return the key, or the family of rules it belongs to."""
    return next((prefix for prefix in (LIMITS, ROUTES) if key.startswith(prefix)), key)


def readers(key: str) -> tuple[Registration, ...]:
    """Return the commands that look up the rule, in the order of the process."""
    return _readers().get(family(key), ())


@cache
def _readers() -> Mapping[str, tuple[Registration, ...]]:
    found: dict[str, tuple[Registration, ...]] = {}
    for row in REGISTRY.rows():
        for key in RULES_READ.get(row.command, ()):
            found[key] = (*found.get(key, ()), row)
    return found
