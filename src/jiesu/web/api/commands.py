# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every command of the registry as one operation, its fields typed as the command has them."""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Annotated, Any, get_type_hints
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Schema, Status
from pydantic import BaseModel, ConfigDict, Field, create_model

from jiesu.application.catalogue import REGISTRY
from jiesu.application.doors import command_from_fields, is_private
from jiesu.application.envelopes import Envelope, Receipt
from jiesu.application.registry import Registration
from jiesu.bootstrap.wiring import City
from jiesu.domain.appeals.messages import DispatchAppeal, RegisterAppeal
from jiesu.domain.understanding import Understood
from jiesu.kernel.errors import BadInput
from jiesu.kernel.events import Command
from jiesu.kernel.ids import derived_id
from jiesu.kernel.text import Text
from jiesu.web.api.caller import Bearer, caller_of
from jiesu.web.api.like import LikeOut, like_appeals
from jiesu.web.api.problems import ProblemOut, language_of
from jiesu.web.api.understood import UnderstoodOut, read_words, standing, told

_TIMERS = "clock.expire"
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KEYS = UUID("6a696573-752d-8696-ad70-617069000001")
_LONGEST_KEY = 255
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')
_MOST_CHARACTERS = 100_000  # the pack's own limit is smaller and speaks for itself
ERRORS = frozenset({400, 401, 403, 404, 409, 412, 422, 503})


class BadPrecondition(BadInput):
    """``If-Match`` names no version."""

    what = Text("请求头 If-Match 无效。", "The header If-Match names no version.")
    next_step = Text('请写成 "3" 的形式，或省略。', 'Write it like "3", or leave it out.')


class BadIdempotencyKey(BadInput):
    """``Idempotency-Key`` is empty or too long."""

    what = Text("请求头 Idempotency-Key 无效。", "The header Idempotency-Key is empty or too long.")
    next_step = Text("请使用 1 至 255 个字符。", "Use 1 to 255 characters.")


class Body(BaseModel):
    """The fields of a command; one it does not have is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class ReceiptOut(Schema):
    """The command was accepted; sent again with the same key, the same receipt comes back."""

    command_id: UUID
    command: str
    subject: UUID
    number: str | None
    version: int
    recorded_at: str
    events: list[str]
    replayed: bool


class IntakeOut(Schema):
    """What a registration that was dispatched in the same instant leaves.

    ``like`` are earlier appeals that may be about the same, for tokens with `appeal.show`;
    ``understood`` is what the words were taken to say, where they were to be read.
    """

    receipts: list[ReceiptOut]
    like: list[LikeOut]
    understood: UnderstoodOut | None


Key = Annotated[str | None, Header(None, alias="Idempotency-Key")]
Match = Annotated[str | None, Header(None, alias="If-Match")]


def operations() -> tuple[Registration, ...]:
    """Return the commands programs may send: all but those of timers."""
    return tuple(row for row in REGISTRY.rows() if row.permission != _TIMERS)


def kebab(name: str) -> str:
    """Return e.g. ``register-appeal``."""
    return _WORD.sub("-", name).lower()


def body_of(row: Registration) -> type[Body]:
    """Return the body of a command's operation: its fields, personal words as plain text."""
    hints = get_type_hints(row.command)
    made: dict[str, Any] = {}
    for field in fields(row.command):
        kind = hints[field.name]
        if is_private(row, field.name):
            text = Annotated[str, Field(min_length=1, max_length=_MOST_CHARACTERS)]
            kind = text if field.default is MISSING else text | None
        made[field.name] = (kind, ... if field.default is MISSING else field.default)
    found: type[Body] = create_model(
        f"{row.command.__name__}In",
        __base__=Body,
        __doc__=(row.command.__doc__ or "").strip(),
        **made,
    )
    return found


