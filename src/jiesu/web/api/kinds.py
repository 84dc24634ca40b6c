# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What each kind of problem means: the pages that the `type` of a problem leads to."""

from collections.abc import Iterator
from functools import cache

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Text
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request

_OWN = {
    "invalid-request": (
        Text(
            "请求的字段缺失或格式不对。", "A field of the request is missing or not as it must be."
        ),
        Text("请按接口文档更正 errors 中列出的字段。", "Correct the fields listed under errors."),
    ),
    "no-such-token": (
        Text("请求没有携带有效的令牌。", "The request brings no valid token."),
        Text("请在 Authorization 请求头中携带令牌。", "Send a token in the header Authorization."),
    ),
}


@page(PUBLIC, methods=("GET",))
def problem(request: Request, code: str) -> HttpResponse:
    """Say what a kind of problem means and what to do, in both languages."""
    found = kinds().get(code)
    if found is None:
        raise Http404
    return render(request, "api/problem.html", {"code": code, "what": found[0], "next": found[1]})


@cache
def kinds() -> dict[str, tuple[Text, Text]]:
    """Return every kind of problem by its code: what happened, what to do next."""
    ours = {error.code: (error.what, error.next_step) for error in _below(JiesuError)}
    return {**ours, **_OWN}


def _below(base: type[JiesuError]) -> Iterator[type[JiesuError]]:
    for cls in base.__subclasses__():
        yield cls
        yield from _below(cls)
