# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the words of an appeal are taken to say, for programs that take appeals down."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema

from jiesu.web.api.asked import ANSWERS, city_of, today_in
from jiesu.web.api.caller import Bearer
from jiesu.web.api.problems import language_of
from jiesu.web.api.understood import UnderstoodOut, read_words, told


class WordsIn(Schema):
    """The words of an appeal; more than the pack allows for one are not read."""

    words: str


def install(api: NinjaAPI) -> None:
    """Add the operation."""

    @api.post(
        "/understand",
        operation_id="Understand",
        auth=Bearer("appeal.register"),
        tags=["appeal"],
        response={200: UnderstoodOut, **ANSWERS},
    )
    def understand(request: HttpRequest, body: WordsIn) -> Any:
        """Say what words are taken to mean; nothing is stored. Scope: `appeal.register`."""
        city = city_of(request)
        return told(read_words(city, body.words, today_in(city)), language_of(request))
