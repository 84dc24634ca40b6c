# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The aggregates as the gate and the store see them: folding, clocks, and their plain form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from jiesu.application.catalogue import EVENTS
from jiesu.application.envelopes import Receipt
from jiesu.domain import memberships
from jiesu.domain.appeals import model as appeals
from jiesu.domain.callback import model as callbacks
from jiesu.domain.clocks import Clock
from jiesu.domain.interactions import model as interactions
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders import model as orders
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant

State = (
    interactions.Interaction
    | appeals.Appeal
    | orders.WorkOrder
    | callbacks.CallBack
    | memberships.Membership
)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How one kind of stream folds, runs clocks and is stored."""

    state: type[Any]
    evolve: Callable[[Any, Event, UUID, Instant], Any]
    clocks: Callable[[Any], tuple[Clock, ...]]


AGGREGATES: Mapping[StreamKind, Aggregate] = {
    StreamKind.INTERACTION: Aggregate(
        interactions.Interaction, interactions.evolve, interactions.clocks
    ),
    StreamKind.APPEAL: Aggregate(appeals.Appeal, appeals.evolve, appeals.clocks),
    StreamKind.ORDER: Aggregate(orders.WorkOrder, orders.evolve, orders.clocks),
    StreamKind.CALLBACK: Aggregate(callbacks.CallBack, callbacks.evolve, callbacks.clocks),
    StreamKind.MEMBERSHIP: Aggregate(
        memberships.Membership, memberships.evolve, memberships.clocks
    ),
}


_spell = msgspec.json.Encoder(order="sorted").encode


def spell(body: Mapping[str, object]) -> bytes:
    """Return what ``kernel.sealing.canonical_json`` returns, much faster and without its checks.

    Only for bodies made of :func:`plain` data: events hold no floats (tested).
    """
    return _spell(body)


def spelled(value: Event | Receipt) -> msgspec.Raw:
    """Return what :func:`plain` returns, written out already in the one spelling that is hashed."""
    return msgspec.Raw(_spell(value))


def plain(value: object) -> Any:  # noqa: ANN401 -- JSON-like data of any shape
    """Return events and states as dictionaries, lists, text, integers; the form that is stored."""
    return msgspec.to_builtins(value)


def state_from_plain(kind: StreamKind, data: Mapping[str, object]) -> Any:  # noqa: ANN401 -- one of State
    """Return the state a stored row stands for."""
    return msgspec.convert(data, AGGREGATES[kind].state, strict=False)


def event_from_plain(name: str, data: Mapping[str, object]) -> Event:
    """Return the event a log entry stands for."""
    event: Event = msgspec.convert(data, EVENTS[name], strict=False)
    return event


def receipt_from_plain(data: Mapping[str, object]) -> Receipt:
    """Return the receipt a stored result stands for."""
    return msgspec.convert(data, Receipt, strict=False)
