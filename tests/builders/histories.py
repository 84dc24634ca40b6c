# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of history, files of them, and imports of those files."""

import csv
from dataclasses import replace
from pathlib import Path

from jiesu.application.importing.chains import Narrator
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.application.importing.run import Batch, Taken, Taker
from jiesu.bootstrap.importing import ImportDone, ImportOrder, import_history
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.kernel.instants import Instant
from tests.builders.calendars import at
from tests.builders.desk import Desk
from tests.builders.town import NOON

NARRATOR = Narrator(Actor("import:old", "importer"), NOON, "zh")
"""Retells rows up to the noon at which tests take place, 2026-03-10."""

MAP = """\
[source]
name = "old"
time_zone = "Asia/Shanghai"

[fields]
external_id = { column = "id" }
kind = { column = "kind" }
channel = { constant = "web" }
words = { column = "words" }
matter = { column = "matter" }
area = { column = "area" }
unit = { column = "unit" }
registered_at = { column = "at" }
dispatched_at = { column = "dispatched" }
signed_at = { column = "signed" }
contacted_at = { column = "contacted" }
reported_at = { column = "reported" }
answered_at = { column = "answered" }
withdrawn_at = { column = "withdrawn" }
reply = { column = "reply" }
transfers = { column = "transfers" }
extra = { columns = ["votes"] }
"""
COLUMNS = (
    "id",
    "kind",
    "words",
    "matter",
    "area",
    "unit",
    "at",
    "dispatched",
    "signed",
    "contacted",
    "reported",
    "answered",
    "withdrawn",
    "reply",
    "transfers",
    "votes",
)
ROW = {
    "id": "A1",
    "kind": "complaint",
    "words": "河水发臭",
    "matter": "water.river.pollution",
    "area": "qc-liuyin",
    "at": "2026-03-02 09:00:00",
}
"""A Monday morning's complaint, to the water bureau with the urban bureau's help, in 7 days."""
REPORTED = {"reported": "2026-03-05 16:00:00", "reply": "已清理"}


def a_row(**changes: object) -> ImportedAppeal:
    """Return a row as read: ROW, registered and nothing more."""
    row = ImportedAppeal(
        source="old",
        external_id="A1",
        line=2,
        kind=AppealKind.COMPLAINT,
        channel=Channel.WEB,
        words="河水发臭",
        matter="water.river.pollution",
        area="qc-liuyin",
        registered_at=at("2026-03-02 09:00"),
    )
    return replace(row, **changes)


def take(desk: Desk, *rows: ImportedAppeal, rehearse: bool = False, cut: Instant = NOON) -> Taken:
    """Take the rows through the desk's gate as one batch."""
    decide = desk.gate.rehearse if rehearse else desk.gate.handle_many
    narrator = replace(NARRATOR, cut=cut)
    taker = Taker(narrator, lambda chains: decide(chains, history=True), desk.store.load)
    return taker.take(Batch(list(rows), line=rows[-1].line))


def write_file(path: Path, *rows: dict[str, str]) -> Path:
    """Write a CSV file of rows, each ROW with some cells changed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows({**ROW, **row} for row in rows)
    return path


def order(file: Path, **how: object) -> ImportOrder:
    """Return the order to import ``file`` through MAP, everything kept in the file's folder."""
    map_file = file.parent / "map.toml"
    if not map_file.exists():
        map_file.write_text(MAP, encoding="utf-8")
    return ImportOrder(file=file, **{"map_file": map_file, "folder": file.parent, **how})


def import_rows(city: City, path: Path, *rows: dict[str, str], **how: object) -> ImportDone:
    """Write the rows to ``path`` and import the file."""
    return import_history(city, order(write_file(path, *rows), **how))
