# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench import``: history through the gate in bulk, against COPY of the very same rows.

The ceiling is what COPY alone needs for the rows the import wrote, into tables alike with the same
indexes, in the same run: no reading, no decision, no cipher, no hash.
"""

import csv
import tempfile
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from jiesu.adapters.files.tables import open_table
from jiesu.adapters.store.sql import statements
from jiesu.application.importing.city import city_codes, city_rules
from jiesu.application.importing.map_parser import parse_map
from jiesu.application.importing.read import read_rows
from jiesu.application.places import NoMap
from jiesu.bench.accounting import Meter
from jiesu.bootstrap.importing import ImportOrder, import_history
from jiesu.bootstrap.wiring import City

TABLES = (
    "interaction",
    "appeal",
    "work_order",
    "case_number",
    "log_entry",
    "receipt",
    "personal_key",
    "personal_item",
    "redacted_copy",
    "appeal_likeness",
    "likeness_band",
    "blind_index",
)
"""Every table an import writes."""

COLUMNS = (
    "id",
    "kind",
    "title",
    "words",
    "name",
    "phone",
    "matter",
    "area",
    "registered",
    "signed",
    "contacted",
    "reported",
    "answered",
    "reply",
)
MAP = """\
[source]
name = "generated"
time_zone = "Asia/Shanghai"
format = "csv"

[fields]
external_id = { column = "id" }
kind = { column = "kind" }
channel = { constant = "phone" }
title = { column = "title" }
words = { column = "words" }
name = { column = "name" }
contact = { column = "phone" }
matter = { column = "matter" }
area = { column = "area" }
registered_at = { column = "registered" }
signed_at = { column = "signed" }
contacted_at = { column = "contacted" }
reported_at = { column = "reported" }
answered_at = { column = "answered" }
reply = { column = "reply" }
"""
"""The map of a generated file."""

_FIRST = datetime(2024, 1, 2, 8, 0)  # noqa: DTZ001 -- the map names the zone
_BETWEEN = timedelta(minutes=7)
_MATTERS = (
    "water.river.pollution",
    "urban.light.broken",
    "housing.property.service",
    "noise.construction.night",
    "transport.road.damage",
    "market.prepaid.refund",
    "general.other.other",
)
_AREAS = ("qc-liuyin", "qc-dongmen", "bs-heyan", "bs-shanqian", "qingchuan")
_WORDS = "第{n}号：家门口这件事已经说过几次，一直没有人来看，老人孩子出行不便，请派人处理并答复。"
_REPLY = "您好，{n}号诉求已派人到现场查看并处理完毕，感谢您的监督。"
_OPEN_ONES, _ANSWERED_ONES, _LONGEST = 9, 14, 20
_SHARES = (4, 2, 1)
_BATCH = 300
_MS = 1000.0


def write_history(path: Path, rows: int) -> None:
    """Write a file of ``rows`` appeals of the example town; the same every time."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_row(number) for number in range(rows))


def _row(number: int) -> dict[str, str]:
    at = _FIRST + number * _BETWEEN
    common = {
        "id": f"G{number:08d}",
        "kind": "complaint",
        "title": f"请处理第{number}号",
        "words": _WORDS.format(n=number),
        "name": "王小明",
        "phone": f"138{number % 10**8:08d}",
        "matter": _MATTERS[number % len(_MATTERS)],
        "area": _AREAS[number % len(_AREAS)],
        "registered": f"{at}",
    }
    reply = {"reply": _REPLY.format(n=number)}
    if number % _ANSWERED_ONES == 0:
        return common | reply | {"kind": "inquiry", "answered": f"{at + timedelta(minutes=5)}"}
    if number % _OPEN_ONES == 0:
        return common
    reported = at + timedelta(days=1 + number % _LONGEST)
    steps = {"signed": f"{at + timedelta(hours=1)}", "contacted": f"{at + timedelta(hours=5)}"}
    return common | reply | steps | {"reported": f"{reported}"}


def run(
    city: City,
    dsn: str,
    *,
    rows: int = 6000,
    file: Path | None = None,
    map_file: Path | None = None,
) -> dict[str, dict[str, Any]]:
    """Measure three sizes of a generated file, or one file given with its map."""
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-import-") as folder:
        place = Path(folder)
        if file is not None and map_file is not None:
            return {"file": _measured(city, dsn, file, map_file, place)}
        sizes = [max(rows // share, 1) for share in _SHARES]
        files = {size: _generated(place, size) for size in sizes}
        figures = {f"import {size}": _measured(city, dsn, *files[size], place) for size in sizes}
        return {**figures, "reading": _reading(city, dsn, *files[sizes[-1]])}


def _generated(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a file and its map; each size is a source of its own, so that no row is a repeat."""
    path, map_file = folder / f"{rows}.csv", folder / f"{rows}.toml"
    write_history(path, rows)
    map_file.write_text(MAP.replace('"generated"', f'"generated-{rows}"'), encoding="utf-8")
    return path, map_file


def _measured(
    city: City, dsn: str, file: Path, map_file: Path, folder: Path
) -> dict[str, float | int | None]:
    """Import the file; cost is that of one row, latency that of one row of a batch."""
    order = ImportOrder(file=file, map_file=map_file, folder=folder, batch=_BATCH)
    marks = [time.perf_counter()]
    with Meter(dsn) as meter:
        done = import_history(city, order, lambda *_: marks.append(time.perf_counter()))
        meter.operations = done.rows_now
    meter.latencies = [(end - begin) * _MS / _BATCH for begin, end in pairwise(marks)]
    return {**meter.figures(ceiling=_copied(dsn)), "statements": None}


def _reading(city: City, dsn: str, file: Path, map_file: Path) -> dict[str, float | int | None]:
    """Read and map the file without any gate."""
    import_map = parse_map(map_file.read_text(encoding="utf-8"), city_codes(city.policy))
    now = city.clock.now()
    rules = city_rules(city.policy, NoMap(), now, city.policy.calendar.local_day(now))
    with Meter(dsn) as meter, open_table(file) as table:
        meter.operations = sum(1 for _ in read_rows(table, import_map, rules))
    return {**meter.figures(), "statements": None}


def _copied(dsn: str) -> float:
    """Return the appeals a second that COPY alone writes, with every row that belongs to them."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(statements("ceiling")["appeals"]).fetchone()
        seconds = sum(_copy_again(connection, table) for table in TABLES)
    appeals: int = row[0] if row else 0
    return appeals / seconds


def _copy_again(connection: psycopg.Connection[Any], table: str) -> float:
    """Return the seconds COPY takes for the rows of ``table`` into an empty one like it."""
    names = {"table": sql.Identifier(table), "alike": sql.Identifier(f"alike_{table}")}
    texts = {
        name: sql.SQL(statements("ceiling")[name]).format(**names)
        for name in ("copy_out", "alike", "copy_in", "drop")
    }
    with connection.cursor() as cursor, cursor.copy(texts["copy_out"]) as copy:
        rows = b"".join(copy)
    connection.execute(texts["alike"])
    connection.commit()
    began = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(texts["copy_in"]) as copy:
        copy.write(rows)
    connection.commit()
    seconds = time.perf_counter() - began
    connection.execute(texts["drop"])
    connection.commit()
    return seconds
