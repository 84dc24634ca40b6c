# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Answers of ``jiesu pack`` as tables in the terminal."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Plain

if TYPE_CHECKING:
    from jiesu.cli.pack_answers import Answer
    from jiesu.kernel.text import Language

_WIDTH_IN_A_FILE = 200


def print_answer(answer: "Answer", language: "Language") -> None:
    """Print the title and, below it, the rows; nothing in them is read as markup."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_IN_A_FILE)
    console.print(Plain(answer.title.say(language), style="bold"))
    if not answer.rows:
        return
    table = Table(box=box.SIMPLE_HEAD, show_header=bool(answer.header))
    for head in answer.header or answer.rows[0]:
        table.add_column(head.say(language) if answer.header else "", overflow="fold")
    for row in answer.rows:
        table.add_row(*(Plain(cell.say(language)) for cell in row))
    console.print(table)
