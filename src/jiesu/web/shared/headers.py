# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What every answer tells the browser about itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from jiesu.web.shared.rooms import Respond

KEPT_FOR_THE_WAY_BACK = "private, no-cache"
"""For pages drawn from a form: the browser alone keeps them, and shows them again on the way back.

Without that the way back to a page that was posted to ends in an error, and words are lost.
"""
_FEATURES = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """Sets the policy of contents; keeps pages out of every cache unless a view says otherwise."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers on top."""
        response = self._respond(request)
        response.headers.setdefault("Content-Security-Policy", settings.JIESU_CSP)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _FEATURES)
        if response.headers["Cache-Control"] == KEPT_FOR_THE_WAY_BACK:
            response.headers.pop("Vary", None)  # a cookie set since would make it unfindable
        return response
