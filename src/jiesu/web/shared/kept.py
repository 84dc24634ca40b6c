# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody typed survives a session that ended or a form that grew too old.

The fields are never stored: they travel in the page that asks to sign in, from there through the
second factor, and end in a page that shows them and sends them where they were going. Only what
came from our own pages is kept; files must be chosen again, and passwords are never kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER, REASON_INSECURE_REFERER
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from jiesu.application.terms import FIELD_LABELS
from jiesu.web.shared.needs import needs_of
from jiesu.web.shared.problems import Problem, show_problem
from jiesu.web.shared.rooms import Request

_TO, _NAME, _VALUE, _FILE = "kept-to", "kept-name", "kept-value", "kept-file"
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field
_MACHINE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|-?\d{1,9}|on|true|false|")
_FOREIGN = tuple(
    reason.partition("%s")[0]
    for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER, REASON_INSECURE_REFERER)
)


@dataclass(frozen=True, slots=True)
class KeptField:
    """One field as it was posted."""

    name: str
    value: str
    label: str

    @property
    def readable(self) -> bool:
        """Return whether people typed it: ids, versions and ticks go along unseen."""
        return not _MACHINE.fullmatch(self.value)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form on its way: where it goes, its fields in order, the files to choose again."""

    to: str
    fields: tuple[KeptField, ...]
    files: tuple[str, ...] = ()


def kept_from(request: Request) -> Kept | None:
    """Return what a request posted, if its page wants it kept."""
    match = request.resolver_match
    needs = needs_of(match.func) if match else None
    if request.method != "POST" or needs is None or not needs.keep:
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [_field(name, value, request) for name, value in pairs if name != _TOKEN]
    return Kept(request.get_full_path(), tuple(fields), tuple(request.FILES))


def kept_in(data: QueryDict | Mapping[str, str], request: Request) -> Kept | None:
    """Return the form that came along with a sign-in, if one did."""
    to = data.get(_TO, "")
    if not isinstance(data, QueryDict) or not to or not _ours(to):
        return None
    pairs = zip(data.getlist(_NAME), data.getlist(_VALUE), strict=False)
    fields = tuple(_field(name, value, request) for name, value in pairs)
    return Kept(to, fields, tuple(data.getlist(_FILE)))


def _field(name: str, value: str, request: Request) -> KeptField:
    label = FIELD_LABELS.get(name)
    return KeptField(name, value, label.say(request.language) if label else name)


def _ours(path: str) -> bool:
    """Return whether a path leads to a page of ours that keeps what is posted to it."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or path[:1] != "/":
        return False
    try:
        needs = needs_of(resolve(path.partition("?")[0]).func)
    except Resolver404:
        return False
    return needs is not None and needs.keep


def send_on(request: Request, kept: Kept, *, signed_in: bool) -> HttpResponse:
    """Return the page that shows what was kept and sends it where it was going."""
    context = {"kept": kept, "signed_in": signed_in}
    status = HTTPStatus.OK if signed_in else HTTPStatus.FORBIDDEN
    return _whole_page(request, render(request, "kept.html", context, status=status))


def ask_to_sign_in(request: Request) -> HttpResponse:
    """Return the way to the sign-in page; with everything that was posted, if something was."""
    kept = kept_from(request)
    if kept is None:
        return _go_to_sign_in(request)
    from jiesu.web.shared.entrance import sign_in_page  # noqa: PLC0415 -- it knows this module

    response = sign_in_page(request, kept)
    response.status_code = HTTPStatus.UNAUTHORIZED
    return _whole_page(request, response)


def _go_to_sign_in(request: Request) -> HttpResponse:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    if request.htmx:
        back = request.htmx.current_url_abs_path or "/"
    query = {"next": back, **({"ended": "1"} if request.timed_out else {})}
    place = f"{reverse('account_login')}?{urlencode(query)}"
    if request.htmx:
        answer = HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        answer.headers["HX-Redirect"] = place
        return answer
    return HttpResponse(status=HTTPStatus.FOUND, headers={"Location": place})


def _whole_page(request: Request, response: HttpResponse) -> HttpResponse:
    """Let htmx put a whole page where it expected a part of one."""
    if request.htmx:
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML show:top"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token does not fit: mostly it is old, or somebody signed in meanwhile.

    What a foreign page sent is not kept. Who is not signed in and must be, signs in first.
    """
    if not hasattr(request, "actor"):
        return HttpResponse(_("请返回上一页再试一次。"), status=HTTPStatus.FORBIDDEN)
    visit: Request = request  # type: ignore[assignment]  # -- it went through our middleware
    kept = None if reason.startswith(_FOREIGN) else kept_from(visit)
    if kept is None:
        what = _("这个页面打开得太久，或者不是从本系统发出的。")
        return show_problem(visit, _stale(what))
    needs = needs_of(visit.resolver_match.func) if visit.resolver_match else None
    if not visit.user.is_authenticated and needs is not None and not needs.public:
        return ask_to_sign_in(visit)
    if needs is not None and needs.redraw is not None:
        return needs.redraw(visit)
    return send_on(visit, kept, signed_in=False)


def _stale(what: str) -> Problem:
    status = HTTPStatus.FORBIDDEN
    return Problem(status, _("请再试一次"), what, "", _("请返回上一页，刷新后再提交。"))
