# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the hotline has before it: waiting, overdue, just in; found by number or phone."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.application.lists import AppealRow, AppealView, cursor_from_text
from jiesu.application.terms import TERMS
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.clocks import ClockName
from jiesu.kernel.errors import BadInput
from jiesu.kernel.ids import parse_case_number, spoken_case_number
from jiesu.web.operator.forms import TAKING_CALLS
from jiesu.web.shared.needs import page
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import (
    Badge,
    Names,
    WorkRow,
    chosen_view,
    eyes,
    joined,
    may,
    said_of,
    tabs,
    turning,
)

_TITLES = (
    (AppealView.WAITING, gettext_lazy("待派单")),
    (AppealView.LATE, gettext_lazy("派单超时")),
    (AppealView.RECENT, gettext_lazy("今日登记")),
)
_TONES = {
    AppealState.REGISTERED: "busy",
    AppealState.CLOSED: "good",
    AppealState.HANDLED: "good",
    AppealState.WITHDRAWN: "muted",
}
_MOST_FOUND = 20


@page("appeal.dispatch", methods=("GET",), title=gettext_lazy("工作台"), order=10)
def desk(request: Request) -> HttpResponse:
    """Show one view of the desk, with how much every view holds."""
    if not may(request, "appeal.show"):
        raise NotYours(subject=_("工作台"))
    view = chosen_view(request, AppealView, AppealView.WAITING)
    cursor = cursor_from_text(request.GET.get("at", ""))
    now = request.city.clock.now()
    found = request.city.lists.desk(view, eyes(request), now, cursor)
    context = {
        "tabs": tabs(_TITLES, found.counts, view),
        "rows": rows_of(found.page.rows, request),
        "view": view.value,
        "turning": turning(found.page, cursor),
        "can_register": may(request, TAKING_CALLS),
    }
    return render(request, "operator/desk.html", context)


def rows_of(appeals: Iterable[AppealRow], request: Request) -> list[WorkRow]:
    """Return appeals as rows of a list."""
    names = Names(request)
    return [_row(appeal, names) for appeal in appeals]


def _row(appeal: AppealRow, names: Names) -> WorkRow:
    state = AppealState(appeal.state)
    number = spoken_case_number(appeal.number)
    waiting = state is AppealState.REGISTERED
    return WorkRow(
        id=str(appeal.id),
        number=number,
        url=reverse("operator:case", args=[number]),
        head=joined(names.matter(appeal.matter) or _("事项待定"), names.area(appeal.area)),
        words=said_of(appeal.title, appeal.words),
        badges=tuple(_badges(appeal, state, names)),
        clock=appeal.dispatch_due if waiting else None,
        clock_label=TERMS[ClockName, ClockName.DISPATCH.value],
        note=names.unit(appeal.lead),
    )


def _badges(appeal: AppealRow, state: AppealState, names: Names) -> Iterator[Badge]:
    yield Badge(TERMS[AppealState, state.value], _TONES.get(state, "plain"))
    yield Badge(names.term("kind", appeal.kind), "muted")
    if appeal.round > 1:
        yield Badge(_("第%(n)s轮") % {"n": appeal.round}, "bad")
    if appeal.confidential:
        yield Badge(_("要求保密"), "muted")


@page("appeal.dispatch", methods=("POST",), keep=False)
def find(request: Request) -> HttpResponse:
    """Find a case by its number, or the newest of a phone number; neither stands in an address."""
    if not may(request, "appeal.show"):
        raise NotYours(subject=_("工作台"))
    asked = request.POST.get("asked", "").strip()
    try:
        number = spoken_case_number(parse_case_number(asked))
    except BadInput as error:
        tokens = request.city.contact_tokens(asked)
        if not tokens:
            wrong = {"problem": error.explain(request.language), "asked": asked}
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return render(request, "operator/found.html", wrong, status=status)
    else:
        return HttpResponseRedirect(reverse("operator:case", args=[number]))
    found = request.city.lists.found(tokens, eyes(request), _MOST_FOUND)
    context = {"rows": rows_of(found, request), "asked": asked}
    return render(request, "operator/found.html", context)
