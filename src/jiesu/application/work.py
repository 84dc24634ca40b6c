# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A chain of commands on one case, decided in memory before anything is written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from jiesu.application.entries import Clerk, Step, Strand, step_of, stream_write
from jiesu.application.envelopes import (
    Envelope,
    NotYet,
    NotYoursToDate,
    PersonalDataErased,
    Receipt,
    SealedBySomeoneElse,
    StaleView,
    TimeRunsBackwards,
    WrongPrivateKind,
)
from jiesu.application.policy import CityPolicy
from jiesu.application.ports import (
    Batch,
    LoadedCase,
    PersonalStore,
    Record,
    Sealer,
)
from jiesu.application.registry import Registration, Scope
from jiesu.application.streams import AGGREGATES, State
from jiesu.application.tallies import tally_changes
from jiesu.domain.access import (
    Actor,
    NotPermitted,
    NotYours,
    Role,
    appellant_of,
    authorise,
)
from jiesu.domain.appeals.messages import AppealErased
from jiesu.domain.appeals.model import Appeal, Complaint
from jiesu.domain.callback.model import CallBack
from jiesu.domain.interactions.messages import DraftErased
from jiesu.domain.interactions.model import Interaction
from jiesu.domain.organisations import Organisation, UnknownUnit
from jiesu.domain.sealed import PRIVATE_KINDS
from jiesu.domain.streams import (
    Circumstances,
    Facts,
    StreamId,
    StreamKind,
    appeal_stream,
)
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.events import Command
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Instant, instant_text
from jiesu.kernel.private import PrivateText, SealedText
from jiesu.kernel.records import replace
from jiesu.kernel.wording import inspect

NEW_CASE = LoadedCase(Case(), {}, 0, {})
"""What a command that starts a case of its own finds."""


