# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How to reach the person: for a stated reason, logged, shown once and in no address."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiesu.application.terms import FIELD_LABELS
from jiesu.domain.streams import order_stream
from jiesu.domain.workorders.messages import RevealContact
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Text
from jiesu.web.shared.command_form import Asked, command_form, send, version_of
from jiesu.web.shared.needs import page
from jiesu.web.shared.problems import problem_of, status_of
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import acting
from jiesu.web.unit.orders import present

_SHOWN = {
    PrivateKind.NAME.value: Text("姓名", "name"),
    PrivateKind.CONTACT.value: FIELD_LABELS["contact"],
    PrivateKind.PLACE.value: FIELD_LABELS["place"],
}
"""What a unit needs to speak to somebody; the words it reads as a redacted copy."""


@page("order.reveal")
def reach(request: Request, number: str, order: UUID) -> HttpResponse:
    """Ask for the reason, log it, show how to reach the person once."""
    version: int | None = None
    if request.method != "POST":
        present(request, number, order)
        version = version_of(request, order_stream(order))
    asked = Asked(RevealContact, {"order_id": order}, expected=version)
    form = command_form(request, asked)
    title = asked.row.title.say(request.language)
    back = reverse("unit:order", args=[number])
    context = {"form": form, "title": title, "back": back, "number": number}
    template = "work_command.html"
    if request.method != "POST":
        return render(request, template, context)
    try:
        receipt = send(request, form, acting(request))
    except JiesuError as error:
        context["problem"] = problem_of(error, request)
        return render(request, template, context, status=status_of(error))
    if receipt is None:
        return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    shown = [] if receipt.replayed else request.city.revealed(_appeal_of(request, order))
    items = [(_SHOWN[kind], text) for kind, text in shown if kind in _SHOWN]
    page_ = {**context, "items": items, "over": receipt.replayed}
    return render(request, "unit/reached.html", page_)


def _appeal_of(request: Request, order: UUID) -> UUID:
    stream = order_stream(order)
    return request.city.store.load([stream])[stream].case.order(order).appeal_id
