# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where the hotline works."""

from django.urls import path

from jiesu.web.operator import calls, cases, desk, drafts, revealing, suggesting

app_name = "operator"
_CALL = "call/<uuid:interaction>"
_CASE = "<slug:number>/<uuid:appeal>"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("find/", desk.find, name="find"),
    path("drafts/", drafts.unfinished, name="drafts"),
    path("call/", calls.new_call, name="new-call"),
    path(f"{_CALL}/", calls.call, name="call"),
    path(f"{_CALL}/draft/", drafts.save, name="save-draft"),
    path(f"{_CALL}/suggest/", suggesting.suggest, name="suggest"),
    path(f"{_CALL}/end/", drafts.end, name="end-call"),
    path("earlier/", calls.earlier, name="earlier"),
    path("understand/", suggesting.understand, name="understand"),
    path("foresee/", calls.foreseen, name="foresee"),
    path("<slug:number>/", cases.show, name="case"),
    path(f"{_CASE}/dispatch/", cases.dispatch, name="dispatch"),
    path(f"{_CASE}/answer/", cases.answer, name="answer"),
    path(f"{_CASE}/route/", cases.route, name="route"),
    path(f"{_CASE}/withdraw/", cases.withdraw, name="withdraw"),
    path(f"{_CASE}/add/", cases.add, name="add"),
    path(f"{_CASE}/reopen/", cases.reopen, name="reopen"),
    path(f"{_CASE}/undo/", cases.undo, name="undo"),
    path(f"{_CASE}/reveal/", revealing.reveal, name="reveal"),
    path("<slug:number>/orders/<uuid:order>/message/", cases.message, name="message"),
]
