# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An empty city filled with an invented past."""

from datetime import timedelta

from jiesu.adapters.packs import load_pack
from jiesu.adapters.personal.key_file import load_key_file
from jiesu.adapters.store.demonstration import hurry
from jiesu.application.catalogue import PERMISSIONS
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.chance import REAL_ENTROPY, Dice, Entropy, seeded
from jiesu.bootstrap.database import ensure_server
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City, SystemClock, wire
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Instant
from jiesu.simulation.agenda import StoryClock
from jiesu.simulation.living import Living
from jiesu.simulation.past import Past, Tell
from jiesu.simulation.priors import Priors, load_priors
from jiesu.simulation.scene import Scene
from jiesu.simulation.words import Scribe

_AS_TOLD = timedelta(days=61)
"""The span over which units have become as diligent as they are by now."""


def set_scene(  # noqa: PLR0913 -- everything a story is told with
    policy: CityPolicy, priors: Priors, dice: Dice, ids: Ids, first: Instant, last: Instant
) -> Scene:
    """Return the stage of a story from ``first`` to ``last``."""
    scribe = Scribe(policy, priors, dice, policy.calendar.local_day(last))
    return Scene(policy, priors, scribe, dice, ids, first, last)


def fill(settings: Settings, seed: int, tell: Tell, days: int) -> Past:
    """Fill the city of the settings with the past of ``days`` days, up to this moment."""
    policy = load_pack(
        settings.pack,
        known_permissions=PERMISSIONS,
        cache_dir=settings.home / "cache",
        places_dir=settings.places_folder,
    )
    priors, dsn = load_priors(settings.pack), ensure_server(settings)
    last = SystemClock().now()
    day = policy.calendar.local_day(last) - timedelta(days=days)
    key = load_key_file(settings.master_key_file)
    return tell_past(policy, priors, dsn, key, (policy.calendar.day_start(day), last), seed, tell)


def tell_past(  # noqa: PLR0913 -- a city, a span and a seed
    policy: CityPolicy,
    priors: Priors,
    dsn: str,
    master_key: bytes,
    span: tuple[Instant, Instant],
    seed: int,
    tell: Tell,
    entropy: Entropy = REAL_ENTROPY,
) -> Past:
    """Live the past of ``span`` in the city at ``dsn``.

    With the same key, ids and law the same seed writes the same log, to the byte: tests hand in
    ``entropy`` of their own.
    """
    clock = StoryClock(span[0])
    city = wire(policy, dsn, master_key, clock, entropy)
    try:
        hurry(city.store)
        scene = set_scene(policy, priors, seeded(seed, "past"), city.ids, *span)
        past = Past(city, clock, scene)
        past.live(tell)
    finally:
        city.close()
    return past


def present_of(city: City, settings: Settings) -> Living:
    """Return how the town of the settings goes on from now."""
    now = city.clock.now()
    first = Instant(now - _AS_TOLD)
    # No seed: what happens while somebody watches happens once.
    dice = seeded(city.ids.new().int, "present")
    priors = load_priors(settings.pack)
    return Living(city, set_scene(city.policy, priors, dice, city.ids, first, now))
