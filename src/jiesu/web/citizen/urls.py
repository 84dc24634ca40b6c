# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where people appeal, follow and judge; and where the law stands that binds these pages."""

from django.urls import path

from jiesu.web.citizen import acting, appeal, following, hearing, law, receipt

app_name = "citizen"

urlpatterns = [
    path("appeal/", appeal.draw, name="appeal"),
    path("appeal/hear/", hearing.hear, name="hear"),
    path("appeal/check/", appeal.check, name="check"),
    path("appeal/send/", appeal.send, name="send"),
    path("track/", following.track, name="track"),
    path("my/", following.mine, name="mine"),
    path("appeals/<str:number>/", following.show, name="show"),
    path("appeals/<str:number>/receipt/", receipt.show, name="receipt"),
    path("appeals/<str:number>/forget/", following.forget, name="forget"),
    path("appeals/<str:number>/rate/", acting.rate, name="rate"),
    path("appeals/<str:number>/add/", acting.add, name="add"),
    path("appeals/<str:number>/withdraw/", acting.withdraw, name="withdraw"),
    path("appeals/<str:number>/reopen/", acting.reopen, name="reopen"),
    path("appeals/<str:number>/undo/", acting.undo, name="undo"),
    path("law/", law.index, name="law"),
    path("law/<str:instrument>/", law.instrument, name="instrument"),
    path("law/<str:instrument>/<str:article>/duties/", law.duties, name="duties"),
]
