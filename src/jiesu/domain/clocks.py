# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Clocks: what is running for whom, until when. Timers are nothing but these, written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jiesu.kernel.instants import Instant


class ClockName(StrEnum):
    """What is being waited for."""

    DRAFT = "draft"  # 草稿待完成
    DISPATCH = "dispatch"  # 待派单
    SIGNING = "signing"  # 待签收
    FIRST_CONTACT = "first_contact"  # 待首次联系
    HANDLING = "handling"  # 待办结
    CALLBACK = "callback"  # 待进入回访
    ASKING = "asking"  # 待回访


def ran_out(clocks: Iterable["Clock"], at: Instant) -> tuple["Clock", ...]:
    """Return the clocks that had run out by ``at``: the due instant is the first too late."""
    return tuple([clock for clock in clocks if clock.due_at <= at])


@dataclass(frozen=True, slots=True)
class Clock:
    """时钟: ``name`` is due at ``due_at``; derived from state, so it can never disagree with it."""

    name: ClockName
    due_at: Instant
