# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The tables of a migrated database are those of the models, column by column."""

from typing import Any

import pytest
from django.apps import apps

from jiesu.adapters.store.append import TABLES
from jiesu.domain.streams import StreamKind
from tests.builders.peek import PgPeek

_COLUMNS = """
    SELECT column_name, is_nullable = 'YES' AS empty, udt_name, column_default
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %(table)s
"""
_INDEXES = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relname = %(table)s AND NOT i.indisprimary
"""
NO_MODELS = {"django_migrations", "identity_cache"}
TYPES = {
    "UUIDField": "uuid",
    "TextField": "text",
    "IntegerField": "int4",
    "BigIntegerField": "int8",
    "BigAutoField": "int8",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "JSONField": "jsonb",
    "BooleanField": "bool",
    "BinaryField": "bytea",
}


def column_type(field: Any) -> str:  # noqa: ANN401 -- a field of a Django model
    kind = field.get_internal_type()
    return f"_{column_type(field.base_field)}" if kind == "ArrayField" else TYPES[kind]


@pytest.fixture
def models(database: str) -> dict[str, Any]:
    from jiesu.adapters.store import models as found  # noqa: PLC0415 -- needs Django configured

    return {getattr(found, name)._meta.db_table: getattr(found, name) for name in found.__all__}


def test_the_database_has_exactly_the_tables_of_the_models(
    models: dict[str, Any], peek: PgPeek
) -> None:
    others = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label != "store"
    }
    assert set(peek.tables()) - others - NO_MODELS == set(models)


def test_every_column_has_the_name_type_and_emptiness_of_its_field(
    models: dict[str, Any], peek: PgPeek
) -> None:
    for table, model in models.items():
        declared = {f.column: (column_type(f), f.null) for f in model._meta.local_concrete_fields}
        live = {
            row["column_name"]: (row["udt_name"], row["empty"])
            for row in peek.query(_COLUMNS, table=table)
        }
        assert live == declared, table


def test_every_index_of_the_models_is_there_and_no_other(
    models: dict[str, Any], peek: PgPeek
) -> None:
    for table, model in models.items():
        declared = {index.name for index in model._meta.indexes}
        assert {row["relname"] for row in peek.query(_INDEXES, table=table)} == declared, table


@pytest.mark.parametrize("kind", StreamKind)
def test_the_columns_the_gate_writes_are_the_columns_there_are(
    kind: StreamKind, peek: PgPeek
) -> None:
    table, columns = TABLES[kind]
    assert set(columns) == {row["column_name"] for row in peek.query(_COLUMNS, table=table)}
