# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A case as people who work on it read it: its steps by names, what can be done, and why not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiesu.application.outlook import Prospect
from jiesu.application.showing import Ground, Step, Timeline, show_case
from jiesu.application.terms import FIELD_LABELS
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.interactions.messages import DraftSaved
from jiesu.kernel.events import Command
from jiesu.kernel.ids import parse_case_number
from jiesu.kernel.text import Text
from jiesu.web.shared.command_form import Asked, CommandForm, command_form
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, acting, may, today

_MESSAGE = "MessageSent"
_SAID = {
    FIELD_LABELS[name]
    for name in (
        *("words", "title", "reply", "report", "note", "message", "reason", "facts"),
        *("explanation", "solved", "satisfied", "unit", "lead", "clock", "route", "closing"),
        *("why", "step"),
    )
}
"""What a timeline shows of a step without being asked."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step as a timeline draws it: the unit by its name, the role of whoever did it."""

    title: Text
    at: datetime
    role: str
    unit_name: str
    said: tuple[tuple[Text, Text], ...]
    """What is shown at once: words, and who got it."""
    facts: tuple[tuple[Text, Text], ...]
    """What opens: the rest."""
    grounds: tuple[Ground, ...]
    event: str
    stream: UUID | None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done now, and where; or why it cannot."""

    title: Text
    url: str
    refusal: Text | None
    command: type[Command]


def case_here(request: Request, number: str) -> Timeline:
    """Return the case of an address as whoever asks may see it.

    Raises:
        JiesuError: it is not there, or not for these eyes.
    """
    if not may(request, "appeal.show"):
        raise NotYours(subject=number)
    city = request.city
    plain = parse_case_number(number)
    return show_case(plain, acting(request), city.reader, city.policy, today(request))


def told(steps: Iterable[Step], names: Names) -> list[Told]:
    """Return the steps to draw; of drafts saved one after the other only the last."""
    every = list(steps)
    kept = [
        step
        for step, after in zip(every, [*every[1:], None], strict=True)
        if not (step.event == DraftSaved.__name__ and after and after.event == step.event)
    ]
    return [
        Told(
            step.title,
            step.at,
            names.role(step.role),
            names.unit(step.unit),
            tuple(fact for fact in step.facts if fact[0] in _SAID),
            tuple(fact for fact in step.facts if fact[0] not in _SAID),
            step.grounds,
            step.event,
            step.stream,
        )
        for step in kept
    ]


def messages_of(steps: Iterable[Told], order: UUID) -> Iterator[Told]:
    """Yield what hotline and unit wrote to each other about an order."""
    return (step for step in steps if step.event == _MESSAGE and step.stream == order)


def acts(
    prospects: Iterable[Prospect], subject: UUID, urls: Mapping[type[Command], str]
) -> tuple[list[Act], list[Act]]:
    """Return what can be done with a subject now, and what cannot; pages without it are left out.

    ``urls`` says where each command has its page, in the order they shall stand.
    """
    found = {
        action.command: action
        for prospect in prospects
        if prospect.id == subject
        for action in prospect.actions
    }
    every = [
        Act(found[command].title, url, found[command].refusal, command)
        for command, url in urls.items()
        if command in found
    ]
    now = [act for act in every if act.refusal is None]
    return now, [act for act in every if act.refusal is not None]


def small_form(request: Request, asked: Asked) -> CommandForm:
    """Return a form that stands on a page beside others; its fields have ids of their own."""
    form = command_form(request, asked)
    form.auto_id = f"{asked.command.name}-%s"
    return form


def words_of(request: Request, appeal: Appeal) -> tuple[str, str]:
    """Return the redacted copies of an appeal's title and words; empty where they were erased."""
    items = [each.id for each in (appeal.title, appeal.words) if each is not None]
    found = request.city.reader.redacted(items)
    title = found.get(appeal.title.id, "") if appeal.title else ""
    return title, found.get(appeal.words.id, "")


def grounds_of(steps: Sequence[Told], stream: UUID, *events: str) -> list[Ground]:
    """Return the rules behind the last of some events of a subject."""
    for step in reversed(steps):
        if step.stream == stream and step.event in events:
            return list(step.grounds)
    return []
