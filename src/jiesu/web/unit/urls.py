# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where units work."""

from django.urls import path

from jiesu.web.unit import inbox, orders, reaching

app_name = "unit"
_ORDER = "<slug:number>/<uuid:order>"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("sign/", inbox.sign_several, name="sign-several"),
    path("<slug:number>/", orders.show, name="order"),
    path(f"{_ORDER}/sign/", orders.sign, name="sign"),
    path(f"{_ORDER}/contact/", orders.contact, name="contact"),
    path(f"{_ORDER}/report/", orders.report, name="report"),
    path(f"{_ORDER}/reach/", reaching.reach, name="reach"),
    path(f"{_ORDER}/message/", orders.message, name="message"),
]
