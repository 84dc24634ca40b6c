# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The generated pages say what the code says, and nothing that can be asked for is left out."""

import pytest
from tools.generate_reference import PAGES, REFERENCE, TABLES, cli_commands
from tools.induced_moves import INDUCED
from tools.law_pages import cities

from jiesu.application.catalogue import EVENTS, REGISTRY
from jiesu.domain.streams import StreamKind
from jiesu.kernel.events import Command, Event
from tests.architecture.tree import ROOT, text_of


def how_tos() -> str:
    """Return every page that tells people how to do something, in one text."""
    return "\n".join(map(text_of, sorted((ROOT / "docs" / "how-to").glob("*.md"))))


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name: str) -> None:
    assert text_of(REFERENCE / name) == PAGES[name](), "run `make docs`"


def declared(base: type[Command] | type[Event]) -> set[str]:
    """Return the name of every class of the engine made from ``base``."""
    return {each.__name__ for each in base.__subclasses__() if each.__module__.startswith("jiesu.")}


def test_every_command_is_registered() -> None:
    assert declared(Command) == {row.command.name for row in REGISTRY.rows()}


def test_every_event_has_a_notice_or_an_explicit_none() -> None:
    assert declared(Event) == set(EVENTS)


def test_every_command_has_its_part() -> None:
    page, names = text_of(REFERENCE / "commands.md"), [r.command.name for r in REGISTRY.rows()]
    assert [name for name in names if f"### {name}\n" not in page] == []


def test_every_event_has_its_part() -> None:
    page = text_of(REFERENCE / "events.md")
    assert [name for name in EVENTS if f"### {name}\n" not in page] == []


def test_every_command_line_stands_in_the_reference() -> None:
    page = text_of(REFERENCE / "cli.md")
    assert [path for path, _ in cli_commands() if f"## {path}\n" not in page] == []


@pytest.mark.parametrize("guide", ["README.md", "README.zh-CN.md"])
def test_every_command_line_is_shown_in_the_readme_or_a_how_to(guide: str) -> None:
    text = text_of(ROOT / guide) + how_tos()
    assert [path for path, _ in cli_commands() if path not in text] == []


@pytest.mark.parametrize("kind", StreamKind)
def test_every_state_is_reached_by_a_row_or_a_move_listed_by_hand(kind: StreamKind) -> None:
    table, states = TABLES[kind]
    induced = [move for move in INDUCED if move.kind is kind]
    reached = {row.target for row in table.rows} | {move.target for move in induced}
    assert set(states) - reached == set()


@pytest.mark.parametrize("kind", StreamKind)
def test_a_move_listed_by_hand_is_in_no_table(kind: StreamKind) -> None:
    table, _ = TABLES[kind]
    rows = {(row.source, row.command, row.target) for row in table.rows}
    assert {(m.source, m.command, m.target) for m in INDUCED if m.kind is kind} & rows == set()


def test_every_article_of_every_pack_has_its_part_in_the_page_of_its_law() -> None:
    for pack, city in cities().items():
        page = text_of(REFERENCE / f"law-{pack}.md")
        anchors = [
            f'<a id="{code}-{number}"></a>'
            for code, instrument in city.instruments.items()
            for number in instrument.articles
        ]
        assert [anchor for anchor in anchors if anchor not in page] == []
