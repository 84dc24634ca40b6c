# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Another city is told by the same program: only its pack is another."""

from datetime import timedelta

import psycopg

from jiesu.adapters.packs import load_pack
from jiesu.bootstrap.chance import seeded
from jiesu.simulation.filling import tell_past
from jiesu.simulation.priors import load_priors
from tests.builders.desk import MASTER_KEY
from tests.builders.story import END

_DAYS = 8


def test_units_and_areas_of_the_priors_are_those_of_the_pack() -> None:
    law, priors = load_pack("jinan"), load_priors("jinan")
    accused = {unit for theme in priors.themes.values() for unit in theme.about}
    units = {*priors.town.diligence, *priors.town.seats.values(), *accused} - {"usual"}
    assert units - set(law.organisation.units) == set()
    assert set(priors.town.places) - set(law.organisation.areas) == set()
    leaves = {code for code in law.catalogue.matters if law.catalogue.is_leaf(code)}
    assert set(priors.themes) - leaves == set()


def test_a_second_city_is_told_and_reviews_its_results(database: str) -> None:
    law, priors = load_pack("jinan"), load_priors("jinan")
    calendar = law.calendar
    first = calendar.day_start(calendar.local_day(END) - timedelta(days=_DAYS))
    entropy = seeded(1, "ids").randbytes
    tell_past(law, priors, database, MASTER_KEY, (first, END), 1, lambda *_: None, entropy)
    with psycopg.connect(database) as connection:
        events = {row[0] for row in connection.execute("SELECT DISTINCT type FROM log_entry")}
        packs = {row[0] for row in connection.execute("SELECT DISTINCT pack FROM log_entry")}
        over = {row[0] for row in connection.execute("SELECT DISTINCT district FROM appeal")}
        endings = {
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT data->>'ending' FROM log_entry WHERE type = 'OrderReported'"
            )
        }
    assert {"CallBackReturned", "AppealSentBack", "AppealClosed"} <= events
    assert {pack.partition("@")[0] for pack in packs} == {"jinan"}
    assert {"gaoxin", "nanshan", "qibu", "lixia"} <= over
    assert {"done", "not_yet"} <= endings
