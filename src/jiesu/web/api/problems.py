# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Problem details (RFC 9457): what happened, the rule, what to do next, as the caller speaks."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from jiesu.application.envelopes import StaleView
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Language
from jiesu.web.api.caller import NoMembership, ScopeMissing
from jiesu.web.shared.problems import status_of

_FORBIDDEN = (ScopeMissing, NoMembership)
_RETRY_SECONDS = "5"


class ProblemOut(Schema):
    """A problem: `type` names a page about it, `next_step` what to do."""

    type: str
    title: str
    status: int
    detail: str
    rule: str | None = None
    next_step: str | None = None
    errors: list[dict[str, Any]] | None = None


def language_of(request: HttpRequest) -> Language:
    """Return the language the caller asked for; Chinese where it did not."""
    asked = request.headers.get("Accept-Language", "").strip().lower()
    return "en" if asked.startswith("en") else "zh"


def answer(request: HttpRequest, error: JiesuError) -> HttpResponse:
    """Return one of our errors as problem details."""
    language, status = language_of(request), status_of(error)
    if isinstance(error, _FORBIDDEN):
        status = HTTPStatus.FORBIDDEN
    elif isinstance(error, StaleView):
        status = HTTPStatus.PRECONDITION_FAILED
    said = {
        "type": f"/api/problems/{error.code}",
        "title": error.code.replace("-", " "),
        "detail": error.what.say(language, **error.facts),
        "rule": error.rule.label(language) if error.rule else None,
        "next_step": error.next_step.say(language, **error.facts),
    }
    return _problem(status, said)


def plain(status: HTTPStatus, code: str, detail: str, **more: object) -> HttpResponse:
    """Return a problem that is no error of ours."""
    title = code.replace("-", " ")
    return _problem(
        status, {"type": f"/api/problems/{code}", "title": title, "detail": detail, **more}
    )


def _problem(status: HTTPStatus, said: dict[str, Any]) -> HttpResponse:
    body = {name: value for name, value in said.items() if value is not None}
    response = JsonResponse(
        {**body, "status": status.value},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    if status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def install(api: NinjaAPI) -> None:
    """Let the door answer every error as problem details."""

    @api.exception_handler(JiesuError)
    def ours(request: HttpRequest, error: JiesuError) -> HttpResponse:
        return answer(request, error)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        del request
        places = [
            {"loc": ".".join(map(str, one["loc"])), "msg": one["msg"]} for one in error.errors
        ]
        detail = "; ".join(f"{one['loc']}: {one['msg']}" for one in places)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return plain(status, "invalid-request", detail, errors=places)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        del request, error
        return plain(HTTPStatus.UNAUTHORIZED, "no-such-token", "A valid bearer token is needed.")

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        del request
        status = HTTPStatus(error.status_code)
        return plain(status, status.phrase.lower().replace(" ", "-"), error.message)
