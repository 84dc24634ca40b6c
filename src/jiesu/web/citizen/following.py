# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Following it like a parcel: what happened, who has it, until when, by which rule, what next."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.adapters.identity.attempts import TooManyTries, failed, may_try
from jiesu.adapters.identity.tokens import NoSuchToken, code_of
from jiesu.application.following import Followed, follow
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.instants import instant
from jiesu.kernel.text import Text
from jiesu.web.citizen.codes import (
    Code,
    Held,
    forget_code,
    held,
    held_by,
    held_codes,
    plain_number,
    remember_code,
    tokens_of,
)
from jiesu.web.shared.forms import PageForm
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.problems import problem_of
from jiesu.web.shared.rooms import Request

_SAME_FOR = 300  # seconds: "3 hours left" may be that old where nothing else has changed
_TONES = {
    AppealState.REGISTERED: "busy",
    AppealState.DISPATCHED: "busy",
    AppealState.HANDLED: "busy",
    AppealState.WITHDRAWN: "muted",
}


class TrackForm(PageForm):
    """Number and code, however they are typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        number = forms.CharField(
            label=_("诉求编号"),
            help_text=_("15 位数字，在回执或短信里，例如 261122-0000123-88。"),
            error_messages={"required": _("请填写诉求编号。")},
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        )
        code = forms.CharField(
            label=_("查询码"),
            help_text=_("20 位字母和数字，在回执上；横线和大小写不要紧。"),
            error_messages={"required": _("请填写查询码。")},
            widget=forms.TextInput(plain),
        )
        self.fields |= {"number": number, "code": code}


@page(PUBLIC, keep=False)
def track(request: Request) -> HttpResponse:
    """Exchange number and code for leave to follow; only what is posted counts."""
    if request.method != "POST":
        return _track_page(request, TrackForm(), HTTPStatus.OK)
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _track_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    number = plain_number(form.cleaned_data["number"])
    try:
        code = _exchanged(request, number, form.cleaned_data["code"])
    except TooManyTries as error:
        problem = problem_of(error, request)
        return _track_page(request, form, HTTPStatus.TOO_MANY_REQUESTS, problem=problem)
    except NoSuchToken as error:
        form.refuse(error, request.language)
        return _track_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    response = HttpResponseRedirect(_place(number), status=HTTPStatus.SEE_OTHER)
    remember_code(request, response, code)
    return response


def _exchanged(request: Request, number: str, typed: str) -> Code:
    """Return the code if it opens the appeal with that number; else all failures read alike."""
    may_try(request, number)
    code = Code(number, code_of(typed))
    try:
        tokens_of(request).exchange(code.text)
        if held_by(request, [code]):
            return code
    except NoSuchToken:
        pass
    failed(request, number)
    raise NoSuchToken


def _track_page(
    request: Request, form: TrackForm, status: HTTPStatus, **more: object
) -> HttpResponse:
    context = {"form": form, "some": any(held_codes(request)), **more}
    return render(request, "citizen/track.html", context, status=status)


def not_followed(request: Request, number: str) -> HttpResponse:
    """Ask for the code: for whatever number, whether it exists or not."""
    form = TrackForm(initial={"number": number if plain_number(number) else ""})
    return _track_page(request, form, HTTPStatus.NOT_FOUND, asked=True)


def _place(number: str) -> str:
    return reverse("citizen:show", args=[spoken_case_number(number)])


@page(PUBLIC, methods=("GET",))
def show(request: Request, number: str) -> HttpResponse:
    """Show how it stands; asked again by the page itself, only if something has changed."""
    found = held(request, number)
    if found is None:
        return not_followed(request, number)
    tag = _tag(request, found)
    if request.htmx and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    context = {**context_of(request, found), "tag": tag, "again": bool(request.htmx)}
    name = "citizen/progress.html" if request.htmx else "citizen/case.html"
    response = render(request, name, context)
    response.headers["ETag"] = tag
    return response


def _tag(request: Request, found: Held) -> str:
    spell = int(request.city.clock.now().timestamp()) // _SAME_FOR
    return f'"{found.version}-{spell}-{request.language}"'


def context_of(request: Request, found: Held) -> dict[str, Any]:
    """Return what pages about one appeal show."""
    followed = followed_by(request, found)
    undo_until = followed.possible.undo_until
    left = instant(undo_until) - request.city.clock.now() if undo_until else None
    return {
        "followed": followed,
        "number": found.number,
        "tone": _TONES.get(found.appeal.state, "plain"),
        "undo_seconds": int(left.total_seconds()) if left else 0,
        "undo_whole": _whole(found, undo_until),
        "undo_id": request.city.ids.new() if left else None,
        "newest_first": tuple(reversed(followed.happened)),
        "over": _over(found),
    }


def followed_by(request: Request, found: Held) -> Followed:
    """Return the appeal as its appellant sees it."""
    city = request.city
    return follow(found.case, city.reader.telling(found.appeal.id), city.policy, city.clock.now())


def _whole(found: Held, until: datetime | None) -> int:
    """Return for how many seconds in all the last step can be taken back."""
    since = found.appeal.undoable_at
    return int((instant(until) - since).total_seconds()) if until and since else 0


def _over(found: Held) -> bool:
    """Return whether nothing runs any more."""
    return found.appeal.state in {
        AppealState.CLOSED,
        AppealState.WITHDRAWN,
        AppealState.ANSWERED,
        AppealState.ROUTED,
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One appeal among those this browser follows."""

    number: str
    matter: Text | None
    state: Text
    tone: str
    office: Text | None
    until: datetime | None
    registered_at: datetime


@page(PUBLIC, methods=("GET",))
def mine(request: Request) -> HttpResponse:
    """Show the appeals this browser follows."""
    lines = [_line(request, one) for one in held_by(request, list(held_codes(request)))]
    return render(request, "citizen/mine.html", {"lines": lines})


def _line(request: Request, found: Held) -> Line:
    policy, appeal, lead = request.city.policy, found.appeal, found.case.lead
    matter = policy.catalogue.matters.get(appeal.matter or "")
    unit = policy.organisation.units.get(appeal.lead or "")
    at_work = appeal.state is AppealState.DISPATCHED and lead is not None
    return Line(
        number=found.number,
        matter=matter.name if matter else None,
        state=APPEALS.states[appeal.state],
        tone=_TONES.get(appeal.state, "plain"),
        office=unit.name if unit else None,
        until=lead.handling_due if at_work and lead is not None else None,
        registered_at=appeal.registered_at,
    )


@page(PUBLIC, methods=("POST",), keep=False)
def forget(request: Request, number: str) -> HttpResponse:
    """Follow an appeal no more in this browser: for machines that others use too."""
    response = HttpResponseRedirect(reverse("citizen:mine"))
    forget_code(response, plain_number(number))
    messages.success(
        request,
        _("这台设备上不再保留诉求 %(number)s。凭编号和查询码仍可查询。") % {"number": number},
    )
    return response
