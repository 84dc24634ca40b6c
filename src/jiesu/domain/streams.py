# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Facts and the streams they belong to; the circumstances a decision is taken in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from jiesu.domain.access import Actor
from jiesu.kernel.events import Event
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Instant


class StreamKind(StrEnum):
    """The aggregates: each has rows, a version and a hash chain of its own."""

    INTERACTION = "interaction"
    APPEAL = "appeal"
    ORDER = "order"
    CALLBACK = "callback"
    MEMBERSHIP = "membership"


@dataclass(frozen=True, slots=True)
class StreamId:
    """One aggregate: its kind and id."""

    kind: StreamKind
    id: UUID


E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Fact(Generic[E_co]):
    """An event and the stream it is to be appended to."""

    stream: StreamId
    event: E_co


Facts = tuple[Fact[Event], ...]
"""What a decision yields, in order; empty never happens (a refusal is raised instead)."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything a decision may know besides state, command and policy.

    ``at`` is when it happened, ``day`` the city's local day of it. Ids and case numbers are drawn
    from ports so that a decision can be repeated exactly. ``history`` says that it is told of the
    past of another system: nobody is asked about it any more.
    """

    at: Instant
    day: date
    actor: Actor
    ids: Ids
    new_number: Callable[[date], str]
    history: bool = False


def interaction_stream(interaction_id: UUID) -> StreamId:
    """Return the stream of a contact."""
    return StreamId(StreamKind.INTERACTION, interaction_id)


def appeal_stream(appeal_id: UUID) -> StreamId:
    """Return the stream of an appeal."""
    return StreamId(StreamKind.APPEAL, appeal_id)


def order_stream(order_id: UUID) -> StreamId:
    """Return the stream of a work order."""
    return StreamId(StreamKind.ORDER, order_id)


def callback_stream(callback_id: UUID) -> StreamId:
    """Return the stream of a call-back."""
    return StreamId(StreamKind.CALLBACK, callback_id)


def membership_stream(membership_id: UUID) -> StreamId:
    """Return the stream of a membership."""
    return StreamId(StreamKind.MEMBERSHIP, membership_id)
