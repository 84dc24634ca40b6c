# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is declared once is known everywhere: commands, events, permissions, rules, tables."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

import jiesu
import jiesu.domain
from jiesu.adapters.store.append import TABLES, state_columns
from jiesu.adapters.store.sql import statements
from jiesu.application import importing, showing
from jiesu.application.catalogue import EVENTS, NOTICES, PERMISSIONS, READING, REGISTRY
from jiesu.application.registry import Registration, Scope
from jiesu.application.streams import AGGREGATES
from jiesu.application.terms import EVENT_TITLES, FIELD_LABELS, TERMS
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import configure_web
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback.model import CALLBACKS
from jiesu.domain.interactions.model import INTERACTIONS
from jiesu.domain.memberships import MEMBERSHIPS
from jiesu.domain.streams import StreamKind
from jiesu.domain.transitions import TransitionTable
from jiesu.domain.workorders.model import ORDERS
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command, Event
from tests.builders.town import AMENDED, policy

MIGRATIONS = Path(jiesu.domain.__path__[0]).parent / "adapters" / "store" / "migrations"
OWN_MIGRATIONS = {
    "store": MIGRATIONS,
    "identity": MIGRATIONS.parents[1] / "identity" / "migrations",
}
Table = TransitionTable[Any, Any]
SUBJECTS: dict[StreamKind, Table] = {
    StreamKind.INTERACTION: INTERACTIONS,
    StreamKind.APPEAL: APPEALS,
    StreamKind.ORDER: ORDERS,
    StreamKind.CALLBACK: CALLBACKS,
    StreamKind.MEMBERSHIP: MEMBERSHIPS,
}
DAYS = (date(2000, 1, 1), AMENDED, date(2026, 3, 10))


