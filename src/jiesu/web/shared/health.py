# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whether this process lives, and whether it is ready: the two are not the same."""

from collections.abc import Callable
from http import HTTPStatus

import psycopg
from django.db import DatabaseError, connection
from django.http import JsonResponse
from psycopg_pool import PoolTimeout

from jiesu.kernel.errors import JiesuError
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request

_PATIENCE = 1.5  # seconds: whoever asks wants to know soon
_FAULTS = (psycopg.Error, DatabaseError, PoolTimeout, JiesuError, LookupError, OSError)


@page(PUBLIC, methods=("GET",))
def live(request: Request) -> JsonResponse:
    """Say that this process answers."""
    del request
    return JsonResponse({"live": True})


@page(PUBLIC, methods=("GET",))
def ready(request: Request) -> JsonResponse:
    """Say whether everything a page needs is there, and which part is not; never why in detail."""
    parts = {name: _holds(check, request) for name, check in _PARTS.items()}
    status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": all(parts.values()), "parts": parts}, status=status)


def _holds(check: Callable[[Request], object], request: Request) -> bool:
    try:
        check(request)
    except _FAULTS:
        return False
    return True


def _store(request: Request) -> None:
    with request.city.pool.connection(timeout=_PATIENCE) as lent:
        lent.execute("SELECT 1 FROM log_entry LIMIT 1")


def _accounts(request: Request) -> None:
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM identity_account LIMIT 1")


def _pack(request: Request) -> None:
    policy = request.city.policy
    today = policy.calendar.local_day(request.city.clock.now())
    for role in policy.access.roles.values():
        role.permissions.as_of(today)


_PARTS: dict[str, Callable[[Request], object]] = {
    "database": _store,
    "accounts": _accounts,
    "pack": _pack,
}