def install(api: NinjaAPI) -> None:
    """Add one operation for each command, and the intake that registers and dispatches."""
    answers: dict[Any, Any] = {201: ReceiptOut, ERRORS: ProblemOut}
    for row in operations():
        api.default_router.add_api_operation(
            f"/commands/{kebab(row.command.__name__)}",
            ["POST"],
            _operation(row),
            auth=Bearer(row.permission),
            response=answers,
            operation_id=row.command.__name__,
            summary=f"{row.title.en} · {row.title.zh}",
            description=f"{(row.command.__doc__ or '').strip()}\n\nScope: `{row.permission}`.",
            tags=[row.aggregate.value],
        )
    api.default_router.add_api_operation(
        "/intake",
        ["POST"],
        _intake(),
        auth=Bearer(*(REGISTRY[one].permission for one in (RegisterAppeal, DispatchAppeal))),
        response={201: IntakeOut, ERRORS: ProblemOut},
        operation_id="Intake",
        summary="Register and dispatch in one go · 登记并派单",
        description="Both happen or neither. Scopes: `appeal.register`, `appeal.dispatch`; with "
        "`appeal.show` the answer names earlier appeals that may be about the same. With `read` a "
        "matter or area left out is taken from the words where the pack's bar is reached, and the "
        "log says so; a matter that is not sure is left to a person: then it is only registered.",
        tags=["appeal"],
    )


def _operation(row: Registration) -> Callable[..., Any]:
    def send(
        request: HttpRequest,
        response: HttpResponse,
        body: Any,
        key: Key = None,
        match: Match = None,
    ) -> Any:
        caller = caller_of(request)
        city = request.city  # type: ignore[attr-defined]  # -- set by the middleware
        receipt = city.gate.handle(
            _command(row, body),
            caller.actor,
            command_id=_command_id(key, caller.actor.id) or city.ids.new(),
            expected=_expected(match),
        )
        return Status(201, _answered(response, receipt))

    send.__annotations__["body"] = body_of(row)
    return send


def _intake() -> Callable[..., Any]:
    row = REGISTRY[RegisterAppeal]

    def take_up(request: HttpRequest, response: HttpResponse, body: Any, key: Key = None) -> Any:
        caller = caller_of(request)
        city: City = request.city  # type: ignore[attr-defined]  # -- set by the middleware
        first = _command_id(key, caller.actor.id) or city.ids.new()
        read = _read(city, body) if body.read else None
        chain = [Envelope(_command(row, body), caller.actor, first)]
        if read is None or body.matter is not None:
            dispatch = DispatchAppeal(appeal_id=body.appeal_id)
            chain.append(Envelope(dispatch, caller.actor, derived_id(first, "dispatch")))
        receipts = city.gate.handle_together(tuple(chain))
        answered = {
            "receipts": [_answered(response, receipt) for receipt in receipts],
            "like": like_appeals(request, city, caller, body),
            "understood": told(read, language_of(request)) if read else None,
        }
        return Status(201, answered)

    take_up.__annotations__["body"] = create_model(
        "IntakeIn", __base__=body_of(row), __doc__=row.command.__doc__, read=(bool, False)
    )
    return take_up


def _read(city: City, body: Any) -> Understood:
    """Read the words; put into ``body`` what it left out and what may stand as it was guessed."""
    now = city.clock.now()
    day = city.policy.calendar.local_day(now)
    read = read_words(city, body.words, day)
    bar = float(city.policy.understanding.sure_from.as_of(day).value)
    for name, value in standing(read, bar).items():
        if getattr(body, name) is None:
            setattr(body, name, value)
            setattr(body, f"{name}_guessed", True)
    return read


def _command(row: Registration, body: Body) -> Command:
    given = body.model_dump(exclude_unset=True, exclude={"read"})
    return command_from_fields(row, {n: v for n, v in given.items() if v is not None})


def _command_id(key: str | None, account: str) -> UUID | None:
    """Return the id a key stands for: one account's keys never meet another's."""
    if key is None:
        return None
    if not 0 < len(key) <= _LONGEST_KEY:
        raise BadIdempotencyKey
    return derived_id(_KEYS, account, key)


def _expected(match: str | None) -> int | None:
    if match is None or match == "*":
        return None
    found = _ETAG.fullmatch(match)
    if found is None:
        raise BadPrecondition
    return int(found[1])


def _answered(response: HttpResponse, receipt: Receipt) -> dict[str, Any]:
    response.headers["ETag"] = f'"{receipt.version}"'
    if receipt.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return {name: getattr(receipt, name) for name in ReceiptOut.model_fields}
