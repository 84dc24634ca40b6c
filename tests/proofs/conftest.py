# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The laboratory for faults: one prepared database a worker, and the count of faults tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jiesu.adapters.postgres.server import SUPERUSER, Server
from jiesu.bootstrap.wiring import wire
from tests.builders.desk import MASTER_KEY, Desk
from tests.builders.town import RepeatedChances, SetClock, policy
from tests.integration.conftest import WORKER, database, pg_server, run, template_database
from tests.proofs.faults import faulty_pools, set_tripwires
from tests.proofs.scenarios import Scenario, Stage, scenarios
from tests.proofs.trial import Laboratory

__all__ = ["database", "pg_server", "template_database"]  # fixtures of the integration tests

LEAST_FAULTS = 10_000
"""How many distinct faults the long proof must have tried; fewer is a failure."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("integration")


@pytest.fixture(scope="session")
def laboratory(
    pg_server: Server, template_database: str
) -> Iterator[tuple[Laboratory, dict[str, Scenario]]]:
    """A city with a case in the right state for every command, and the commands."""
    with _laboratory(pg_server, template_database, "prepared") as made:
        table = scenarios(made.stage)
        made.keep()
        yield made, table


@pytest.fixture(scope="session")
def empty_laboratory(pg_server: Server, template_database: str) -> Iterator[Laboratory]:
    """A city in which nothing has happened yet."""
    with _laboratory(pg_server, template_database, "empty") as made:
        made.keep()
        yield made


@contextmanager
def _laboratory(server: Server, template: str, name: str) -> Iterator[Laboratory]:
    """Lend a city whose every exchange with its database can be made to fail."""
    database = f"laboratory_{name}_{WORKER}"
    run(server, "CREATE DATABASE {} TEMPLATE {} OWNER jiesu", database, template)
    root = psycopg.connect(
        server.address(database, user=SUPERUSER),
        autocommit=True,
        options="-c plan_cache_mode=force_generic_plan -c jit=off",  # it asks the same for ever
    )
    set_tripwires(root)
    with pytest.MonkeyPatch.context() as patch:
        plan, clock, chances = faulty_pools(patch), SetClock(), RepeatedChances()
        city = wire(policy(), server.address(database), MASTER_KEY, clock, chances)
    desk = Desk(city.gate, city.store, clock, city.ids)
    yield Laboratory(Stage(city, desk, chances), plan, root)
    city.close()
    root.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the long proofs did."""
    for name, said in properties(terminalreporter):
        if name == "report":
            terminalreporter.write_line(str(said))
    if tried := faults_tried(terminalreporter):
        terminalreporter.write_line(f"{tried} distinct faults")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a long run that tried too little fail, whatever its tests say."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    whole = not session.config.getoption("keyword") and session.exitstatus == pytest.ExitCode.OK
    if reporter is not None and whole and 0 < faults_tried(reporter) < LEAST_FAULTS:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def faults_tried(reporter: pytest.TerminalReporter) -> int:
    """Return how many faults the tests that passed have counted."""
    return sum(int(said) for name, said in properties(reporter) if name == "faults")


def properties(reporter: pytest.TerminalReporter) -> Iterator[tuple[str, Any]]:
    """Yield what the tests that passed have recorded."""
    for report in reporter.stats.get("passed", []):
        yield from report.user_properties
