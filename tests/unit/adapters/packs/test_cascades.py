# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One defect is one problem: a file that cannot be read does not make the others look wrong."""

from pathlib import Path

import pytest

from jiesu.adapters.packs import ProblemKind as K
from tests.builders.packs import draft_pack

FILES = [
    ("parameters/limits.yaml", "limit.h2:\n", "limit.h2: : :\n", K.NOT_YAML),
    ("texts/rules.yaml", "rule.ending:\n", "rule.ending: : :\n", K.NOT_YAML),
    ("instruments/anhe-ordinance.yaml", "kind: ordinance\n", "kind: : :\n", K.NOT_YAML),
    ("catalogues/units.csv", "code,", "cod,", K.COLUMN_MISSING),
    ("catalogues/areas.csv", "code,", "cod,", K.COLUMN_MISSING),
    ("catalogues/matters.csv", "code,", "cod,", K.COLUMN_MISSING),
    ("catalogues/duties.csv", "id,", "ids,", K.COLUMN_MISSING),
]


@pytest.mark.parametrize(("file", "old", "new", "kind"), FILES)
def test_only_the_broken_file_is_named(
    file: str, old: str, new: str, kind: K, tmp_path: Path
) -> None:
    pack = draft_pack(tmp_path)
    pack.change(file, old, new)
    problems = pack.problems()
    assert {p.place.file for p in problems} == {file}
    assert kind in {p.kind for p in problems}


def test_a_row_with_a_defect_is_still_known_to_the_rows_that_name_it(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("catalogues/units.csv", "Water Bureau,department", "Water Bureau,ministry")
    assert [p.kind for p in pack.problems()] == [K.WRONG_CHOICE]
