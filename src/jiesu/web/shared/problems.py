# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a person sees when something cannot be done: what happened, the rule, what to do next."""

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiesu.domain.access import NotPermitted, UnknownRole
from jiesu.kernel.errors import BadInput, Conflict, JiesuError, NotFound, Refusal, Trouble
from jiesu.rulebook.citation import Citation
from jiesu.web.shared.rooms import Request, Respond

_STATUS: tuple[tuple[type[JiesuError], HTTPStatus], ...] = (
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (UnknownRole, HTTPStatus.FORBIDDEN),
    (BadInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Conflict, HTTPStatus.CONFLICT),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Refusal, HTTPStatus.CONFLICT),
    (Trouble, HTTPStatus.SERVICE_UNAVAILABLE),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in one language: its heading, what happened, its rule, what to do."""

    status: HTTPStatus
    heading: str
    what: str
    rule: str
    next_step: str
    code: str = ""
    rule_url: str = ""


def status_of(error: JiesuError) -> HTTPStatus:
    """Return the status an error is answered with."""
    return next(
        (status for kind, status in _STATUS if isinstance(error, kind)),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def heading_of(status: int) -> str:
    """Return the heading of a page about a problem."""
    return {
        HTTPStatus.BAD_REQUEST: _("无法读取这个请求"),
        HTTPStatus.FORBIDDEN: _("这个页面不在您的权限内"),
        HTTPStatus.NOT_FOUND: _("找不到"),
        HTTPStatus.CONFLICT: _("现在不能这样办"),
        HTTPStatus.UNPROCESSABLE_ENTITY: _("填写的内容有误"),
        HTTPStatus.TOO_MANY_REQUESTS: _("操作过于频繁"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("系统暂时不可用"),
    }.get(HTTPStatus(status), _("系统出错了"))


def problem_of(error: JiesuError, request: Request) -> Problem:
    """Return how an error reads in the language of whoever asks."""
    language, status = request.language, status_of(error)
    return Problem(
        status=status,
        heading=heading_of(status),
        what=error.what.say(language, **error.facts),
        rule=error.rule.label(language) if error.rule else "",
        next_step=error.next_step.say(language, **error.facts),
        code=error.code,
        rule_url=article_url(error.rule) if isinstance(error.rule, Citation) else "",
    )


def article_url(citation: Citation) -> str:
    """Return where the article stands; every page about a rule leads there."""
    return f"/law/{citation.instrument}/#art-{citation.article}"


def show_problem(request: Request, problem: Problem) -> HttpResponse:
    """Return a page about a problem, or for htmx the fragment that goes on top of the page."""
    if getattr(request, "htmx", None):
        response = render(request, "ui/problem.html", {"problem": problem}, status=problem.status)
        response.headers["HX-Retarget"] = "#problem"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "problem.html", {"problem": problem}, status=problem.status)


def explain(request: Request, error: JiesuError) -> HttpResponse:
    """Return what a person sees of an error."""
    return show_problem(request, problem_of(error, request))


class ProblemMiddleware:
    """Turns every error raised on purpose into a page that helps."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._respond(request)

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        """Answer our own errors; leave the others to Django."""
        return explain(request, error) if isinstance(error, JiesuError) else None


def _plain(request: HttpRequest, status: HTTPStatus, what: str, next_step: str) -> HttpResponse:
    problem = Problem(status, heading_of(status), what, "", next_step)
    if not hasattr(request, "language"):  # a request turned away before the language was known
        return HttpResponse(f"{problem.heading} {what} {next_step}", status=status)
    return show_problem(request, problem)  # type: ignore[arg-type]  # -- it went through ours


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be read."""
    del exception
    what = _("浏览器发来的内容不完整或过大。")
    return _plain(request, HTTPStatus.BAD_REQUEST, what, _("请返回上一页再试一次。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    del exception
    what = _("您目前的角色不能打开这个页面。")
    return _plain(request, HTTPStatus.FORBIDDEN, what, _("如需办理，请联系管理员。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not there, or not for these eyes."""
    del exception
    what = _("没有这个页面，或者它不对您开放。")
    return _plain(request, HTTPStatus.NOT_FOUND, what, _("请核对网址，或从首页重新进入。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours."""
    what = _("这是系统的问题，不是您的操作有误。")
    if settings.DEBUG:
        return HttpResponse(what, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _plain(
        request,
        status,
        what,
        _("请返回上一页，填写的内容还在；稍后再试，若仍然出现，请告知管理员。"),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer whoever asks too often."""
    what = _("短时间内请求太多。")
    return _plain(request, HTTPStatus.TOO_MANY_REQUESTS, what, _("请等一分钟再试。"))
