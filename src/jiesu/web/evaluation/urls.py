# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where the call-back desk and the rankings lie."""

from django.urls import path

from jiesu.web.evaluation import asking, ranking

app_name = "evaluation"

urlpatterns = [
    path("asking/", asking.desk, name="asking"),
    path("asking/<uuid:callback>/", asking.ask, name="ask"),
    path("asking/<uuid:callback>/attempt/", asking.attempt, name="attempt"),
    path("asking/<uuid:callback>/return/", asking.give_back, name="return"),
    path("ranking/", ranking.present, name="ranking-now"),
    path("ranking/<str:month>/", ranking.ranking, name="ranking"),
    path("ranking/<str:month>/<slug:unit>/", ranking.tickets, name="tickets"),
]
