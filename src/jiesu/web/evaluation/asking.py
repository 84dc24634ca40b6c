# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The call-back desk: whom to ask, soonest due first; what they said, as they said it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.application.lists import (
    LAST_PAGE,
    CallBackRow,
    CallBackView,
    Page,
    cursor_from_text,
    viewer_of,
)
from jiesu.application.showing import Timeline, show_case
from jiesu.application.tallies import Scope
from jiesu.application.terms import TERMS
from jiesu.application.work import is_accused
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.callback.messages import (
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
    Satisfied,
    Solved,
)
from jiesu.domain.callback.model import CALLBACKS, CallBack, CallBackState
from jiesu.domain.streams import callback_stream
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.text import Text
from jiesu.web.shared.casework import told, words_of
from jiesu.web.shared.command_form import Asked, command_page, version_of
from jiesu.web.shared.needs import page
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names

_VIEWS = {
    CallBackView.OPEN: gettext_lazy("待回访"),
    CallBackView.LATE: gettext_lazy("已超时"),
    CallBackView.ANSWERED: gettext_lazy("有效回访"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One call-back as the desk shows it."""

    row: CallBackRow
    number: str
    matter: Text | None
    area: Text | None
    lead: Text
    kind: Text
    answer: Text | None


@page("callback.ask", "callback.record", methods=("GET",), title=gettext_lazy("回访"), order=30)
def desk(request: Request) -> HttpResponse:
    """List the call-backs of one view, fifty at a time."""
    assert request.actor is not None
    city, view = request.city, _view_of(request.GET.get("view", ""))
    now = city.clock.now()
    today = city.policy.calendar.local_day(now)
    viewer = viewer_of(request.actor, city.policy.organisation, today)
    cursor = cursor_from_text(request.GET.get("after") or request.GET.get("before") or "")
    found = city.lists.callbacks(view, viewer, now, cursor)
    context = {
        "views": [(one.value, name, one is view) for one, name in _VIEWS.items()],
        "view": view.value,
        "counts": _counts(request),
        "lines": [_line(request, row) for row in found.rows],
        "last": LAST_PAGE.text() if found.next else None,
        **_marks(found),
    }
    return render(request, "evaluation/desk.html", context)


def _view_of(text: str) -> CallBackView:
    return CallBackView(text) if text in set(CallBackView) else CallBackView.OPEN


def _marks(found: Page[Any]) -> dict[str, str | None]:
    return {
        "before": found.previous.text() if found.previous else None,
        "after": found.next.text() if found.next else None,
    }


def _counts(request: Request) -> dict[str, int]:
    """Return how many call-backs there are in each state, exactly."""
    totals = dict.fromkeys((state.value for state in CallBackState), 0)
    for by_state in request.city.tallies.counts(Scope.CALLBACKS_BY_LEAD).values():
        for state, number in by_state.items():
            totals[state] += number
    return totals


def _line(request: Request, row: CallBackRow) -> Line:
    policy = request.city.policy
    unit, matter = policy.organisation.units.get(row.lead), policy.catalogue.matters.get
    area = policy.organisation.areas.get(row.area or "")
    found = matter(row.matter or "")
    return Line(
        row=row,
        number=spoken_case_number(row.number),
        matter=found.name if found else None,
        area=area.name if area else None,
        lead=unit.name if unit else Text(row.lead, row.lead),
        kind=policy.texts.get(f"name.kind.{row.kind}", Text(row.kind, row.kind)),
        answer=answer_text(row.solved, row.satisfied),
    )


def answer_text(solved: str | None, satisfied: str | None) -> Text | None:
    """Return what somebody answered, in one line."""
    if solved is None or satisfied is None:
        return None
    one, other = TERMS[Solved, solved], TERMS[Satisfied, satisfied]
    return Text(f"{one.zh}，{other.zh}", f"{one.en}, {other.en}")


@page("callback.record", "callback.ask")
def ask(request: Request, callback: UUID) -> HttpResponse:
    """Show one case to whoever asks about it, and take down the answers."""
    found, number = _asked(request, callback)
    asked = Asked(
        RecordOutcome,
        {"callback_id": callback},
        expected=version_of(request, callback_stream(callback)),
    )
    title = CALLBACKS.actions[RecordOutcome].say(request.language)
    return command_page(
        request,
        asked,
        done=reverse("evaluation:asking"),
        number=number,
        template="evaluation/ask.html",
        further={**_about(request, found, number), "title": title},
    )


@page("callback.ask")
def attempt(request: Request, callback: UUID) -> HttpResponse:
    """Note that the person gave no answer."""
    _found, number = _asked(request, callback)
    asked = Asked(
        RecordAttempt,
        {"callback_id": callback},
        expected=version_of(request, callback_stream(callback)),
    )
    return command_page(request, asked, done=reverse("evaluation:asking"), number=number)


@page("callback.return")
def give_back(request: Request, callback: UUID) -> HttpResponse:
    """Return a result that is found wanting to its unit."""
    _found, number = _asked(request, callback)
    asked = Asked(
        ReturnResult,
        {"callback_id": callback},
        expected=version_of(request, callback_stream(callback)),
    )
    return command_page(request, asked, done=reverse("evaluation:asking"), number=number)


def _asked(request: Request, callback: UUID) -> tuple[CallBack, str]:
    """Return the call-back and its case number.

    Raises:
        NotYours: absent, or hidden: they read alike.
    """
    assert request.actor is not None
    city, stream = request.city, callback_stream(callback)
    case = city.store.load([stream])[stream].case
    today = city.policy.calendar.local_day(city.clock.now())
    if case.appeal is None or is_accused(request.actor, case, city.policy.organisation, today):
        raise NotYours(subject=str(callback))
    return case.callback(callback), case.appeal.number


def _about(request: Request, found: CallBack, number: str) -> dict[str, Any]:
    assert request.actor is not None
    city = request.city
    today = city.policy.calendar.local_day(city.clock.now())
    timeline = show_case(number, request.actor, city.reader, city.policy, today)
    assert timeline.case.appeal is not None, "show_case hides cases without an appeal"
    title, words = words_of(request, timeline.case.appeal)
    unit = city.policy.organisation.units.get(found.lead)
    return {
        "callback": found,
        "open": found.state is CallBackState.OPEN,
        "state": CALLBACKS.states[found.state],
        "lead": unit.name if unit else found.lead,
        "way": told(timeline.steps, Names(request)),
        "appeal_title": title,
        "appeal_words": words,
        "reveal_url": _reveal_url(request, timeline),
        "answer": answer_text(found.solved, found.satisfied),
        "attempt_title": CALLBACKS.actions[RecordAttempt],
        "return_title": _return_title(request, timeline.case.appeal),
        "heading": _("回访 %(number)s") % {"number": timeline.number},
    }


def _return_title(request: Request, appeal: Appeal) -> Text | None:
    """Return what returning is called, where there is a result and the role may return it."""
    assert request.actor is not None
    city = request.city
    role = city.policy.access.role(request.actor.role)
    today = city.policy.calendar.local_day(city.clock.now())
    allowed = "callback.return" in role.permissions.as_of(today).value
    reported = appeal.state is AppealState.HANDLED
    return CALLBACKS.actions[ReturnResult] if allowed and reported else None


def _reveal_url(request: Request, timeline: Timeline) -> str | None:
    """Return where personal data is shown for a reason, for roles that may."""
    assert request.actor is not None
    city, appeal = request.city, timeline.case.appeal
    role = city.policy.access.role(request.actor.role)
    today = city.policy.calendar.local_day(city.clock.now())
    if appeal is None or "appeal.reveal" not in role.permissions.as_of(today).value:
        return None
    return reverse("operator:reveal", args=[timeline.number, appeal.id])
