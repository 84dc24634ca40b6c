# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The present goes on from wherever the past ended, and leaves the newest work to visitors."""

from datetime import timedelta

from jiesu.application.lists import AppealView, Cursor, OrderView, Viewer, viewer_of
from jiesu.bootstrap.chance import seeded
from jiesu.bootstrap.wiring import City
from jiesu.kernel.instants import Instant
from jiesu.simulation.agenda import StoryClock
from jiesu.simulation.filling import set_scene
from jiesu.simulation.living import Living
from jiesu.simulation.scene import handler_of
from tests.builders.story import END, PRIORS, city_at, told

_SEVERAL = 150


def living_in(city: City) -> Living:
    first = Instant(END - timedelta(days=61))
    scene = set_scene(city.policy, PRIORS, seeded(3, "present"), city.ids, first, END)
    return Living(city, scene)


def go_on(living: Living, clock: StoryClock, times: int) -> int:
    """Let time pass ten seconds at a time; return how many commands were accepted."""
    done = 0
    for _ in range(times):
        done += living.step()
        clock.moment = Instant(clock.moment + timedelta(seconds=10))
    return done


def test_something_happens_every_few_seconds(database: str) -> None:
    told(database, days=2)
    with city_at(database) as (city, clock):
        living = living_in(city)
        assert go_on(living, clock, _SEVERAL) > _SEVERAL / 4
        wake = living.next_wake()
        assert wake is not None
        assert wake <= clock.now()


def test_nothing_happens_before_its_time(database: str) -> None:
    told(database, days=1)
    with city_at(database) as (city, _):
        living = living_in(city)
        living.step()
        assert [living.step() for _ in range(20)] == [0] * 20


def test_the_newest_work_is_left_to_visitors(database: str) -> None:
    told(database, days=2)
    with city_at(database) as (city, clock):
        viewer = viewer_of(
            handler_of(PRIORS.town.seats["bureau"]), city.policy.organisation, END.date()
        )
        lists, now = city.lists, clock.now()
        before = len(lists.orders(OrderView.OPEN, viewer, now, Cursor()).rows)
        go_on(living_in(city), clock, _SEVERAL)
        after = len(lists.orders(OrderView.OPEN, viewer, clock.now(), Cursor()).rows)
        waiting = lists.appeals(AppealView.WAITING, Viewer("x", ()), clock.now(), Cursor()).rows
    assert after >= min(before, 12)
    assert len(waiting) >= 5


def test_a_town_nobody_has_lived_in_yet_can_begin(database: str) -> None:
    with city_at(database) as (city, clock):
        go_on(living_in(city), clock, 30)
        found = city.lists.appeals(AppealView.RECENT, Viewer("x", ()), clock.now(), Cursor()).rows
    assert found
