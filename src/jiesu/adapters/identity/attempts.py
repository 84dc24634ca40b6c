# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How often somebody has failed to open an appeal: counted by address and by case number."""

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text

_APP, _ACTION = "jiesu", "follow"
_RATES = {_ACTION: "30/10m/ip,10/10m/key"}


class TooManyTries(Refusal):
    """Too many codes were tried in a short time, right or wrong."""

    what = Text("尝试次数太多。", "Too many attempts.")
    next_step = Text(
        "请过十分钟再试，或致电热线查询。",
        "Try again in ten minutes, or call the hotline.",
    )


def may_try(request: HttpRequest, number: str) -> None:
    """Let somebody try a code for the case ``number``.

    Raises:
        TooManyTries: from this address, or for this case.
    """
    if not consume(request, app=_APP, action=_ACTION, config=_RATES, key=number, dry_run=True):
        raise TooManyTries


def failed(request: HttpRequest, number: str) -> None:
    """Count a failure; codes that fit are not counted."""
    consume(request, app=_APP, action=_ACTION, config=_RATES, key=number)
