# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Bringing a database to the present schema; Django must be configured already."""

from datetime import date

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ConnectionHandler
from psycopg.conninfo import conninfo_to_dict

_MONTHS_AHEAD = 3
_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def migrate(dsn: str, today: date) -> tuple[str, ...]:
    """Apply what is missing, make partitions from ``today`` on; return the migrations applied."""
    connection = _connect(dsn)
    try:
        executor = MigrationExecutor(connection)
        targets = executor.loader.graph.leaf_nodes()
        plan = executor.migration_plan(targets)
        executor.migrate(targets, plan)
        with connection.cursor() as cursor:
            cursor.execute("SELECT jiesu_ensure_partitions(%s, %s)", [today, _MONTHS_AHEAD])
        return tuple(migration.name for migration, _ in plan)
    finally:
        connection.close()


def pending(dsn: str) -> tuple[str, ...]:
    """Return the names of migrations not applied yet."""
    connection = _connect(dsn)
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return tuple(migration.name for migration, _ in plan)
    finally:
        connection.close()


def _connect(dsn: str) -> BaseDatabaseWrapper:
    parts = dict(conninfo_to_dict(dsn))
    own = {name: parts.pop(key) for key, name in _NAMES.items() if key in parts}
    described = {"ENGINE": "django.db.backends.postgresql", **own, "OPTIONS": parts}
    connection: BaseDatabaseWrapper = ConnectionHandler({"default": described})["default"]
    return connection
