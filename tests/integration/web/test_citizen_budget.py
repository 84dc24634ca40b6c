# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a look at an appeal costs: three statements, one look at the code among them."""

import time
from statistics import median

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiesu.domain.appeals.messages import DispatchAppeal
from tests.builders.citizens import Citizen, citizen
from tests.builders.web import Town

MOST_STATEMENTS = 3
MOST_SECONDS = 0.030  # of the processor, template and middleware and all; some 5 ms on a fast core


class Heard(list[str]):
    """Every statement sent since it was last cleared."""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    statements, execute = Heard(), psycopg.Connection.execute

    def listening(self: psycopg.Connection, query: object, *rest: object, **how: object) -> object:
        statements.append(str(query))
        return execute(self, query, *rest, **how)

    monkeypatch.setattr(psycopg.Connection, "execute", listening)
    return statements


@pytest.fixture
def one(town: Town) -> Citizen:
    sent = citizen(town).send(area="qc-liuyin", matter="water.river.pollution")
    town.desk.do(DispatchAppeal(appeal_id=sent.appeal))
    town.desk.report_again(sent.appeal)
    sent.client.get(sent.place)  # connections and templates are there from now on
    return sent


def statements_of(one: Citizen, heard: Heard, place: str, **how: object) -> int:
    heard.clear()
    with CaptureQueriesContext(connection) as ours:
        one.client.get(place, **how)
    return len(heard) + len(ours)


def test_following_costs_three_statements_and_no_news_two(one: Citizen, heard: Heard) -> None:
    assert statements_of(one, heard, one.place) == MOST_STATEMENTS
    tag = one.client.get(one.place)["ETag"]
    asks = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": tag}
    assert statements_of(one, heard, one.place, **asks) == 2
    assert statements_of(one, heard, "/my/") == 2
    assert statements_of(one, heard, f"{one.place}receipt/") == MOST_STATEMENTS
    assert statements_of(one, heard, "/") == 0
    assert statements_of(one, heard, "/law/") == 0


def test_a_stranger_without_code_costs_no_statement(town: Town, one: Citizen, heard: Heard) -> None:
    stranger = Citizen(town, town.stranger())
    assert statements_of(stranger, heard, one.place) == 0


def test_following_is_light_on_the_processor(one: Citizen) -> None:
    spent = []
    for _ in range(15):
        began = time.thread_time()
        one.client.get(one.place)
        spent.append(time.thread_time() - began)
    assert median(spent) <= MOST_SECONDS, [round(each * 1000, 1) for each in sorted(spent)]
