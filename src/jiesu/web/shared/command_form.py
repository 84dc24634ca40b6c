# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A form for any command of the registry, and its way through the gate.

The form carries the id under which the command will be sent, made when the form was drawn: sent
twice, it is one command with one receipt. It carries the version its reader saw as well: if
somebody else was faster, the answer is what changed meanwhile, with everything typed still there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiesu.application.catalogue import REGISTRY
from jiesu.application.doors import command_from_fields
from jiesu.application.envelopes import Receipt, SameIdOtherContent, StaleView
from jiesu.application.ports import SomebodyWasFaster
from jiesu.application.registry import Registration
from jiesu.application.showing import Step, show_case
from jiesu.domain.access import Actor
from jiesu.domain.streams import StreamId
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.ids import parse_case_number
from jiesu.kernel.instants import instant, instant_text, parse_instant
from jiesu.web.shared.command_fields import FieldMaker
from jiesu.web.shared.forms import PageForm
from jiesu.web.shared.problems import Problem, problem_of, status_of
from jiesu.web.shared.rooms import Request

_OVERTAKEN = (StaleView, SomebodyWasFaster, SameIdOtherContent)
_UUID7 = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for: the command, what is settled already, and what its reader has seen."""

    command: type[Command]
    given: Mapping[str, object]
    """Fields the view knows, from the address for example; nobody types them."""
    fresh: tuple[str, ...] = ()
    """Ids the command starts with: made when the form is drawn."""
    left_out: tuple[str, ...] = ()
    """Fields that keep their default."""
    expected: int | None = None
    """The version of the subject the reader saw; ``version_of`` knows it."""
    suggested: Mapping[str, object] = field(default_factory=dict)
    """What stands in fields before anybody typed; only for drawing the form."""

    @property
    def row(self) -> Registration:
        """Return the registration of the command."""
        return REGISTRY[self.command]


class CommandForm(PageForm):
    """The fields of a command; build it with :func:`command_form`."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_at = forms.CharField(widget=forms.HiddenInput)

    asked: Asked

    def own_fields(self) -> dict[str, Any]:
        """Return what the person filled in, as the doors of the gate take it."""
        carried = set(CommandForm.base_fields)
        typed = {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in self.cleaned_data.items()
            if name not in carried and value not in (None, "", [])
        }
        return {**typed, **self.asked.given}

    def clean_seen_at(self) -> str:
        """Refuse what is not an instant."""
        try:
            return instant_text(parse_instant(self.cleaned_data["seen_at"]))
        except JiesuError:
            raise forms.ValidationError(_("请重新打开这个页面。")) from None


class FreshId(forms.UUIDField):
    """An id this program made: of the seventh kind, in order of time."""

    def clean(self, value: Any) -> UUID | None:  # noqa: ANN401 -- a field's
        """Refuse ids of another kind."""
        found: UUID | None = super().clean(value)
        if found is not None and found.version != _UUID7:
            raise forms.ValidationError(_("请重新打开这个页面。"))
        return found


def version_of(request: Request, stream: StreamId) -> int:
    """Return the present version of a stream, 0 where there is none."""
    loaded = request.city.store.load([stream]).get(stream)
    head = loaded.heads.get(stream) if loaded else None
    return head.version if head else 0


def command_form(request: Request, asked: Asked) -> CommandForm:
    """Return the form of a command: empty on GET, filled from what was posted on POST."""
    city = request.city
    today = city.policy.calendar.local_day(city.clock.now())
    maker = FieldMaker(asked.row, city.policy, request.language, today)
    aside = frozenset({*asked.given, *asked.fresh, *asked.left_out})
    made: dict[str, forms.Field] = dict(maker.fields(aside))
    made |= {name: FreshId(widget=forms.HiddenInput) for name in asked.fresh}
    kind = type("FormOf" + asked.command.name, (CommandForm,), made)
    data = request.POST if request.method == "POST" else None
    form: CommandForm = kind(data, initial=_beginning(request, asked))
    form.asked = asked
    return form


def _beginning(request: Request, asked: Asked) -> dict[str, object]:
    ids = request.city.ids
    return {
        **asked.suggested,
        "command_id": ids.new(),
        "expected": asked.expected,
        "seen_at": instant_text(request.city.clock.now()),
        **{name: ids.new() for name in asked.fresh},
    }


def send(request: Request, form: CommandForm, actor: Actor) -> Receipt | None:
    """Send a filled form through the gate; None where it is not filled in as it must be.

    Raises:
        JiesuError: the gate's refusal.
    """
    if not form.is_valid():
        return None
    command = command_from_fields(form.asked.row, form.own_fields())
    return request.city.gate.handle(
        command,
        actor,
        command_id=form.cleaned_data["command_id"],
        expected=form.cleaned_data["expected"],
    )


def steps_since(request: Request, number: str, seen_at: str) -> tuple[Step, ...]:
    """Return what happened in a case since somebody looked, as they may see it."""
    if request.actor is None:
        return ()
    city = request.city
    today = city.policy.calendar.local_day(city.clock.now())
    since = parse_instant(seen_at)
    try:
        found = show_case(parse_case_number(number), request.actor, city.reader, city.policy, today)
    except JiesuError:
        return ()
    return tuple(step for step in found.steps if instant(step.recorded_at) > since)


def command_page(  # noqa: PLR0913 -- a page is made of these
    request: Request,
    asked: Asked,
    *,
    done: str,
    number: str = "",
    template: str = "command.html",
    further: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer the whole way of a basic form: drawn, refused with reasons, overtaken, or done.

    Args:
        request: Of somebody who acts.
        asked: What the form asks for.
        done: Where to go when it is done.
        number: The case it is about, to say what changed meanwhile.
        template: The page around the form.
        further: What else the page shows.
    """
    form, actor = command_form(request, asked), request.actor
    title = asked.row.title.say(request.language)
    context: dict[str, Any] = {"form": form, "title": title, "back": done, **(further or {})}
    if request.method != "POST":
        return render(request, template, context)
    if actor is None:
        raise TypeError("a page for commands needs a permission, so somebody acts")
    try:
        receipt = send(request, form, actor)
    except _OVERTAKEN as error:
        return overtaken(request, form, error, number, template, context)
    except JiesuError as error:
        context["problem"] = problem_of(error, request)
        return render(request, template, context, status=status_of(error))
    if receipt is None:
        return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("已办理：%(title)s") % {"title": title})
    return HttpResponseRedirect(done)


def overtaken(  # noqa: PLR0913 -- a page is made of these
    request: Request,
    form: CommandForm,
    error: JiesuError,
    number: str,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Return the form again, still filled in, below what changed since it was drawn."""
    steps = steps_since(request, number, form.cleaned_data["seen_at"]) if number else ()
    again = request.POST.copy()
    for name, value in _beginning(request, form.asked).items():
        if name not in form.asked.fresh:
            again[name] = "" if value is None else str(value)
    renewed = type(form)(again, initial=form.initial)
    renewed.asked = form.asked
    status = status_of(error)
    problem = Problem(
        status,
        _("您填写期间，这件事有了变化"),
        problem_of(error, request).what,
        "",
        _("请先看下面的变化。您填写的内容还在；如仍需办理，请再次提交。"),
        error.code,
    )
    page = {**context, "form": renewed, "problem": problem, "steps": steps}
    return render(request, template, page, status=HTTPStatus.CONFLICT)
