# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Appeals whose personal data people have marked: two files of invented ones, one of real ones.

The invented ones were written before anybody had seen what the recognisers make of them. Of the
real ones only file, row and places are kept here, never a word; their texts come from the shared
data, if it is there.
"""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from jiesu.bench.personal_texts import Known, Place

OPEN, HELD_BACK, REAL = "appeals_open.txt", "appeals_held_back.txt", "appeals_real.csv"
_MARK = re.compile(r"\[([^\[\]|]+)\|([a-z_]+)(\??)\]")
_EITHER = "either"
_REAL_FILES = {
    "unlabelled": "cn_appeals_unlabelled/messages_unlabelled.csv.gz",
    "hot": "cn_hot_issue_messages/messages.csv.gz",
    "replies": "cn_appeals_with_replies/messages_replies_train.csv.gz",
}


def marked(name: str) -> list[Known]:
    """Return the appeals of a file that lies beside this one, in order."""
    text = files("jiesu.bench").joinpath(name).read_text(encoding="utf-8")
    return [unmarked(line) for line in text.splitlines() if line and not line.startswith("#")]


def unmarked(line: str) -> Known:
    """Return a text without its marks, and what they said."""
    text, position = "", 0
    spans: list[Place] = []
    either: list[Place] = []
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        place = (len(text), len(text) + len(mark[1]), mark[2])
        (either if mark[3] else spans).append(place)
        text += mark[1]
        position = mark.end()
    return Known(text + line[position:], tuple(spans), tuple(either))


def real(data: Path) -> list[Known]:
    """Return the real appeals that were marked by hand; ``data`` is the folder of shared data.

    Raises:
        FileNotFoundError: the shared data is not there.
    """
    places: dict[str, dict[str, list[tuple[Place, str]]]] = defaultdict(lambda: defaultdict(list))
    with files("jiesu.bench").joinpath(REAL).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            here = places[row["file"]][row["row"]]
            if row["type"]:
                here.append(((int(row["start"]), int(row["end"]), row["type"]), row["note"]))
    return [
        Known(
            text,
            tuple(place for place, note in rows[row] if note != _EITHER),
            tuple(place for place, note in rows[row] if note == _EITHER),
        )
        for file, rows in places.items()
        for row, text in _words(data / _REAL_FILES[file], rows)
    ]


def _words(path: Path, rows: dict[str, list[tuple[Place, str]]]) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["留言编号"] in rows:
                yield row["留言编号"], row["留言详情"]
