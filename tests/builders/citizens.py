# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who appeals through the pages: what they type, what they are given, what they hold."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.test import Client

from jiesu.adapters.identity.tokens import code_of
from jiesu.kernel.ids import parse_case_number
from tests.builders.web import Town

WORDS = "河水发黑发臭，已经三天了。"
PHONE = "13800138000"
_DRAFT = re.compile(r'name="draft"[^>]*value="([^"]+)"')
_TAGS = re.compile(r"<[^>]+>")


@dataclass
class Citizen:
    """A browser, and the appeal it sent last."""

    town: Town
    client: Client
    number: str = ""

    @property
    def place(self) -> str:
        """Return the address of the appeal."""
        return f"/appeals/{self.number}/"

    @property
    def code(self) -> str:
        """Return the code this browser holds."""
        return self.client.cookies[f"follow-{parse_case_number(self.number)}"].value

    @property
    def appeal(self) -> UUID:
        """Return the id of the appeal."""
        return self.town.city.reader.find(parse_case_number(self.number)).appeal.id

    def draft(self) -> str:
        """Return the sealed ids of a freshly drawn form."""
        return _DRAFT.search(self.client.get("/").content.decode()).group(1)

    def typed(self, **fields: str) -> dict[str, str]:
        """Return a filled form."""
        return {"words": WORDS, "contact": PHONE, "draft": self.draft(), **fields}

    def send(self, **fields: str) -> "Citizen":
        """Send an appeal and remember its number."""
        answer = self.client.post("/appeal/send/", self.typed(**fields))
        assert answer.status_code == 303, answer.content.decode()
        self.number = answer["Location"].split("/")[2]
        return self

    def read(self, place: str = "", **how: object) -> str:
        """Return what a page says, without its tags."""
        return text_of(self.client.get(place or self.place, **how))


def text_of(answer: object) -> str:
    """Return what an answer says, without its tags."""
    return re.sub(r"\s+", " ", _TAGS.sub(" ", answer.content.decode()))


def citizen(town: Town, language: str = "") -> Citizen:
    """Return somebody with a fresh browser."""
    return Citizen(town, town.stranger(language))


def follows(other: Client, number: str, code: str) -> object:
    """Let another browser exchange number and code."""
    return other.post("/track/", {"number": number, "code": code_of(code)})
