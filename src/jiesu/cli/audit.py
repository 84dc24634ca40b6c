# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu audit``: is everything that came in on a day somewhere, owned and timed?"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiesu.cli.log import day_from_text
from jiesu.cli.rooms import As, Json, opened_city, require
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.application.audit import Audit, Count
    from jiesu.kernel.text import Language

_CONTACTS = Text("来件", "contacts")
_FURTHER = Text("同一来件的更多诉求", "further appeals of the same contacts")
_DIFFERENCE = Text("差额", "difference")
_BY_ROWS = Text("数据表", "rows")
_BY_LOG = Text("日志", "log")
_BALANCED = Text("守恒：差额为 0，两种计数一致。", "Conserved: difference 0, both counts agree.")
_UNBALANCED = Text(
    "不守恒：见下列来件、诉求和工单。",
    "Not conserved: see the contacts, appeals and orders listed.",
)


def audit(
    day: Annotated[str, typer.Argument(help="The local day, YYYY-MM-DD.")],
    as_: As = "auditor",
    as_json: Json = False,
) -> None:
    """Account for every contact of a day; exit code 1 if something is unexplained."""
    from jiesu.adapters.store.audit import audit_book
    from jiesu.application.audit import audit_day

    wanted = day_from_text(day)
    with opened_city(reading=True) as (city, settings):
        require(city, as_, "audit.read")
        with audit_book(city.pool) as book:
            found = audit_day(book, city.policy.calendar, wanted)
        if as_json:
            _print_json(found)
        else:
            _print_table(found, settings.language)
    if not found.balanced:
        raise typer.Exit(1)


def _print_json(found: "Audit") -> None:
    import json

    said = {
        "day": found.day.isoformat(),
        "balanced": found.balanced,
        "rows": _count(found.rows),
        "log": _count(found.log),
        "listed": [
            {"doubt": each.doubt.value, "kind": each.kind, "id": each.id} for each in found.listed
        ],
    }
    typer.echo(json.dumps(said, ensure_ascii=False, indent=2))


def _count(count: "Count") -> dict[str, Any]:
    places = {place.value: number for place, number in count.by_disposition.items()}
    return {
        "contacts": count.contacts,
        "further": count.further,
        **places,
        "difference": count.difference,
    }


def _print_table(found: "Audit", language: "Language") -> None:
    from rich.console import Console
    from rich.table import Table

    from jiesu.application.audit import DISPOSITIONS, DOUBTS

    table = Table(title=found.day.isoformat(), title_justify="left")
    table.add_column("")
    table.add_column(_BY_ROWS.say(language), justify="right")
    table.add_column(_BY_LOG.say(language), justify="right")
    rows, log = found.rows, found.log
    table.add_row(_CONTACTS.say(language), str(rows.contacts), str(log.contacts))
    table.add_row(f"+ {_FURTHER.say(language)}", str(rows.further), str(log.further))
    for place, name in DISPOSITIONS.items():
        numbers = (str(count.by_disposition[place]) for count in (rows, log))
        table.add_row(f"− {name.say(language)}", *numbers)
    table.add_row(f"= {_DIFFERENCE.say(language)}", str(rows.difference), str(log.difference))
    Console().print(table)
    typer.echo((_BALANCED if found.balanced else _UNBALANCED).say(language))
    for each in found.listed:
        typer.echo(f"  {each.kind} {each.id}: {DOUBTS[each.doubt].say(language)}")