def everything_in(package: ModuleType) -> None:
    """Import every module below ``package``, so that its classes are known."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)


def below(base: type, room: str) -> set[type]:
    """Return every subclass of ``base`` that lives in ``room``, however deep.

    A dataclass with slots is made twice; only the one its module holds counts.
    """
    found = set(base.__subclasses__())
    for cls in tuple(found):
        found |= below(cls, room)
    return {
        cls
        for cls in found
        if cls.__module__.startswith(room)
        and getattr(sys.modules[cls.__module__], cls.__name__, None) is cls
    }


everything_in(jiesu.domain)


@pytest.fixture(scope="module")
def models() -> ModuleType:
    """Return the module of models, importable once Django is ready."""
    configure_web(Settings(), "postgresql://nobody@/nowhere")
    return importlib.import_module("jiesu.adapters.store.models")


def test_every_command_has_one_row_in_the_registry_and_every_row_a_command() -> None:
    assert {row.command for row in REGISTRY.rows()} == below(Command, "jiesu.domain")


def test_no_command_or_event_lives_outside_the_domain() -> None:
    everything_in(importlib.import_module("jiesu.application"))
    for base in (Command, Event):
        assert below(base, "jiesu") == below(base, "jiesu.domain")


def test_every_event_says_who_is_told_or_an_explicit_none() -> None:
    assert set(NOTICES) == below(Event, "jiesu.domain")
    assert set(EVENTS.values()) == set(NOTICES)


def test_no_two_events_or_commands_share_a_name() -> None:
    for base in (Command, Event):
        names = [cls.__name__ for cls in below(base, "jiesu.domain")]
        assert len(set(names)) == len(names)


def test_every_event_and_every_field_of_it_has_a_name_people_read() -> None:
    assert set(EVENT_TITLES) == set(NOTICES)
    shown = {f.name for event in NOTICES for f in fields(event)}
    unlabelled = shown - set(FIELD_LABELS)
    assert unlabelled <= {"basis", "number", "interaction_id", "orders", "order_id"}


@pytest.mark.parametrize("row", REGISTRY.rows(), ids=lambda row: row.command.__name__)
class TestEveryCommand:
    def test_names_the_subject_it_addresses(self, row: Registration) -> None:
        names = {f.name for f in fields(row.command)}
        assert {f"{row.aggregate.value}_id", f"{row.loads.value}_id"} <= names

    def test_stands_in_the_transition_table_of_its_subject(self, row: Registration) -> None:
        assert row.command in SUBJECTS[row.aggregate].commands()
        assert row.permission == SUBJECTS[row.aggregate].permission(row.command)

    def test_may_begin_something_exactly_when_its_table_says_so(self, row: Registration) -> None:
        sources = [r.source for r in SUBJECTS[row.aggregate].rows if r.command is row.command]
        assert row.begins == (None in sources)

    def test_has_a_title_in_both_languages(self, row: Registration) -> None:
        assert row.title.zh
        assert row.title.en

    def test_is_granted_to_somebody_since_the_law_began(self, row: Registration) -> None:
        for day in DAYS:
            assert any(
                row.permission in role.permissions.as_of(day).value
                for role in policy().access.roles.values()
            )

    def test_of_one_unit_is_granted_to_roles_bound_to_their_unit(self, row: Registration) -> None:
        bound = {
            permission
            for role in policy().access.roles.values()
            if role.unit_bound
            for permission in role.permissions.as_of(DAYS[-1]).value
        }
        assert (row.permission in bound) == (row.scope is Scope.OWN_UNIT)


def every_grant() -> Iterator[tuple[str, str]]:
    for role in policy().access.roles.values():
        for value in role.permissions.values:
            yield from ((role.id, permission) for permission in value.value or ())


def test_every_permission_of_every_role_is_known() -> None:
    assert {grant for grant in every_grant() if grant[1] not in PERMISSIONS} == set()


def test_permissions_to_look_are_no_commands_and_are_all_granted() -> None:
    assert not READING & REGISTRY.permissions()
    assert {permission for _, permission in every_grant()} >= READING


def test_what_is_asked_outside_the_registry_is_among_the_permissions_to_look() -> None:
    asked = {showing._PERMISSION, importlib.import_module(f"{importing.__name__}.city").IMPORTING}
    assert asked <= READING


@pytest.mark.parametrize("table", SUBJECTS.values(), ids=lambda table: table.name)
class TestEveryTable:
    def test_rests_on_rules_that_were_in_force_since_the_law_began(self, table: Table) -> None:
        for row in table.rows:
            rule = policy().parameters[row.rule]
            assert all(rule.in_force(day) for day in DAYS), row.rule

    def test_has_one_row_at_most_for_a_state_and_a_command(self, table: Table) -> None:
        pairs = [(row.source, row.command) for row in table.rows]
        assert len(set(pairs)) == len(pairs)

    def test_gives_one_command_one_permission(self, table: Table) -> None:
        permissions = {(row.command, row.permission) for row in table.rows}
        assert len(permissions) == len(table.commands())

    def test_names_every_state_and_action_in_both_languages(self, table: Table) -> None:
        assert set(table.actions) >= set(table.commands())
        kinds = {type(row.target) for row in table.rows}
        assert {type(state) for state in table.states} == kinds
        assert all(set(table.states) == set(kind) for kind in kinds)
        for text in (*table.states.values(), *table.actions.values()):
            assert text.zh
            assert text.en


def test_every_value_of_an_enumeration_that_is_stored_has_a_name_people_read() -> None:
    named_by_pack = {"AppealKind", "Channel", "SpecialRoute", "PrivateKind"}
    kinds = {
        type(value)
        for aggregate in AGGREGATES.values()
        for value in enumerations(aggregate.state)
        if type(value).__name__ not in named_by_pack
    }
    assert kinds
    for kind in kinds:
        assert {(kind, value.value) for value in kind} <= set(TERMS), kind


def enumerations(state: Any) -> Iterator[Any]:  # noqa: ANN401 -- members of any enumeration
    for f in fields(state):
        for part in getattr(f.type, "__args__", (f.type,)):
            yield from getattr(part, "__members__", {}).values()


def test_every_notice_has_a_text_in_both_languages() -> None:
    for notice in filter(None, NOTICES.values()):
        text = policy().texts[notice]
        assert text.zh
        assert text.en
        assert "{case_number}" in text.zh
        assert "{case_number}" in text.en


def test_every_error_says_what_happened_and_what_to_do_in_both_languages(
    models: ModuleType,
) -> None:
    everything_in(jiesu)
    concrete = {e for e in below(JiesuError, "jiesu") if not e.__subclasses__()}
    for error in concrete:
        for text in (error.what, error.next_step):
            assert text.zh, error
            assert text.en, error
        assert error.what is not JiesuError.what, error
        assert error.next_step is not JiesuError.next_step, error


def test_no_two_errors_share_a_code_unless_they_read_alike(models: ModuleType) -> None:
    everything_in(jiesu)
    codes: dict[str, set[str]] = {}
    for error in below(JiesuError, "jiesu"):
        codes.setdefault(error.code, set()).add(f"{error.what}{error.next_step}")
    assert {code: texts for code, texts in codes.items() if len(texts) > 1} == {}


# ------------------------------------------------------------------------------------- tables


def tables_of(models: ModuleType) -> dict[str, Any]:
    found = (getattr(models, name) for name in models.__all__)
    return {model._meta.db_table: model for model in found}


@pytest.mark.parametrize("kind", StreamKind)
def test_the_columns_of_a_states_table_are_the_fields_of_the_state(
    models: ModuleType, kind: StreamKind
) -> None:
    table, columns = TABLES[kind]
    by_table = tables_of(models)
    model_columns = {field.column for field in by_table[table]._meta.fields}
    assert set(state_columns(kind)) == set(columns) == model_columns
    assert len(set(columns)) == len(columns)


@pytest.mark.parametrize("kind", StreamKind)
def test_a_column_may_be_empty_exactly_where_the_state_may(
    models: ModuleType, kind: StreamKind
) -> None:
    table, _ = TABLES[kind]
    by_table = tables_of(models)
    empty = {field.column for field in by_table[table]._meta.fields if field.null}
    optional = {f.name for f in fields(AGGREGATES[kind].state) if type(None) in _parts(f.type)}
    assert empty == optional


def _parts(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- any annotation
    return getattr(annotation, "__args__", (annotation,))


def test_the_migrations_say_what_the_models_say(models: ModuleType) -> None:
    loader = MigrationLoader(None)
    with translation.override(None):  # migrations are written in no language
        wanted = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), wanted).changes(loader.graph)
    assert changes == {}


def test_there_is_one_line_of_migrations_and_its_head_is_pinned(models: ModuleType) -> None:
    heads = MigrationLoader(None).graph.leaf_nodes()
    for app, folder in OWN_MIGRATIONS.items():
        pinned = (folder / "head.txt").read_text(encoding="utf-8").strip()
        assert [name for label, name in heads if label == app] == [pinned]


def test_every_migration_says_in_sql_what_it_does() -> None:
    written = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    assert written == {path.stem for path in MIGRATIONS.glob("*.sql")}


def test_no_statement_asks_the_database_what_time_it_is() -> None:
    folder = MIGRATIONS.parent / "sql"
    for path in folder.glob("*.sql"):
        for name, text in statements(path.stem).items():
            lowered = text.lower()
            for clock in ("now()", "current_timestamp", "current_date", "clock_timestamp"):
                assert clock not in lowered, f"{path.name}: {name}"
