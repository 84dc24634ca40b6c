# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Below bootstrap the clock, ids and randomness are arguments; nothing reads them for itself."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ENGINE, layer_of, project_files, python_files

FORBIDDEN_NAMES = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid.uuid6",
    "uuid.uuid7",
    "uuid.uuid8",
    "os.urandom",
    "os.getrandom",
    "numpy.random",
    "django.utils.timezone.now",
    "django.utils.crypto.get_random_string",
}
FORBIDDEN_MODULES = {"random", "secrets"}
FORBIDDEN_SQL = re.compile(
    r"\b(now\s*\(|clock_timestamp|statement_timestamp|transaction_timestamp|current_timestamp"
    r"|current_date|gen_random_uuid|uuid_generate|random\s*\()",
    re.IGNORECASE,
)


def _imported_names(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name stands for, e.g. ``{"dt": "datetime.datetime"}``."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    """Return the full dotted name an expression stands for; empty where it is none."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, names)
        return f"{base}.{node.attr}" if base else ""
    return ""


def _seeded(tree: ast.AST, names: dict[str, str]) -> set[ast.AST]:
    """Return the uses of numpy's random numbers that a given seed decides."""
    return {
        node.func.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.args or node.keywords)
        and _dotted(node.func, names) == "numpy.random.default_rng"
    }


def ambient_reads(source: str) -> list[str]:
    """Return every use of an ambient clock, id or entropy in Python ``source``, with its line."""
    tree = ast.parse(source)
    names = _imported_names(tree)
    found = {
        f"line 1: imports {full}"
        for full in names.values()
        if full in FORBIDDEN_NAMES or full.split(".")[0] in FORBIDDEN_MODULES
    }
    seeded = _seeded(tree, names)
    for node in ast.walk(tree):
        if node in seeded or not isinstance(node, ast.Attribute):
            continue
        if _dotted(node, names) in FORBIDDEN_NAMES:
            found.add(f"line {node.lineno}: {_dotted(node, names)}")
    return sorted(found)


def ambient_sql(source: str) -> list[str]:
    """Return every use of the database's own clock, ids or randomness in SQL, comments aside."""
    code = re.sub(r"--[^\n]*", "", source)
    return [match.group(0) for match in FORBIDDEN_SQL.finditer(code)]


BELOW_BOOTSTRAP = [path for path in python_files() if layer_of(path) != "bootstrap"]
SQL_FILES = [path for path in project_files(ENGINE) if path.suffix == ".sql"]


@pytest.mark.parametrize("path", BELOW_BOOTSTRAP, ids=lambda path: str(path.relative_to(ENGINE)))
def test_python_takes_clock_ids_and_entropy_as_arguments(path: Path) -> None:
    assert ambient_reads(path.read_text(encoding="utf-8")) == []


def test_sql_takes_clock_ids_and_entropy_as_parameters() -> None:
    found = {path.name: ambient_sql(path.read_text(encoding="utf-8")) for path in SQL_FILES}
    assert {name: uses for name, uses in found.items() if uses} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime as dt\ndt.utcnow()",
        "import datetime\ndatetime.datetime.today()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "from time import time",
        "import uuid\nuuid.uuid4()",
        "from uuid import uuid1",
        "import uuid\nclass A:\n    make = uuid.uuid7",
        "import random",
        "from random import choice",
        "import secrets as s",
        "import os\nos.urandom(8)",
        "import numpy as np\nnp.random.default_rng()",
        "from django.utils import timezone\ntimezone.now()",
        "from datetime import datetime\nclass Row:\n    def f(self, at=datetime.now): ...",
    ],
)
def test_an_ambient_read_is_found(source: str) -> None:
    assert ambient_reads(source)


def test_numbers_a_given_seed_decides_are_no_ambient_read() -> None:
    assert not ambient_reads("import numpy as np\ndef f(seed):\n    np.random.default_rng(seed)")


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.perf_counter()",
        "def f(clock):\n    return clock.now()",
        "from uuid import UUID\nUUID(int=1)",
        "from datetime import datetime\ndatetime.fromisoformat('2026-11-22')",
    ],
)
def test_what_is_handed_in_passes(source: str) -> None:
    assert ambient_reads(source) == []


@pytest.mark.parametrize(
    "statement", ["SELECT now()", "DEFAULT CURRENT_TIMESTAMP", "select gen_random_uuid()"]
)
def test_the_databases_own_clock_and_ids_are_found(statement: str) -> None:
    assert ambient_sql(statement)


def test_sql_comments_may_speak_of_now() -> None:
    assert ambient_sql("-- unlike now(), this is the caller's\nSELECT %(at)s") == []
