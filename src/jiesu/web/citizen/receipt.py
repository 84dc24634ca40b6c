# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The receipt: number and code to keep, what happens next, until when, by which rule."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiesu.adapters.identity.tokens import spoken_code
from jiesu.web.citizen.appeal import KEPT_AS
from jiesu.web.citizen.codes import Code, held
from jiesu.web.citizen.following import context_of, not_followed
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request


@page(PUBLIC, methods=("GET",))
def show(request: Request, number: str) -> HttpResponse:
    """Show the receipt; it can be kept as a bookmark of the browser that sent the appeal.

    Only the hash of the code is stored: what is shown is what this browser itself holds.
    """
    found = held(request, number)
    code = Code.of(request, found.appeal.number) if found else None
    if found is None or code is None:
        return not_followed(request, number)
    track = request.build_absolute_uri(reverse("citizen:track"))
    context = {
        **context_of(request, found),
        "code": spoken_code(code.text),
        "link": f"{track}#{found.number}.{spoken_code(code.text)}",
        "kept_as": KEPT_AS,
        "contact": found.appeal.contact is not None,
    }
    return render(request, "citizen/receipt.html", context)
