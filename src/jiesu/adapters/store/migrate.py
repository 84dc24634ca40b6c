# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Bringing a database to the present schema; Django must point to it already."""

from datetime import date

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import conninfo_to_dict

_MONTHS_AHEAD = 3


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
    """Return Django's default connection, which is where it records migrations."""
    connection: BaseDatabaseWrapper = connections["default"]
    named = conninfo_to_dict(dsn).get("dbname")
    if connection.settings_dict["NAME"] != named:
        raise ValueError(f"Django points to another database than {named}")
    return connection
