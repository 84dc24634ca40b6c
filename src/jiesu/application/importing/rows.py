# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a row of a foreign file becomes, and which parts of it a map may fill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAppeal:
    """导入诉求: one row of a foreign file, typed; personal words never show in its ``repr``.

    ``None`` means the source does not say. ``line`` is where the row starts in the file.
    """

    source: str
    external_id: str
    line: int
    kind: AppealKind
    channel: Channel
    words: str = field(repr=False)
    registered_at: Instant
    title: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    contact: str | None = field(default=None, repr=False)
    account: str | None = field(default=None, repr=False)
    place: str | None = field(default=None, repr=False)
    reply: str | None = field(default=None, repr=False)
    confidential: bool = False
    organisation: bool = False
    matter: str | None = None
    area: str | None = None
    unit: str | None = None
    dispatched_at: Instant | None = None
    signed_at: Instant | None = None
    contacted_at: Instant | None = None
    reported_at: Instant | None = None
    answered_at: Instant | None = None
    withdrawn_at: Instant | None = None
    transfers: int = 0
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


class TargetKind(Enum):
    """How a target's value is read."""

    TEXT = "text"
    CODE = "code"
    INSTANT = "instant"
    NUMBER = "number"
    DEGREE = "degree"
    FLAG = "flag"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Target:
    """One part of :class:`ImportedAppeal` a map may fill, or a degree by which its area is found.

    ``private`` decides the length limit of a text; ``digits`` marks ids and numbers that people
    type in full width and spreadsheets mangle.
    """

    kind: TargetKind
    needed: bool = False
    private: PrivateKind | None = None
    digits: bool = False


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "external_id": Target(TargetKind.TEXT, needed=True, digits=True),
        "kind": Target(TargetKind.CODE, needed=True),
        "channel": Target(TargetKind.CODE, needed=True),
        "title": Target(TargetKind.TEXT, private=PrivateKind.TITLE),
        "words": Target(TargetKind.TEXT, needed=True, private=PrivateKind.WORDS),
        "name": Target(TargetKind.TEXT, private=PrivateKind.NAME),
        "contact": Target(TargetKind.TEXT, private=PrivateKind.CONTACT, digits=True),
        "account": Target(TargetKind.TEXT, private=PrivateKind.ACCOUNT, digits=True),
        "confidential": Target(TargetKind.FLAG),
        "organisation": Target(TargetKind.FLAG),
        "matter": Target(TargetKind.CODE),
        "area": Target(TargetKind.CODE),
        "longitude": Target(TargetKind.DEGREE),
        "latitude": Target(TargetKind.DEGREE),
        "unit": Target(TargetKind.CODE),
        "place": Target(TargetKind.TEXT, private=PrivateKind.PLACE),
        "registered_at": Target(TargetKind.INSTANT, needed=True),
        "dispatched_at": Target(TargetKind.INSTANT),
        "signed_at": Target(TargetKind.INSTANT),
        "contacted_at": Target(TargetKind.INSTANT),
        "reported_at": Target(TargetKind.INSTANT),
        "answered_at": Target(TargetKind.INSTANT),
        "withdrawn_at": Target(TargetKind.INSTANT),
        "reply": Target(TargetKind.TEXT, private=PrivateKind.REPLY),
        "transfers": Target(TargetKind.NUMBER),
        "extra": Target(TargetKind.KEPT),
    }
)
"""Every target by name, in the order problems of one row are listed."""

POINT = ("longitude", "latitude")
"""The two targets that together are a point; its area is kept, the point is not."""
