# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Call-backs: their commands, from the first attempt to the person's own word."""

from jiesu.application.registry import Decide, Registration, Scope
from jiesu.domain.callback.messages import (
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
)
from jiesu.domain.callback.model import CALLBACKS
from jiesu.domain.handling import asking
from jiesu.domain.handling.review import return_result
from jiesu.domain.streams import StreamKind
from jiesu.kernel.events import Command


def _row(command: type[Command], decide_: Decide) -> Registration:
    return Registration(
        command,
        CALLBACKS.actions[command],
        StreamKind.CALLBACK,
        CALLBACKS.permission(command),
        Scope.CITY,
        decide_,
    )


REGISTRATIONS = (
    _row(
        RecordAttempt,
        lambda case, command, policy, now: asking.record_attempt(
            case, command, policy.callback, now
        ),
    ),
    _row(
        RecordOutcome,
        lambda case, command, policy, now: asking.record_outcome(
            case, command, policy.handling, now
        ),
    ),
    _row(
        RateHandling,
        lambda case, command, policy, now: asking.record_outcome(
            case, command, policy.handling, now
        ),
    ),
    _row(
        ReturnResult,
        lambda case, command, policy, now: return_result(case, command, policy.handling, now),
    ),
    _row(
        ExpireCallBackClock,
        lambda case, command, _policy, now: asking.expire_asking(case, command, now),
    ),
)
