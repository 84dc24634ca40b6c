# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every address of the pages: one line a room."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from jiesu.web.citizen.appeal import front
from jiesu.web.shared import actors, health, language, problems
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.styleguide import styleguide


@page(PUBLIC, methods=("GET",))
def home(request: Request) -> HttpResponse:
    """Show what one can do here: a stranger says what is wrong, whoever works here works."""
    if not request.user.is_authenticated:
        return front(request)
    return render(request, "home.html")


urlpatterns = [
    path("", home, name="home"),
    path("", include("jiesu.web.account.urls")),
    path("", include("jiesu.web.evaluation.urls")),
    path("api/", include("jiesu.web.api.urls")),
    path("desk/", include("jiesu.web.operator.urls")),
    path("unit/", include("jiesu.web.unit.urls")),
    path("", include("jiesu.web.citizen.urls")),
    path("language/", language.switch, name="language"),
    path("act-as/", actors.act_as, name="act-as"),
    path("healthz", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
    path("_styleguide/", styleguide, name="styleguide"),
]

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.server_error
handler429 = problems.too_many
