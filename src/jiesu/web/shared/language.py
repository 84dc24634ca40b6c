# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Chinese first, English complete: the language is a choice kept in a cookie, never guessed."""

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from jiesu.kernel.text import Language
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request, Respond

COOKIE = "language"
TAGS: dict[Language, str] = {"zh": "zh-Hans", "en": "en"}
"""What stands in ``lang``, by language."""
_CATALOGUES: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
_YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Reads the cookie, else takes the deployment's language."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Answer in the person's language."""
        chosen = request.COOKIES.get(COOKIE, "")
        default = request.office.settings.language
        request.language = chosen if chosen in TAGS else default
        with translation.override(_CATALOGUES[request.language]):
            response = self._respond(request)
        response.headers.setdefault("Content-Language", TAGS[request.language])
        return response


@page(PUBLIC, methods=("POST",), keep=False)
def switch(request: Request) -> HttpResponse:
    """Keep the language asked for, and go back to where one was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("to", "")
    if chosen in TAGS:
        remember(request, response, chosen)
    return response


def speak(request: Request, chosen: str) -> bool:
    """Answer this request in another language, if ``chosen`` is one; return whether it is."""
    for language, catalogue in _CATALOGUES.items():
        if language == chosen:
            request.language = language
            translation.activate(catalogue)
            return True
    return False


def remember(request: Request, response: HttpResponseBase, chosen: str) -> None:
    """Keep the language in a cookie."""
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
