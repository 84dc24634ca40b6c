# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The pages, and a few more that only tests have: a form for a command, errors of every kind."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from jiesu.application.envelopes import StaleView
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.messages import RegisterAppeal
from jiesu.domain.streams import StreamId, StreamKind
from jiesu.domain.taxonomy import Channel
from jiesu.domain.workorders.messages import ReportResult, SignFor
from jiesu.kernel.errors import JiesuError, Trouble
from jiesu.kernel.ids import CaseNumberMistyped
from jiesu.web.shared.command_form import Asked, command_page, version_of
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request
from jiesu.web.urls import handler400, handler403, handler404, handler429, handler500
from jiesu.web.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]

ERRORS: dict[str, JiesuError] = {
    "bad-input": CaseNumberMistyped(value="1"),
    "conflict": StaleView(expected=1, actual=2),
    "not-found": NotYours(subject="260310-0000000-32"),
    "trouble": Trouble(),
}


@page("order.sign", "order.report")
def sign(request: Request, order: UUID, number: str) -> HttpResponse:
    asked = Asked(
        SignFor,
        {"order_id": order},
        expected=version_of(request, StreamId(StreamKind.ORDER, order)),
    )
    return command_page(request, asked, done="/account/", number=number)


@page("order.report")
def report(request: Request, order: UUID, number: str) -> HttpResponse:
    asked = Asked(
        ReportResult,
        {"order_id": order},
        expected=version_of(request, StreamId(StreamKind.ORDER, order)),
    )
    return command_page(request, asked, done="/account/", number=number)


@page("appeal.register")
def register(request: Request) -> HttpResponse:
    asked = Asked(
        RegisterAppeal,
        {"channel": Channel.PHONE},
        fresh=("appeal_id", "interaction_id"),
        left_out=("from_draft", "minor"),
    )
    return command_page(request, asked, done="/account/")


@page(PUBLIC)
def fail(request: Request, name: str) -> HttpResponse:
    raise ERRORS[name]


@page(PUBLIC)
def say(request: Request) -> HttpResponse:
    """A page whose form anybody may send."""
    return render(request, "command.html", {"form": None, "title": request.POST.get("words", "")})


urlpatterns = [
    *ours,
    path("t/sign/<uuid:order>/<str:number>/", sign),
    path("t/report/<uuid:order>/<str:number>/", report),
    path("t/register/", register),
    path("t/fail/<str:name>/", fail),
    path("t/say/", say),
]
