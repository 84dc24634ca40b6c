# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu show`` prints a case as a timeline; ``jiesu do`` sends any command of the registry."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiesu.cli.rooms import As, Json, console_account, opened_city
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.application.outlook import Prospect
    from jiesu.application.registry import Registration
    from jiesu.application.showing import Step, Timeline
    from jiesu.bootstrap.wiring import City
    from jiesu.domain.access import Actor
    from jiesu.kernel.text import Language


_FRESH_IDS = {"RegisterAppeal": ("appeal_id", "interaction_id"), "SaveDraft": ("interaction_id",)}
"""Ids a command starts with when the person at the console gives none."""


_NOW = Text("目前：", "Now:")


class NotAField(BadInput):
    """An argument of ``jiesu do`` is not ``name=value``."""

    what = Text("“{text}”不是 字段=值 的形式。", '"{text}" is not NAME=VALUE.')
    next_step = Text(
        "例如：jiesu do SignFor order_id=…", "For example: jiesu do SignFor order_id=…"
    )


def show(
    number: Annotated[str, typer.Argument(help="The case number, with or without separators.")],
    as_: As = "auditor",
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Also show personal data; needs --reason, is logged.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why personal data must be seen.")] = "",
    as_json: Json = False,
) -> None:
    """Print one case as a timeline: who, when, by which rule and article."""
    from jiesu.application.doors import actor_from_text
    from jiesu.application.showing import show_case
    from jiesu.kernel.ids import parse_case_number

    with opened_city() as (city, settings):
        actor = actor_from_text(as_, console_account())
        today = city.policy.calendar.local_day(city.clock.now())
        timeline = show_case(parse_case_number(number), actor, city.reader, city.policy, today)
        words = _reveal(city, timeline, actor, reason) if reveal else []
        if as_json:
            typer.echo(json.dumps(_data(timeline, words), ensure_ascii=False, indent=2))
        else:
            print_timeline(timeline, words, settings.language)


def do(
    name: Annotated[str, typer.Argument(help="The command; leave it out to list them.")] = "",
    fields: Annotated[list[str] | None, typer.Argument(help="Its fields, as NAME=VALUE.")] = None,
    as_: As = "operator",
    as_json: Json = False,
) -> None:
    """Send one command through the gate: ``jiesu do RegisterAppeal kind=inquiry words=…``."""
    from jiesu.application.catalogue import REGISTRY
    from jiesu.application.doors import actor_from_text, command_from_fields, find_registration
    from jiesu.domain.access import NotYours
    from jiesu.kernel.ids import spoken_case_number

    if not name:
        _list_commands()
        return
    row = find_registration(REGISTRY, name)
    with opened_city() as (city, _settings):
        given, number = _given(fields or [], city, row)
        if name == "RegisterAppeal":
            given = {
                "appeal_id": str(city.ids.new()),
                "interaction_id": str(city.ids.new()),
            } | given
        if name == "SaveDraft":
            given = {"interaction_id": str(city.ids.new())} | given
        command = command_from_fields(row, given)
        actor = actor_from_text(as_, console_account())
        try:
            receipt = city.gate.handle(command, actor)
        except NotYours:
            if number is None:
                raise
            raise NotYours(subject=spoken_case_number(number)) from None
    from jiesu.application.streams import plain

    if as_json:
        typer.echo(json.dumps(plain(receipt), ensure_ascii=False))
        return
    number = f"  {receipt.number}" if receipt.number else ""
    typer.secho(f"✓ {receipt.command}{number}", fg=typer.colors.GREEN)
    typer.echo(f"  {', '.join(receipt.events)}\n  {receipt.subject}")


def _list_commands() -> None:
    from jiesu.application.catalogue import REGISTRY
    from jiesu.application.doors import describe_fields

    for row in REGISTRY.rows():
        typer.secho(f"{row.command.name}  {row.title.zh} / {row.title.en}", bold=True)
        typer.echo(f"    {row.permission}   {' '.join(describe_fields(row))}")


