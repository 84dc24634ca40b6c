# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the manner of speaking says, one table row a promise."""

import pytest

from jiesu.adapters.text.clauses import parts_of
from jiesu.adapters.text.cues import hints_of, kind_of, party_of, urgency_of
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.understanding import Hint, Party, Urgency


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请问办理居住证需要什么材料？", AppealKind.INQUIRY),
        ("我要投诉物业乱收费", AppealKind.COMPLAINT),
        ("举报有人无证行医", AppealKind.TIP_OFF),
        ("建议在路口增设红绿灯", AppealKind.SUGGESTION),
        ("麻烦您派人来修一下路灯", AppealKind.HELP),
        ("How do I apply for a residence permit?", AppealKind.INQUIRY),
        ("怎么办居住证", AppealKind.INQUIRY),
        ("公租房申请怎么办", AppealKind.INQUIRY),
        ("漏水了怎么办啊，没人管", AppealKind.COMPLAINT),
        ("I suggest more benches in the park", AppealKind.SUGGESTION),
        ("请问他们这样合法吗？", AppealKind.COMPLAINT),
        ("嗯嗯", AppealKind.COMPLAINT),
        ("", AppealKind.COMPLAINT),
    ],
)
def test_words_tell_the_kind(text: str, kind: AppealKind) -> None:
    guess = kind_of(text)
    assert guess.kind is kind
    assert all(word in text for word in guess.words)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("家里燃气泄漏了，快来人", Urgency.DANGER),
        ("There is a gas leak in our stairway", Urgency.DANGER),
        ("老人困在电梯里", Urgency.DANGER),
        ("里面困着两个老人", Urgency.DANGER),
        ("扶助被困难拖住的家庭", Urgency.ROUTINE),
        ("担心会有燃气泄漏", Urgency.PRESSING),
        ("堆了很多纸箱，有火灾隐患", Urgency.PRESSING),
        ("去年这里着火过，想问问赔偿", Urgency.PRESSING),
        ("停水三天了", Urgency.PRESSING),
        (f"{'这件事说来话长。' * 30}当时还有人打人", Urgency.PRESSING),
        (f"有人持刀！{'这件事说来话长。' * 30}", Urgency.DANGER),
        ("想咨询积分落户", Urgency.ROUTINE),
    ],
)
def test_a_danger_that_is_only_feared_is_no_danger_yet(text: str, level: Urgency) -> None:
    assert urgency_of(text).level is level


def test_a_citys_own_words_for_an_emergency_count() -> None:
    assert urgency_of("那边山体滑坡了", ("山体滑坡",)).words == ("山体滑坡",)
    assert urgency_of("那边山体滑坡了").level is Urgency.ROUTINE


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("我公司想申请稳岗补贴", Party.FIRM),
        ("我是一家餐饮公司的负责人，员工工资发不出来", Party.FIRM),
        ("Our company cannot get its licence", Party.FIRM),
        ("我公司拖欠我三个月工资", Party.PERSON),
        ("小区旁边的公司天天放音乐", Party.PERSON),
    ],
)
def test_who_is_owed_wages_by_their_firm_is_a_person(text: str, party: Party) -> None:
    assert party_of(text) is party


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("我母亲82岁，坐轮椅", {Hint.NEED}),
        ("孩子上不了小学", {Hint.MINOR}),
        ("独居老人带着孙子，孩子才三岁", {Hint.NEED, Hint.MINOR}),
        ("路灯不亮", set()),
    ],
)
def test_hints_are_only_of_what_was_said(text: str, hints: set[Hint]) -> None:
    assert hints_of(text) == hints


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("路灯不亮已经三天了。另外小区停车费乱涨价", 2),
        ("路灯不亮已经三天了另外小区停车费乱涨价没人管", 2),
        ("路灯不亮。另外小区停车费乱涨价", 2),
        ("路灯不亮", 1),
        ("好。好。好。好。", 1),
        ("", 1),
    ],
)
def test_a_text_parts_where_it_turns(text: str, parts: int) -> None:
    found = parts_of(text)
    assert len(found or [""]) == parts
    assert "".join(text[first:last] for first, last in found) == text


@pytest.mark.parametrize("text", ["我要" * 5_000, "能不能" * 3_000, "请" * 10_000, "我是" * 5_000])
def test_long_texts_take_no_longer_than_they_are(text: str) -> None:
    assert kind_of(text)
    assert party_of(text) is Party.PERSON
    assert urgency_of(text).level is Urgency.ROUTINE
