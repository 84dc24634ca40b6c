# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Real data to measure with: found below the folder of shared data, never kept in the project.

A data set is found by what it is, a pattern of file names and the columns it must have, not by
the name of a city.
"""

import csv
import gzip
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from jiesu.bench.judging.table import NotMeasured

Rows = list[dict[str, str]]
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class DataSet:
    """A file of real cases, whole."""

    name: str
    rows: Rows


def data_set(data: Path, pattern: str, columns: Collection[str]) -> DataSet:
    """Return the first file, by name, that fits the pattern and has the columns.

    Raises:
        NotMeasured: there is none.
    """
    for path in sorted(data.glob(pattern)):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines)
            if set(columns) <= set(table.fieldnames or ()):
                return DataSet(f"{path.parent.name}/{path.name}", list(table))
    raise NotMeasured(
        f"no {pattern} with such columns in {data}; JIESU_SHARED_DATA names the folder"
    )


def digest_of(title: str, body: str) -> str:
    """Return the digest by which a labelled text is known, 12 hexadecimal digits."""
    said = f"{title.strip()}\n{body.strip()}"
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]
