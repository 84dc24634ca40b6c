# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What an accepted command leaves in a batch: entries of the log, its receipt, rows, timers.

Written here once, for the gate and for whatever does in bulk what the gate does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from jiesu.application.catalogue import NOTICES
from jiesu.application.envelopes import Envelope, Receipt
from jiesu.application.ports import Batch, Head, PersonalStore, StreamWrite
from jiesu.application.streams import AGGREGATES, State, plain, spell, spelled
from jiesu.domain.access import Actor
from jiesu.domain.clocks import Clock, ClockName
from jiesu.domain.streams import Fact, Facts, StreamId
from jiesu.kernel.events import Command, Event
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Instant, instant_text
from jiesu.kernel.private import PrivateText
from jiesu.kernel.records import differing
from jiesu.kernel.sealing import GENESIS, hash_of_spelling

_FIELD_NAMES: dict[type[Command], tuple[str, ...]] = {}


class Numbered(Protocol):
    """An appeal as far as a receipt tells of it."""

    @property
    def id(self) -> UUID:
        """Return its id."""
        ...

    @property
    def number(self) -> str:
        """Return its case number."""
        ...


class Strand:
    """One stream of a case: how it was loaded, and how it stands by now."""

    __slots__ = ("before", "head", "id", "kind", "loaded", "state", "stream", "touched")

    def __init__(self, stream: StreamId, state: State | None, head: Head | None) -> None:
        self.stream = stream
        self.id, self.kind = str(stream.id), stream.kind.value
        self.state: Any = state
        self.before = state
        self.head = self.loaded = head
        self.touched = False


class Step(NamedTuple):
    """What every entry of one command says alike."""

    at: Instant
    at_text: str
    actor: str
    command: str


def step_of(envelope: Envelope, at: Instant) -> Step:
    """Return the step a command is, if it happened at ``at``."""
    return Step(at, instant_text(at), actor_text(envelope.actor), str(envelope.command_id))


@dataclass(frozen=True, slots=True)
class Clerk:
    """Writes down what was decided at one moment, under one pack."""

    ids: Ids
    personal: PersonalStore
    now_text: str
    pack: str
    history: bool
    """Imported history: no notice is sent and no clock keeps running."""

    def enter(
        self, batch: Batch, fact: Fact[Event], strand: Strand, step: Step, district: str | None
    ) -> None:
        """Chain the event to its stream, and order the notice it asks for."""
        head = strand.head
        version = head.version + 1 if head else 1
        body = {
            "id": str(self.ids.new()),
            "stream": strand.id,
            "kind": strand.kind,
            "version": version,
            "type": fact.event.name,
            "data": spelled(fact.event),
            "at": step.at_text,
            "recorded_at": self.now_text,
            "actor": step.actor,
            "command": step.command,
            "pack": self.pack,
            "history": self.history,
            "district": district,
        }
        prev = head.hash if head else GENESIS
        hash_ = hash_of_spelling(prev, spell(body))
        batch.entries.append({**body, "prev": prev, "hash": hash_})
        strand.head = Head(version, hash_, step.at)
        notice = NOTICES[type(fact.event)]
        if notice is not None and not self.history:
            batch.outbox.append(_delivery(body, notice))

    def receipt(  # noqa: PLR0913 -- everything a receipt tells
        self,
        batch: Batch,
        envelope: Envelope,
        step: Step,
        appeal: Numbered | None,
        strand: Strand,
        facts: Facts,
    ) -> Receipt:
        """Keep the receipt of a command about the stream of ``strand``, and return it."""
        subject, head = strand.stream.id, strand.head
        receipt = Receipt(
            command_id=envelope.command_id,
            command=envelope.command.name,
            subject=subject,
            number=appeal.number if appeal else None,
            version=head.version if head else 0,
            recorded_at=self.now_text,
            events=tuple(fact.event.name for fact in facts),
        )
        batch.receipts.append(
            {
                "command_id": step.command,
                "owner": str(appeal.id if appeal else subject),
                "digest": _digest(envelope, step.at_text, self.personal),
                "recorded_at": receipt.recorded_at,
                "result": spelled(receipt),
            }
        )
        return receipt

    def write_clocks(self, batch: Batch, strand: Strand) -> None:
        """Set the timers of clocks that run by now, clear those of clocks that stopped."""
        if strand.before is None and self.history:
            return
        running = AGGREGATES[strand.stream.kind].clocks
        before = running(strand.before) if strand.before is not None else ()
        after = running(strand.state)
        for clock in after:
            if clock not in before and not self.history:
                batch.timers_set.append(_timer(strand, clock))
        names = {clock.name for clock in after}
        for clock in before:
            if clock.name not in names:
                batch.timers_cleared.append(_timer_key(strand, clock.name))


def stream_write(strand: Strand) -> StreamWrite:
    """Return the row of the stream as it stands by now."""
    head = strand.head
    assert head is not None
    base = strand.loaded.version if strand.loaded else 0
    position = {"version": head.version, "head": head.hash, "head_at": instant_text(head.at)}
    row = {**plain(strand.state), **position}
    changed = differing(strand.before, strand.state) if strand.before is not None else None
    return StreamWrite(strand.stream.kind, base, row, changed)


def command_digest(envelope: Envelope, personal: PersonalStore) -> str:
    """Return the keyed digest of what a command says, by whom, of when.

    The time it arrives does not count; the time it says something happened does.
    """
    return _digest(envelope, instant_text(envelope.at) if envelope.at else "", personal)


def _digest(envelope: Envelope, at_text: str, personal: PersonalStore) -> str:
    """Return the same; ``at_text`` spells when it happened, as far as the command says that."""
    command = envelope.command
    happened = at_text if envelope.at else ""
    content = [command.name, envelope.actor.id, happened]
    for name in _field_names(type(command)):
        value = getattr(command, name)
        content.append(value.text if isinstance(value, PrivateText) else str(value))
    said = "\x1f".join(content).encode("utf-8", "surrogatepass")
    return personal.command_digest(said + envelope.content)


def actor_text(actor: Actor) -> str:
    """Return an actor as the log names them."""
    return f"{actor.id}|{actor.role}|{actor.unit or ''}"


def _field_names(command: type[Command]) -> tuple[str, ...]:
    found = _FIELD_NAMES.get(command)
    if found is None:
        found = _FIELD_NAMES[command] = tuple(f.name for f in fields(command))
    return found


def _timer_key(strand: Strand, name: ClockName) -> dict[str, str]:
    return {"stream": strand.id, "kind": strand.kind, "name": name.value}


def _timer(strand: Strand, clock: Clock) -> dict[str, str]:
    due_at = instant_text(clock.due_at)
    return {**_timer_key(strand, clock.name), "due_at": due_at, "wake_at": due_at}


def _delivery(entry: Mapping[str, object], notice: str) -> dict[str, object]:
    return {
        "id": entry["id"],
        "stream": entry["stream"],
        "notice": notice,
        "created_at": entry["recorded_at"],
        "wake_at": entry["recorded_at"],
    }
