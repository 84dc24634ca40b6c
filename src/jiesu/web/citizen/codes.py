# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What this browser may follow: one cookie an appeal, holding the code its appellant was given.

A cookie each, so that two tabs never overwrite what the other has just been given. The code is
looked up at every request: once it is withdrawn or expired, nothing opens any more. It stands in
no address, so it is in no log and in no referrer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpResponseBase

from jiesu.adapters.identity.tokens import AppealTokens, code_of
from jiesu.domain.access import Actor, appellant_of
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.streams import StreamId, appeal_stream
from jiesu.domain.workorders.case import Case
from jiesu.kernel.errors import BadInput
from jiesu.kernel.ids import parse_case_number, spoken_case_number
from jiesu.web.shared.rooms import Request

LIFETIME = timedelta(days=180)  # longer than any case with its rounds and the time to reopen it
_PREFIX = "follow-"
_MOST = 30  # more would outgrow what servers take of cookies; the oldest goes


@dataclass(frozen=True, slots=True)
class Code:
    """The code of one appeal, by the number people know it by (in its stored form)."""

    number: str
    text: str

    @classmethod
    def of(cls, request: Request, number: str) -> "Code | None":
        """Return the code this browser holds for a number."""
        text = request.COOKIES.get(_PREFIX + number)
        return cls(number, text) if text else None

    @classmethod
    def issue(cls, request: Request, number: str, appeal: UUID) -> "Code":
        """Return a fresh code."""
        return cls(number, tokens_of(request).issue(appeal, LIFETIME))


@dataclass(frozen=True, slots=True)
class Held:
    """An appeal this browser may follow, as it is now."""

    appeal: Appeal
    case: Case
    version: int
    """Counts every event of the case."""
    versions: dict[StreamId, int]

    @property
    def number(self) -> str:
        """Return the number as it stands in addresses and on paper."""
        return spoken_case_number(self.appeal.number)

    @property
    def actor(self) -> Actor:
        """Return whoever follows it, as the gate knows them."""
        return Actor(appellant_of(self.appeal.id), "citizen")


def tokens_of(request: Request) -> AppealTokens:
    """Return the service of codes."""
    return AppealTokens(request.city.clock, request.office.entropy)


def plain_number(text: str) -> str:
    """Return a case number in its stored form; "" where it is none."""
    try:
        return parse_case_number(text)
    except BadInput:
        return ""


def held_codes(request: Request) -> Iterator[Code]:
    """Yield every code this browser holds, the newest number first."""
    names = sorted((name for name in request.COOKIES if name.startswith(_PREFIX)), reverse=True)
    for name in names[:_MOST]:
        yield Code(name.removeprefix(_PREFIX), request.COOKIES[name])


def held(request: Request, number: str) -> Held | None:
    """Return the appeal with that number if this browser's code opens it, and no word why not."""
    code = Code.of(request, plain_number(number))
    if code is None:
        return None
    found = held_by(request, [code])
    return found[0] if found else None


def held_by(request: Request, codes: list[Code]) -> list[Held]:
    """Return the appeals that codes open: one look at the codes, one at the cases."""
    texts = [code.text for code in codes]
    with request.city.store.connection() as connection:
        opened = tokens_of(request).opened(texts, connection)
    streams = {appeal: appeal_stream(appeal) for appeal in opened.values()}
    loaded = request.city.store.load(list(streams.values())) if streams else {}
    found = []
    for code in codes:
        appeal_id = opened.get(code.text)
        whole = loaded.get(streams[appeal_id]) if appeal_id else None
        appeal = whole.case.appeal if whole else None
        if whole is not None and appeal is not None and appeal.number == code.number:
            versions = {stream: head.version for stream, head in whole.heads.items()}
            found.append(Held(appeal, whole.case, sum(versions.values()), versions))
    return found


def remember_code(request: Request, response: HttpResponseBase, code: Code) -> None:
    """Let this browser follow an appeal from now on; drop the oldest where there are too many."""
    for surplus in list(held_codes(request))[_MOST - 1 :]:
        forget_code(response, surplus.number)
    response.set_cookie(
        _PREFIX + code.number,
        code_of(code.text),
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget_code(response: HttpResponseBase, number: str) -> None:
    """Let this browser follow an appeal no more; the code itself stays good."""
    response.delete_cookie(_PREFIX + number, samesite="Lax")
