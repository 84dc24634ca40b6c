# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A transition table says whither, why not, what else is possible, and what it looks like."""

from enum import StrEnum

import pytest

from jiesu.domain.transitions import (
    Guard,
    GuardRefused,
    NotInThisState,
    Possibility,
    Transition,
    TransitionTable,
)
from jiesu.kernel.events import Command
from jiesu.kernel.text import Text


class Lamp(StrEnum):
    OFF = "off"
    LIT = "lit"
    BROKEN = "broken"


class Buy(Command): ...


class Light(Command): ...


class Drop(Command): ...


DRY: Guard[bool] = Guard(lambda wet: not wet, Text("灯是湿的。", "The lamp is wet."))
TABLE: TransitionTable[Lamp, bool] = TransitionTable(
    "lamp",
    states={
        Lamp.OFF: Text("未亮", "off"),
        Lamp.LIT: Text("已亮", "lit"),
        Lamp.BROKEN: Text("已坏", "broken"),
    },
    actions={
        Buy: Text("购买", "Buy it"),
        Light: Text("点亮", "Light it"),
        Drop: Text("摔下", "Drop it"),
    },
    rows=(
        Transition(None, Buy, Lamp.OFF, "lamp.buy", "rule.buy"),
        Transition(Lamp.OFF, Light, Lamp.LIT, "lamp.light", "rule.light", DRY),
        Transition(Lamp.OFF, Drop, Lamp.BROKEN, "lamp.drop", "rule.drop"),
        Transition(Lamp.LIT, Drop, Lamp.BROKEN, "lamp.drop", "rule.drop"),
    ),
)
WET, IS_DRY = True, False


@pytest.mark.parametrize(
    ("source", "command", "target"),
    [(None, Buy, Lamp.OFF), (Lamp.OFF, Light, Lamp.LIT), (Lamp.LIT, Drop, Lamp.BROKEN)],
)
def test_a_row_leads_to_its_target(
    source: Lamp | None, command: type[Command], target: Lamp
) -> None:
    assert TABLE.pass_through(source, command, IS_DRY) is target


def test_without_a_row_the_refusal_says_in_one_language_what_is_possible_instead() -> None:
    with pytest.raises(NotInThisState) as refusal:
        TABLE.pass_through(Lamp.OFF, Buy, IS_DRY)
    said = refusal.value.explain("en")
    assert said == 'It is "off" now, so "Buy it" is not possible. Possible now: Light it, Drop it.'
    assert refusal.value.explain("zh").startswith("当前状态为“未亮”，不能执行“购买”。")
    assert not any(letter in refusal.value.explain("zh") for letter in "BLD")


def test_of_what_does_not_exist_the_refusal_says_so() -> None:
    with pytest.raises(NotInThisState) as refusal:
        TABLE.pass_through(None, Drop, IS_DRY)
    assert 'It is "not there yet" now' in refusal.value.explain("en")


def test_from_a_last_state_the_refusal_is_still_a_whole_sentence() -> None:
    with pytest.raises(NotInThisState) as refusal:
        TABLE.pass_through(Lamp.BROKEN, Light, IS_DRY)
    assert refusal.value.explain("en").endswith("Possible now: –.")
    assert refusal.value.explain("zh").endswith("现在可以：–。")


def test_a_condition_that_does_not_hold_is_named() -> None:
    with pytest.raises(GuardRefused) as refusal:
        TABLE.pass_through(Lamp.OFF, Light, WET)
    assert "The lamp is wet." in refusal.value.explain("en")
    assert "灯是湿的。" in refusal.value.explain("zh")


def test_every_command_is_shown_as_possible_or_with_the_reason_why_not() -> None:
    assert list(TABLE.possibilities(Lamp.OFF, WET)) == [
        Possibility(Buy, "lamp.buy", Text("当前状态不允许。", "Not from this state.")),
        Possibility(Light, "lamp.light", DRY.reason),
        Possibility(Drop, "lamp.drop", None),
    ]


def test_each_command_is_listed_once_with_its_permission() -> None:
    assert TABLE.commands() == (Buy, Light, Drop)
    assert [TABLE.permission(command) for command in TABLE.commands()] == [
        "lamp.buy",
        "lamp.light",
        "lamp.drop",
    ]


def test_the_diagram_shows_every_row() -> None:
    assert TABLE.mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> off: Buy\n"
        "    off --> lit: Light\n"
        "    off --> broken: Drop\n"
        "    lit --> broken: Drop\n"
    )
