# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which command reads which rule is declared; here every command is played, and shows it."""

from collections.abc import Iterator

import pytest
from tools.generate_reference import TABLES

from jiesu.adapters.packs.needs import fixed_needs
from jiesu.application.catalogue import REGISTRY
from jiesu.application.evaluating import evaluate_month, named_month
from jiesu.application.grounds import (
    LIMITS,
    READ_BY_NOBODY,
    READ_ELSEWHERE,
    RULES_READ,
    family,
    readers,
)
from jiesu.kernel.events import Command
from tests.builders.plays import looked_up, spied
from tests.builders.town import policy

COMMANDS = [row.command for row in REGISTRY.rows()]


@pytest.fixture(scope="module")
def played() -> dict[type[Command], set[str]]:
    """Return what every command looked up, families as one; rights and scripts are no rules."""
    rules = set(policy().parameters)
    seen = looked_up()
    return {c: {family(key) for key in seen.get(c, ()) if key in rules} for c in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_a_command_looks_up_exactly_the_rules_declared(
    command: type[Command], played: dict[type[Command], set[str]]
) -> None:
    assert played[command] == set(RULES_READ[command])
    assert len(RULES_READ[command]) == len(set(RULES_READ[command]))


def test_every_play_sends_its_commands() -> None:
    assert set(RULES_READ) == set(COMMANDS)


def test_the_rule_a_transition_names_is_read_somewhere() -> None:
    named = {row.rule for table, _ in TABLES.values() for row in table.rows}
    unread = {key for key in named if not readers(key) and key not in READ_ELSEWHERE}
    assert unread <= READ_BY_NOBODY | {"-"}


def test_the_ranking_looks_up_the_rules_that_are_declared_as_its_own() -> None:
    seen: set[str] = set()
    with spied(seen):
        evaluate_month(named_month(policy(), "2026-03"), policy(), _NoAnswers())
    declared = {key for key in READ_ELSEWHERE if key.startswith("evaluation.")}
    assert declared - {"evaluation.decimals"} == seen


class _NoAnswers:
    def verdicts(self, span: object) -> Iterator[object]:
        del span
        return iter(())


def test_every_rule_has_a_reader_or_is_known_to_have_none() -> None:
    keys = {family(key) for key in fixed_needs()} | {LIMITS}
    declared = {key for read in RULES_READ.values() for key in read}
    assert declared | set(READ_ELSEWHERE) | READ_BY_NOBODY == keys
    assert declared & (set(READ_ELSEWHERE) | READ_BY_NOBODY) == set()
