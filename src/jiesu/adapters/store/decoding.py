# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rows as JSON text, read straight into states: reading its case is most of a command's cost."""

from uuid import UUID

import msgspec

from jiesu.application.expiry import LoadedOrder, OrdersAppeal
from jiesu.application.ports import Head, LoadedCase
from jiesu.domain.appeals.model import Appeal, Complaint
from jiesu.domain.callback.model import CallBack
from jiesu.domain.interactions.model import Interaction
from jiesu.domain.memberships import Membership
from jiesu.domain.streams import (
    StreamId,
    appeal_stream,
    callback_stream,
    interaction_stream,
    membership_stream,
    order_stream,
)
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.instants import Instant


class _Position(msgspec.Struct):
    """Where a row's stream stands."""

    id: UUID
    version: int
    head: str
    head_at: Instant
    revision: int = 0


_position = msgspec.json.Decoder(_Position).decode
_positions = msgspec.json.Decoder(list[_Position]).decode
_interaction = msgspec.json.Decoder(Interaction).decode
_appeal = msgspec.json.Decoder(Appeal).decode
_order = msgspec.json.Decoder(WorkOrder).decode
_orders = msgspec.json.Decoder(tuple[WorkOrder, ...]).decode
_callbacks = msgspec.json.Decoder(tuple[CallBack, ...]).decode
_membership = msgspec.json.Decoder(Membership).decode
_complaints = msgspec.json.Decoder(tuple[Complaint, ...]).decode
_keys = msgspec.json.Decoder(dict[UUID, str | None]).decode


def loaded_case(  # noqa: PLR0913 -- one argument for each column of the statement
    appeal: str | None,
    interaction: str | None,
    orders: str | None,
    callbacks: str | None,
    membership: str | None,
    keys: str | None,
    complaints: str | None,
) -> LoadedCase:
    """Return the case these rows hold; each argument is JSON text, or None where there is none."""
    heads: dict[StreamId, Head] = {}
    revision = 0
    if appeal is not None:
        position = _position(appeal)
        revision = position.revision
        heads[appeal_stream(position.id)] = _head(position)
    if interaction is not None:
        position = _position(interaction)
        heads[interaction_stream(position.id)] = _head(position)
    for position in _positions(orders) if orders is not None else ():
        heads[order_stream(position.id)] = _head(position)
    for position in _positions(callbacks) if callbacks is not None else ():
        heads[callback_stream(position.id)] = _head(position)
    if membership is not None:
        position = _position(membership)
        heads[membership_stream(position.id)] = _head(position)
    case = Case(
        None if interaction is None else _interaction(interaction),
        None if appeal is None else _appeal(appeal),
        () if orders is None else _orders(orders),
        () if complaints is None else _complaints(complaints),
        () if callbacks is None else _callbacks(callbacks),
        None if membership is None else _membership(membership),
    )
    wrapped = _keys(keys) if keys is not None else {}
    opened = {owner: bytes.fromhex(key) if key else None for owner, key in wrapped.items()}
    return LoadedCase(case, heads, revision, opened)


def loaded_order(text: str, appeal: OrdersAppeal) -> LoadedOrder:
    """Return an order of JSON text with its appeal."""
    return LoadedOrder(_order(text), _head(_position(text)), appeal)


def _head(position: _Position) -> Head:
    return Head(position.version, position.head, position.head_at)
