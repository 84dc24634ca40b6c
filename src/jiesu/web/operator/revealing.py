# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Personal data in clear: for a stated reason, logged, shown once and in no address."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiesu.application.terms import FIELD_LABELS
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.messages import RevealPersonal
from jiesu.domain.streams import appeal_stream
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Text
from jiesu.web.shared.casework import case_here
from jiesu.web.shared.command_form import Asked, command_form, send, version_of
from jiesu.web.shared.needs import page
from jiesu.web.shared.problems import problem_of, status_of
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import acting

KIND_LABELS: dict[str, Text] = {
    PrivateKind.WORDS.value: FIELD_LABELS["words"],
    PrivateKind.TITLE.value: FIELD_LABELS["title"],
    PrivateKind.NAME.value: Text("姓名", "name"),
    PrivateKind.CONTACT.value: FIELD_LABELS["contact"],
    PrivateKind.PLACE.value: FIELD_LABELS["place"],
    PrivateKind.ACCOUNT.value: FIELD_LABELS["account"],
    PrivateKind.REPLY.value: FIELD_LABELS["reply"],
    PrivateKind.NOTE.value: FIELD_LABELS["note"],
}


@page("appeal.reveal")
def reveal(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Ask for the reason, log it, show the data once."""
    version: int | None = None
    if request.method != "POST":
        found = case_here(request, number).case.appeal
        if found is None or found.id != appeal:
            raise NotYours(subject=number)
        version = version_of(request, appeal_stream(appeal))
    asked = Asked(RevealPersonal, {"appeal_id": appeal}, expected=version)
    form = command_form(request, asked)
    back = reverse("operator:case", args=[number])
    title = asked.row.title.say(request.language)
    context = {"form": form, "title": title, "back": back, "number": number}
    if request.method != "POST":
        return render(request, "operator/reveal.html", context)
    try:
        receipt = send(request, form, acting(request))
    except JiesuError as error:
        context["problem"] = problem_of(error, request)
        return render(request, "operator/reveal.html", context, status=status_of(error))
    if receipt is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "operator/reveal.html", context, status=status)
    shown = [] if receipt.replayed else request.city.revealed(appeal)
    items = [(KIND_LABELS[kind], text) for kind, text in shown]
    page_ = {**context, "items": items, "over": receipt.replayed}
    return render(request, "operator/revealed.html", page_)
