# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import psycopg

from tests.builders.logged import Town, findings


def test_an_untouched_town_is_sound(hand: psycopg.Connection, town: Town) -> None:
    assert [finding.say("en") for finding in findings(hand, town.now)] == []