_DATING = frozenset({"history.import", "clock.expire"})
"""Permissions whose holders may say that something happened before now."""
_OF_AN_APPEAL = {StreamKind.ORDER, StreamKind.CALLBACK}
"""Aggregates whose personal words lie under the key of their appeal."""
_ERASING = (AppealErased, DraftErased)
_PRIVATE_FIELDS: dict[type[Command], tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Tools:
    """What deciding needs besides the case: law, ids, ciphers, numbers, the present."""

    policy: CityPolicy
    ids: Ids
    personal: PersonalStore
    new_number: Callable[..., str]
    now: Instant
    history: bool
    """Imported history: no notice is sent and no clock keeps running."""

    def clerk(self) -> Clerk:
        """Return who writes down what is decided with these."""
        stamp = self.policy.identity.stamp
        return Clerk(self.ids, self.personal, instant_text(self.now), stamp, self.history)


def _private_fields(command: type[Command]) -> tuple[str, ...]:
    found = _PRIVATE_FIELDS.get(command)
    if found is None:
        found = tuple(f.name for f in fields(command) if "Private" in str(f.type))
        _PRIVATE_FIELDS[command] = found
    return found


class CaseWork:
    """The case as it would stand, and everything the append will have to write.

    A refusal raised by :meth:`carry_out` leaves the object unusable: throw it away, nothing of it
    has been written.
    """

    def __init__(self, loaded: LoadedCase, tools: Tools) -> None:
        self._tools = tools
        self._loaded = loaded
        self._case = loaded.case
        self._today = tools.policy.calendar.local_day(tools.now)
        self._district = loaded.case.appeal.district if loaded.case.appeal else None
        self._strands = {
            stream: Strand(stream, state, loaded.heads.get(stream))
            for stream, state in _states_of(loaded.case)
        }
        self._clerk = tools.clerk()
        self._sealers: dict[UUID, Sealer] = {}
        self._signed: dict[str, tuple[int, ...]] = {}
        self._batch = Batch()
        self._touched: list[Strand] = []

    @property
    def case(self) -> Case:
        """Return the case as it stands after every command so far."""
        return self._case

    def carry_out(self, envelope: Envelope, row: Registration) -> Receipt:
        """Authorise, decide and fold one command.

        The law is that of the day it happened; who may act, and who is in conflict, is a question
        of today: nobody gains a right by saying that something happened earlier.

        Raises:
            JiesuError: the refusal; see the stage's decision.
        """
        at = envelope.at or self._tools.now
        if at > self._tools.now:
            raise NotYet(at=instant_text(at))
        day = self._tools.policy.calendar.local_day(at)
        role = authorise(envelope.actor, row.permission, self._tools.policy.access, self._today)
        self._check_unit(envelope.actor)
        if not may_date(role, self._today, at, self._tools.now):
            raise NotYoursToDate(at=instant_text(at))
        subject = StreamId(row.aggregate, row.subject(envelope.command))
        self._admit(envelope, row, role, subject)
        command = self._seal(envelope.command, row, day)
        tools = self._tools
        now = Circumstances(
            at, day, envelope.actor, tools.ids, tools.new_number, history=tools.history
        )
        facts = row.decide(self._case, command, tools.policy, now)
        step = step_of(envelope, at)
        self._fold(facts, step)
        strand, appeal = self._strands[subject], self._case.appeal
        return self._clerk.receipt(self._batch, envelope, step, appeal, strand, facts)

    def _check_unit(self, actor: Actor) -> None:
        """Refuse a unit the pack never had: it would stand in the log, and could be a name."""
        if actor.unit is not None and actor.unit not in self._tools.policy.organisation.units:
            raise UnknownUnit(unit=actor.unit, day=self._today.isoformat())

    def finish(self) -> Batch:
        """Return what the append must write for everything carried out."""
        calendar = self._tools.policy.calendar
        for strand in self._touched:
            self._write_stream(strand)
            self._clerk.write_clocks(self._batch, strand)
            assert strand.state is not None
            self._batch.tallies.extend(tally_changes(strand.before, strand.state, calendar))
        self._guard_revision()
        if self._batch.erased:
            self._forget({record["owner"] for record in self._batch.erased})
        return self._batch

    def _forget(self, owners: set[str]) -> None:
        """Take out of the batch what it would still bring of theirs.

        One statement cannot both write a row and find it, so erasing would miss those.
        """
        for part in (self._batch.items, self._batch.redacted, self._batch.blind):
            part[:] = [record for record in part if record["owner"] not in owners]
        signed = self._batch.likeness
        signed[:] = [record for record in signed if record["appeal"] not in owners]
        for key in self._batch.keys:
            if key["owner"] in owners:
                key |= {"wrapped": None, "destroyed_at": self._clerk.now_text}
        for receipt in self._batch.receipts:
            if receipt["owner"] in owners:
                receipt["digest"] = None

    def _guard_revision(self) -> None:
        """Let the append fail if anything of the case has moved since it was loaded."""
        appeal = self._loaded.case.appeal
        if appeal is None or self._strands[appeal_stream(appeal.id)].touched:
            return
        if self._touched:
            self._batch.revisions.append({"id": str(appeal.id), "base": self._loaded.revision})

    def _admit(self, envelope: Envelope, row: Registration, role: Role, subject: StreamId) -> None:
        if role.unit_bound and row.scope is not Scope.OWN_UNIT:
            raise NotPermitted(role=role.id, permission=row.permission)
        theirs = not role.appeal_bound or self._own_appeal(envelope, row)
        if not theirs or not self._may_see(envelope, row, role, subject):
            raise NotYours(subject=str(row.origin(envelope.command)))
        if envelope.expected is None:
            return
        strand = self._strands.get(subject)
        version = strand.head.version if strand and strand.head else 0
        if envelope.expected != version:
            raise StaleView(expected=envelope.expected, actual=version)

    def _own_appeal(self, envelope: Envelope, row: Registration) -> bool:
        """Return whether the sender acts as the appellant of the very appeal this is about.

        Before there is an appeal, the contact it is to come from must be theirs.
        """
        sender, appeal, contact = envelope.actor.id, self.case.appeal, self.case.interaction
        if appeal is None and contact is not None and contact.owner != sender:
            return False
        subject = appeal.id if appeal else getattr(envelope.command, "appeal_id", None)
        if subject is None:
            return row.aggregate is StreamKind.INTERACTION
        return sender == appellant_of(subject)

    def _may_see(
        self, envelope: Envelope, row: Registration, role: Role, subject: StreamId
    ) -> bool:
        """Return whether the subject is there for these eyes; absent and hidden read alike."""
        actor, organisation = envelope.actor, self._tools.policy.organisation
        told = self._complaints(row)
        if any(in_conflict(actor, one, organisation, self._today) for one in told):
            return False
        strand = self._strands.get(subject)
        state = strand.state if strand else None
        if not role.unit_bound:
            return state is not None or self._may_begin(envelope.command, row)
        if not isinstance(state, WorkOrder) or actor.unit is None:
            return False
        return same_unit(state.unit, actor.unit, organisation, self._today)

    def _complaints(self, row: Registration) -> Iterator[Appeal | Complaint]:
        """Return whatever the command touches that somebody may be complained of in."""
        if self.case.appeal is not None:
            yield self.case.appeal
        if row.loads is StreamKind.INTERACTION:
            yield from self.case.complaints

    def _may_begin(self, command: Command, row: Registration) -> bool:
        """Return whether the command may find nothing, and finds what it begins from."""
        if not row.begins or row.loads is row.aggregate or row.creates(command):
            return row.begins
        return StreamId(row.loads, row.origin(command)) in self._strands

    def _seal(self, command: Command, row: Registration, day: date) -> Command:
        names = _private_fields(type(command))
        if not names:
            return command
        changes: dict[str, SealedText] = {}
        owner = self._owner(command, row)
        longest = self._tools.policy.appeals.words_max.as_of(day).value
        for name in names:
            value = getattr(command, name)
            if isinstance(value, SealedText):
                raise SealedBySomeoneElse
            if value is not None:
                if value.kind is not PRIVATE_KINDS[name]:
                    raise WrongPrivateKind(field=name)
                changes[name] = self._seal_text(owner, value, longest)
        return replace(command, **changes) if changes else command

    def _owner(self, command: Command, row: Registration) -> UUID:
        if row.aggregate in _OF_AN_APPEAL and self.case.appeal is not None:
            return self.case.appeal.id
        return row.subject(command)

    def _seal_text(self, owner: UUID, private: PrivateText, longest: int) -> SealedText:
        words = inspect(private.text, longest)
        item = self._sealer(owner).seal(self._tools.ids.new(), private.kind, words)
        record = {"id": str(item.id), "owner": str(owner), "kind": item.kind.value}
        created = self._clerk.now_text
        ciphertext = "\\x" + item.ciphertext.hex()
        self._batch.items.append({**record, "ciphertext": ciphertext, "created_at": created})
        if item.redacted is not None:
            self._batch.redacted.append({**record, "text": item.redacted})
        if item.bands is not None:
            self._signed[record["id"]] = item.bands
        for token in item.blind:
            self._batch.blind.append({"token": "\\x" + token.hex(), "owner": str(owner)})
        return SealedText(item.id, item.kind, item.digest, len(words))

    def _sealer(self, owner: UUID) -> Sealer:
        if owner not in self._sealers:
            self._sealers[owner] = self._open_owner(owner)
        return self._sealers[owner]

    def _open_owner(self, owner: UUID) -> Sealer:
        if owner in self._loaded.keys:
            wrapped = self._loaded.keys[owner]
            if wrapped is None:
                raise PersonalDataErased
            return self._tools.personal.sealer(owner, wrapped)
        wrapped, sealer = self._tools.personal.new_owner(owner)
        self._batch.keys.append(
            {
                "owner": str(owner),
                "wrapped": "\\x" + wrapped.hex(),
                "created_at": self._clerk.now_text,
                "destroyed_at": None,
            }
        )
        return sealer

    def _fold(self, facts: Facts, step: Step) -> None:
        for fact in facts:
            strand = self._strands.get(fact.stream)
            if strand is None:
                strand = self._strands[fact.stream] = Strand(fact.stream, None, None)
            if strand.head is not None and step.at < strand.head.at:
                raise TimeRunsBackwards(at=step.at_text, before=instant_text(strand.head.at))
            evolve = AGGREGATES[fact.stream.kind].evolve
            strand.state = evolved = evolve(strand.state, fact.event, fact.stream.id, step.at)
            if isinstance(evolved, Appeal):
                self._district = evolved.district
            if not strand.touched:
                strand.touched = True
                self._touched.append(strand)
            self._clerk.enter(self._batch, fact, strand, step, self._district)
            if isinstance(fact.event, _ERASING):
                self._batch.erased.append({"owner": strand.id, "at": self._clerk.now_text})
        self._case = _case_of(self._strands.values(), self._case.complaints)

    def _write_stream(self, strand: Strand) -> None:
        write = stream_write(strand)
        row = write.row
        if write.kind is StreamKind.APPEAL:
            row["revision"] = self._loaded.revision + 1
            if write.base == 0:
                self._enter_new(row)
        self._batch.streams.append(write)

    def _enter_new(self, row: Record) -> None:
        """Let a new appeal be found: by its number, and by what its words are like."""
        self._batch.numbers.append({"number": row["number"], "appeal": row["id"]})
        if (bands := self._signed.get(row["words"]["id"])) is not None:
            self._batch.likeness.append({"appeal": row["id"], "bands": bands})


def may_date(role: Role, today: date, at: Instant, now: Instant) -> bool:
    """Return whether the role may say that something happened at ``at``: now, or before."""
    return at >= now or not _DATING.isdisjoint(role.permissions.as_of(today).value)


def in_conflict(
    actor: Actor, appeal: Appeal | Complaint, organisation: Organisation, day: date
) -> bool:
    """Return whether the appeal complains of the actor or the actor's unit (Art. 8, 35).

    A unit that has taken another's place by ``day`` stands in for it here too.
    """
    if appeal.complained_officer is not None and appeal.complained_officer == actor.id:
        return True
    if appeal.complained_unit is None or actor.unit is None:
        return False
    return same_unit(appeal.complained_unit, actor.unit, organisation, day)


def is_accused(actor: Actor, case: Case, organisation: Organisation, day: date) -> bool:
    """Return whether the case, or another appeal of its contact, complains of the actor."""
    told: list[Appeal | Complaint] = [*case.complaints]
    if case.appeal is not None:
        told.append(case.appeal)
    return any(in_conflict(actor, one, organisation, day) for one in told)


def same_unit(one: str, other: str, organisation: Organisation, day: date) -> bool:
    """Return whether two codes mean the same unit on ``day``, successors counted."""
    return one == other or organisation.in_charge(one, day) == organisation.in_charge(other, day)


def _case_of(strands: Iterable[Strand], complaints: tuple[Complaint, ...]) -> Case:
    interaction = appeal = membership = None
    orders: list[WorkOrder] = []
    callbacks: list[CallBack] = []
    for strand in strands:
        state = strand.state
        if isinstance(state, WorkOrder):
            orders.append(state)
        elif isinstance(state, Appeal):
            appeal = state
        elif isinstance(state, Interaction):
            interaction = state
        elif isinstance(state, CallBack):
            callbacks.append(state)
        else:
            membership = state
    return Case(interaction, appeal, tuple(orders), complaints, tuple(callbacks), membership)


def _states_of(case: Case) -> list[tuple[StreamId, State]]:
    found: list[tuple[StreamId, State]] = []
    if case.interaction is not None:
        found.append((StreamId(StreamKind.INTERACTION, case.interaction.id), case.interaction))
    if case.appeal is not None:
        found.append((StreamId(StreamKind.APPEAL, case.appeal.id), case.appeal))
    found.extend((StreamId(StreamKind.ORDER, order.id), order) for order in case.orders)
    found.extend((StreamId(StreamKind.CALLBACK, each.id), each) for each in case.callbacks)
    if case.membership is not None:
        found.append((StreamId(StreamKind.MEMBERSHIP, case.membership.id), case.membership))
    return found
