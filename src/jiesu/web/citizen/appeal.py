# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Saying it: one form, one page to check, and the way through the gate.

No page in between stores anything. What was typed travels from page to page in the form itself, so
that going back, changing the language, an old page or an error lose nothing.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.application.envelopes import Receipt, SameIdOtherContent
from jiesu.domain.access import Actor, appellant_of
from jiesu.domain.appeals.messages import Capacity, RegisterAppeal
from jiesu.domain.sealed import PRIVATE_KINDS
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.private import PrivateText
from jiesu.web.citizen.codes import Code, remember_code
from jiesu.web.citizen.drafts import DraftIds, new_ids
from jiesu.web.citizen.forms import AppealForm
from jiesu.web.citizen.hearing import NONE_OF_THEM, heard
from jiesu.web.shared import language
from jiesu.web.shared.emergencies import emergency
from jiesu.web.shared.headers import KEPT_FOR_THE_WAY_BACK
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.problems import problem_of, status_of
from jiesu.web.shared.rooms import Request

KEPT_AS = "/appeal/"
"""What the browser's own copy of the typed text is called, on whichever page it was typed."""
_PRIVATE = ("words", "place", "contact", "appellant", "representative")


def appeal_form(request: Request, *, data: QueryDict | None = None) -> AppealForm:
    """Return the form: empty, or as it was posted and not judged yet."""
    city = request.city
    today = city.policy.calendar.local_day(city.clock.now())
    longest = city.policy.appeals.words_max.as_of(today).value
    return AppealForm(city.policy, request.language, longest, data)


def front(request: Request) -> HttpResponse:
    """Show the empty form: the first page of a stranger."""
    form = appeal_form(request)
    form.initial["draft"] = new_ids(request.city.ids).sealed()
    return _form_page(request, form)


def _form_page(request: Request, form: AppealForm, **more: object) -> HttpResponse:
    city = request.city
    today = city.policy.calendar.local_day(city.clock.now())
    context = {"form": form, "emergency": emergency(city.policy, today), "kept_as": KEPT_AS, **more}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return _in_language(request, render(request, "citizen/appeal.html", context, status=status))


def _filled(request: Request) -> AppealForm:
    """Return the form with what was posted in it, not judged."""
    form = appeal_form(request)
    form.initial = {name: request.POST.get(name, "") for name in form.fields}
    for tick in ("confidential", "organisation"):
        form.initial[tick] = tick in request.POST
    if form.ids is None:
        form.initial["draft"] = new_ids(request.city.ids).sealed()
    return form


@page(PUBLIC)
def draw(request: Request) -> HttpResponse:
    """Draw the form; posted to, with everything still in it: that is how answers are changed."""
    if request.method != "POST":
        return front(request)
    _choose_language(request)
    wanted, understood = request.POST.get("change", ""), heard(request, request.POST.dict())
    return _form_page(request, _filled(request), wanted=wanted, heard=understood)


def stale(request: Request) -> HttpResponse:
    """Answer a form that was open too long: the next page, with everything, and a word about it."""
    _choose_language(request)
    note = _("页面打开得太久，刚才没有提交。您填写的内容都还在，请再提交一次。")
    form = appeal_form(request, data=request.POST)
    if form.is_valid():
        return _check_page(request, form, note=note, status=HTTPStatus.FORBIDDEN)
    return _form_page(request, form, note=note)


@page(PUBLIC, redraw=stale)
def check(request: Request) -> HttpResponse:
    """Show everything that was filled in, before it is sent."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("citizen:appeal"))
    _choose_language(request)
    form = appeal_form(request, data=request.POST)
    return _check_page(request, form) if form.is_valid() else _form_page(request, form)


def _check_page(
    request: Request,
    form: AppealForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    ids: DraftIds | None = None,
    **more: object,
) -> HttpResponse:
    data = form.cleaned_data
    understood = heard(request, {**data, "organisation": "on" if data["organisation"] else ""})
    carried = dict(form.carried(understood.asked))
    carried["draft"] = (ids or form.ids or new_ids(request.city.ids)).sealed()
    context: dict[str, Any] = {
        "form": form,
        "carried": carried,
        "answers": list(form.answers()),
        "heard": understood,
        "no_contact": not data["contact"],
        **more,
    }
    return _in_language(request, render(request, "citizen/check.html", context, status=status))


@page(PUBLIC, redraw=stale)
def send(request: Request) -> HttpResponse:
    """Register the appeal as its appellant and go to the receipt; twice is once."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("citizen:appeal"))
    form = appeal_form(request, data=request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    ids = form.ids
    if ids is None:
        note = _("页面打开得太久，刚才没有提交。您填写的内容都还在，请再提交一次。")
        return _check_page(request, form, note=note, status=HTTPStatus.CONFLICT)
    try:
        receipt = _register(request, form.cleaned_data, ids)
    except SameIdOtherContent as error:
        note = _(
            "这份表单已经提交过一次，内容与现在不同。先前那件诉求已登记，可在“我的诉求”中查看；如要把现在的内容作为新的诉求提交，请再按一次提交。"
        )
        return _check_page(
            request, form, note=note, ids=new_ids(request.city.ids), status=status_of(error)
        )
    except JiesuError as error:
        return _check_page(
            request, form, problem=problem_of(error, request), status=status_of(error)
        )
    number = receipt.number or ""
    response = HttpResponseRedirect(
        reverse("citizen:receipt", args=[spoken_case_number(number)]), status=HTTPStatus.SEE_OTHER
    )
    remember_code(
        request, response, Code.of(request, number) or Code.issue(request, number, ids.appeal)
    )
    return response


def _register(request: Request, data: dict[str, Any], ids: DraftIds) -> Receipt:
    private: dict[str, Any] = {
        name: PrivateText(PRIVATE_KINDS[name], data[name]) for name in _PRIVATE if data.get(name)
    }
    capacity = Capacity(data["capacity"] or Capacity.SELF)
    if capacity is Capacity.SELF:
        private.pop("representative", None)
    command = RegisterAppeal(
        appeal_id=ids.appeal,
        interaction_id=ids.contact,
        kind=AppealKind(data["kind"] or AppealKind.HELP),
        channel=Channel.WEB,
        capacity=capacity,
        confidential=data["confidential"],
        organisation=data["organisation"],
        matter=None if data["matter"] in {"", NONE_OF_THEM} else data["matter"],
        area=data["area"] or None,
        **private,
    )
    appellant = Actor(appellant_of(ids.appeal), "citizen")
    return request.city.gate.handle(command, appellant, command_id=ids.command)


def _choose_language(request: Request) -> None:
    """Change the language in the middle of a form, without leaving it."""
    language.speak(request, request.POST.get("language", ""))


def _in_language(request: Request, response: HttpResponse) -> HttpResponse:
    """Keep the language chosen; let the browser find the page again on its way back."""
    response.headers["Cache-Control"] = KEPT_FOR_THE_WAY_BACK
    if request.POST.get("language"):
        language.remember(request, response, request.language)
    return response
