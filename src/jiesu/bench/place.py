# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where a bench runs: a server that syncs to disk, a database and a city, all gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiesu.adapters.packs import load_pack
from jiesu.adapters.postgres.server import Plan, start_server
from jiesu.adapters.postgres.troubles import quiet
from jiesu.adapters.store.migrate import migrate
from jiesu.bench.filling import fill
from jiesu.bench.served import Served, served
from jiesu.bootstrap.database import new_password
from jiesu.bootstrap.keys import new_master_key
from jiesu.bootstrap.settings import load_settings
from jiesu.bootstrap.web import configure_web
from jiesu.bootstrap.wiring import City, SystemClock, wire


@contextmanager
def bench_server() -> Iterator[str]:
    """Lend the address of a fresh, migrated database; its server ends with the block."""
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder:
        server = start_server(Path(folder), Plan(), new_password=new_password, report=quiet)
        try:
            configure_web(load_settings(), server.dsn)
            migrate(server.dsn, SystemClock().now().date())
            yield server.dsn
        finally:
            server.stop()


@contextmanager
def bench_city(pack: str = "example") -> Iterator[tuple[City, str]]:
    """Lend a fresh city and the address of its database; both are gone after the block."""
    with bench_server() as dsn:
        city = wire(load_pack(pack), dsn, new_master_key(), SystemClock())
        try:
            yield city, dsn
        finally:
            city.close()


@contextmanager
def bench_town(filled: int = 0) -> Iterator[Served]:
    """Lend a city served over HTTP, filled with so many appeals; all is gone after the block."""
    with (
        bench_server() as dsn,
        tempfile.TemporaryDirectory(prefix="jiesu-bench-home-") as home,
        served(dsn, Path(home)) as city,
    ):
        if filled:
            fill(city.city, filled)
        yield city