def _given(
    texts: list[str], city: "City", row: "Registration"
) -> tuple[dict[str, object], str | None]:
    """Return the fields as typed, and the case number if one stands for the appeal's id.

    A number nobody has becomes an id nobody has: what is refused, and how, is for the gate alone to
    say, which answers alike for absent and for hidden.
    """
    from jiesu.kernel.ids import parse_case_number

    given: dict[str, object] = {}
    number: str | None = None
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise NotAField(text=name)
        if name == "case" and not row.begins:
            number = parse_case_number(value)
            case = city.reader.find(number)
            name = "appeal_id"
            value = str(case.appeal.id if case and case.appeal else city.ids.new())
        given[name] = value.split(",") if name == "co_handlers" else value
    return given, number


def _reveal(
    city: "City", timeline: "Timeline", actor: "Actor", reason: str
) -> list[dict[str, str]]:
    from jiesu.domain.appeals.messages import RevealPersonal
    from jiesu.kernel.private import PrivateKind, PrivateText

    appeal = timeline.case.appeal
    if appeal is None:
        return []
    note = PrivateText(PrivateKind.NOTE, reason)
    city.gate.handle(RevealPersonal(appeal_id=appeal.id, reason=note), actor)
    return [{"kind": kind, "text": text} for kind, text in city.revealed(appeal.id)]


def _data(timeline: "Timeline", words: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "number": timeline.number,
        "state": timeline.case.appeal.state.value if timeline.case.appeal else None,
        "now": [_prospect_data(prospect) for prospect in timeline.prospects],
        "steps": [_step_data(step) for step in timeline.steps],
        "revealed": words,
    }


def _prospect_data(prospect: "Prospect") -> dict[str, Any]:
    return {
        "subject": prospect.subject.en,
        "state": prospect.state.en,
        "clocks": {name.en: due.isoformat() for name, due in prospect.clocks},
        "actions": {
            action.title.en: action.refusal.en if action.refusal else None
            for action in prospect.actions
        },
    }


def _step_data(step: "Step") -> dict[str, Any]:
    return {
        "at": step.at.isoformat(),
        "recorded_at": step.recorded_at.isoformat(),
        "title": {"zh": step.title.zh, "en": step.title.en},
        "role": step.role,
        "unit": step.unit,
        "facts": [{"label": label.en, "zh": fact.zh, "en": fact.en} for label, fact in step.facts],
        "grounds": [
            {"article": g.article.en, "key": g.key, "value": g.value, "standing": g.standing}
            for g in step.grounds
        ],
    }


def print_timeline(timeline: "Timeline", words: list[dict[str, str]], language: "Language") -> None:
    """Print the timeline, then what was revealed."""
    typer.secho(timeline.number, bold=True)
    for step in timeline.steps:
        actor = step.role if step.unit is None else f"{step.role}@{step.unit}"
        when = typer.style(f"{step.at:%Y-%m-%d %H:%M}", fg=typer.colors.CYAN)
        typer.echo(f"{when}  {typer.style(step.title.say(language), bold=True)}  {actor}")
        for label, fact in step.facts:
            typer.echo(f"    {label.say(language)}: {fact.say(language)}")
        for ground in step.grounds:
            gist = f" — {ground.gist.say(language)}" if ground.gist else ""
            value = f" = {ground.value}" if ground.value else ""
            source = f"({ground.key}{value}, {ground.standing})"
            line = f"    ⚖ {ground.article.say(language)}{gist} {source}"
            typer.secho(line, fg=typer.colors.BRIGHT_BLACK)
    _print_prospects(timeline, language)
    for item in words:
        typer.secho(f"    [{item['kind']}] {item['text']}", fg=typer.colors.YELLOW)


def _print_prospects(timeline: "Timeline", language: "Language") -> None:
    """Print how the case stands now: states, running clocks, what can be done and why not."""
    typer.secho(_NOW.say(language), bold=True)
    for prospect in timeline.prospects:
        clocks = "".join(
            f"  ⏱ {name.say(language)} {due:%Y-%m-%d %H:%M}" for name, due in prospect.clocks
        )
        typer.echo(f"  {prospect.subject.say(language)}: {prospect.state.say(language)}{clocks}")
        for action in prospect.actions:
            mark, why = ("→", "") if action.refusal is None else ("·", action.refusal.say(language))
            colour = None if action.refusal is None else typer.colors.BRIGHT_BLACK
            typer.secho(f"    {mark} {action.title.say(language)}  {why}".rstrip(), fg=colour)
