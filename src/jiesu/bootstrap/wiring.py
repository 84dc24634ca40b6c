# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The city, put together: policy, database, keys, clock, ids, gate. The only place that wires."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from jiesu.adapters.personal.contacts import look_up_tokens
from jiesu.adapters.personal.key_file import load_key_file
from jiesu.adapters.personal.store import VaultStore
from jiesu.adapters.personal.vault import Vault
from jiesu.adapters.store.likeness import PgLikeness
from jiesu.adapters.store.lists import PgLists
from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.pool import Pool, open_pool
from jiesu.adapters.store.reading import PgReader
from jiesu.adapters.store.tallies import PgTallies
from jiesu.adapters.store.verdicts import PgVerdicts
from jiesu.adapters.text.likeness import likeness, overlap, signature
from jiesu.adapters.text.redact import redact
from jiesu.application.catalogue import REGISTRY
from jiesu.application.expiry import Expiry
from jiesu.application.gate import Gate
from jiesu.application.likeness import Comparing, LikeAppeals
from jiesu.application.policy import CityPolicy
from jiesu.application.understanding import Understanding
from jiesu.application.work import Tools
from jiesu.bootstrap.database import ensure_server
from jiesu.bootstrap.django import configure
from jiesu.bootstrap.law import pack_in_force, pack_to_read_by
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.understanding import understanding_of
from jiesu.domain.access import NotYours
from jiesu.domain.interactions.model import Interaction, InteractionState
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.ids import Ids, Uuid7Source
from jiesu.kernel.instants import Clock, Instant
from jiesu.kernel.private import PrivateKind

_POOL_SIZE = 8
_ONE_DAY = timedelta(days=1)
_REMEMBERED = 4  # texts: one reply is often given on several orders, one after the other


class SystemClock:
    """The machine's clock; the only reader of the present in the program."""

    def now(self) -> Instant:
        """Return the present instant."""
        return Instant(datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class City:
    """One deployment, wired: what the doors work with."""

    policy: CityPolicy
    pack: str
    """Name or folder of the pack, where what is too large for the policy lies: models, names."""
    clock: Clock
    ids: Ids
    vault: Vault
    pool: Pool
    store: PgStore
    reader: PgReader
    lists: PgLists
    tallies: PgTallies
    verdicts: PgVerdicts
    understanding: Understanding
    """What is made of the words of an appeal, as suggestions."""
    likeness: LikeAppeals
    gate: Gate
    expiry: Expiry
    """The gate for clocks that ran out."""

    def revealed(self, owner: UUID) -> list[tuple[str, str]]:
        """Return the personal content of an appeal in clear, kind and text.

        Call it only after the gate has accepted ``RevealPersonal``.
        """
        wrapped, items = self.reader.sealed(owner)
        key = self.vault.unwrap(owner, wrapped)
        return [(kind, key.open(id_, PrivateKind(kind), text)) for id_, kind, text in items]

    def _opened(self, owner: UUID, wanted: list[UUID]) -> list[tuple[str, str]]:
        """Return some items of an owner in clear, in the order asked for."""
        key = self.vault.unwrap(owner, self.reader.wrapped_key(owner))
        sealed = {id_: (kind, text) for id_, kind, text in self.reader.items(wanted)}
        found = [(id_, *sealed[id_]) for id_ in wanted if id_ in sealed]
        return [(kind, key.open(id_, PrivateKind(kind), text)) for id_, kind, text in found]

    def own_draft(self, contact: Interaction, reader: str) -> dict[PrivateKind, str]:
        """Return what somebody has written down so far in a contact that is still their own.

        Raises:
            NotYours: it is somebody else's, or no draft any more.
        """
        if contact.owner != reader or contact.state is not InteractionState.DRAFT:
            raise NotYours(subject=str(contact.id))
        wanted = [each.id for each in (contact.draft, contact.account) if each is not None]
        return {PrivateKind(kind): text for kind, text in self._opened(contact.id, wanted)}

    def contact_tokens(self, text: str) -> list[bytes]:
        """Return what the appeals of a phone number or e-mail address are found by."""
        return look_up_tokens(self.vault, text)

    def close(self) -> None:
        """Give the connections back."""
        self.pool.close()


def open_city(settings: Settings, *, reading: bool = False) -> City:
    """Return the city of these settings, its database started if need be.

    Args:
        settings: the deployment.
        reading: nothing will be decided, so the pack need not be one that may follow: whoever
            verifies a log must be able to, whatever stands in it.

    Raises:
        Trouble: the database, the key file or the pack is not as it must be, or the log is that of
            another city or of a later version of the pack.
    """
    dsn = ensure_server(settings)
    configure(settings, dsn)
    master_key = load_key_file(settings.master_key_file)
    pool = open_pool(dsn, size=_POOL_SIZE)
    try:
        policy = pack_to_read_by(settings) if reading else pack_in_force(settings, pool)
    except BaseException:
        pool.close()
        raise
    return _wired(policy, settings.pack, pool, master_key, SystemClock(), os.urandom)


def _day_end(calendar: BusinessCalendar) -> Callable[[Instant], Instant]:
    return lambda now: calendar.day_start(calendar.local_day(now) + _ONE_DAY)


def wire(
    policy: CityPolicy,
    dsn: str,
    master_key: bytes,
    clock: Clock,
    entropy: Callable[[int], bytes] = os.urandom,
) -> City:
    """Return a city over explicit parts; tests and the simulator bring their own clock."""
    pool = open_pool(dsn, size=_POOL_SIZE)
    return _wired(policy, policy.identity.id, pool, master_key, clock, entropy)


def _wired(  # noqa: PLR0913 -- the parts every city is made of
    policy: CityPolicy,
    pack: str,
    pool: Pool,
    master_key: bytes,
    clock: Clock,
    entropy: Callable[[int], bytes],
) -> City:
    ids, vault = Uuid7Source(clock, entropy), Vault(master_key, entropy)
    return _city(policy, pack, clock, ids, vault, PgStore(pool), pool)


def under(city: City, policy: CityPolicy) -> City:
    """Return the same city under another pack, over the same connections and keys.

    The one given goes on deciding under its own pack for whoever still holds it.
    """
    return _city(policy, city.pack, city.clock, city.ids, city.vault, city.store, city.pool)


def _city(  # noqa: PLR0913 -- the parts every city is made of
    policy: CityPolicy,
    pack: str,
    clock: Clock,
    ids: Ids,
    vault: Vault,
    store: PgStore,
    pool: Pool,
) -> City:
    redacted = lru_cache(_REMEMBERED)(lambda text: redact(text).text)
    signed = lru_cache(_REMEMBERED)(signature)
    personal = VaultStore(vault, redacted, signed)
    gate = Gate(REGISTRY, store, personal, lambda: policy, clock, ids)

    def tools() -> Tools:
        return Tools(policy, ids, personal, store.new_number, clock.now(), history=False)

    calendar = policy.calendar
    return City(
        policy=policy,
        pack=pack,
        clock=clock,
        ids=ids,
        vault=vault,
        pool=pool,
        store=store,
        reader=PgReader(store),
        lists=PgLists(store, calendar.local_day, _day_end(calendar)),
        tallies=PgTallies(store),
        verdicts=PgVerdicts(store, policy.organisation),
        understanding=understanding_of(policy, pack),
        likeness=LikeAppeals(
            PgLikeness(store, policy.time_zone),
            Comparing(redacted, signed, likeness, overlap),
            policy,
        ),
        gate=gate,
        expiry=Expiry(gate.handle_many, store, REGISTRY, tools),
    )
