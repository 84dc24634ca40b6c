# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The readers of a city are loaded once, by the first text; a pack nobody installed has words."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from time import sleep

import pytest

from jiesu.bootstrap import understanding
from jiesu.bootstrap.understanding import alarms_of, model_folder, once, reader_of, understanding_of
from jiesu.domain.understanding import Urgency
from tests.builders.town import NOON, policy


def test_nothing_is_loaded_before_somebody_asks() -> None:
    loads: list[str] = []
    load = once(lambda: loads.append("loaded"))
    assert loads == []
    load()
    load()
    assert loads == ["loaded"]


def test_threads_that_ask_at_once_wait_for_one_load() -> None:
    loads: list[str] = []

    def slow() -> None:
        sleep(0.02)
        loads.append("loaded")

    load = once(slow)
    with ThreadPoolExecutor(4) as threads:
        wait([threads.submit(load) for _ in range(4)])
    assert loads == ["loaded"]


def test_a_load_that_failed_is_tried_again() -> None:
    answers = iter([OSError("gone"), None])

    def once_gone() -> str:
        if problem := next(answers):
            raise problem
        return "here"

    load = once(once_gone)
    with pytest.raises(OSError, match="gone"):
        load()
    assert load() == "here"


def test_a_city_reads_by_the_model_of_its_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(understanding, "load_model", asked.append)
    reader_of(policy(), "example")
    assert asked == [model_folder("example")]


def test_a_city_reads_matter_manner_and_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(understanding, "_own_model", lambda _pack: None)
    alarm = alarms_of(policy())[0]
    leaf = next(m for m in policy().catalogue.matters.values() if m.words and m.level == 3)
    read = understanding_of(policy()).read(f"{leaf.words[0]}，{alarm}了", policy(), NOON)
    assert leaf.code in [guess.code for guess in read.matters]
    assert read.urgency.level is Urgency.DANGER
    assert not read.sure


def test_a_pack_nobody_installed_is_read_by_what_the_policy_holds() -> None:
    foreign = replace(policy(), identity=replace(policy().identity, id="somewhere-else"))
    assert understanding_of(foreign).read("停水了", foreign, NOON).matters
