# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever is done to a pack's text, checking it ends in a list of problems, never in a crash."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.packs import DraftPack, draft_pack

JUNK = (
    *(
        "null",
        "[]",
        "{}",
        "{a: 1}",
        "yes",
        "2020-02-30",
        "0x1F",
        "1e400",
        ".nan",
        "-",
        "...",
        "---",
    ),
    *("!!python/object:os.system x", "!foo x", "&a x", "*a", "? [a]: b", "<<: {a: 1}", "[[[[]]]]"),
    *(
        "{case_number!r}",
        "{0}",
        "}{",
        '"',
        ",",
        "\t",
        "\x00",
        "\x07",
        "§",
        "\u202e",
        "@subdistrict",
    ),
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> DraftPack:
    return draft_pack(tmp_path_factory.mktemp("packs"))


def files(pack: DraftPack) -> list[Path]:
    return sorted(p for p in pack.folder.rglob("*.*") if p.suffix in {".yaml", ".csv", ".geojson"})


@settings(max_examples=40)
@given(data=st.data())
def test_a_damaged_line_never_crashes_the_check(pack: DraftPack, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(files(pack)))
    sound = file.read_text(encoding="utf-8")
    lines = sound.split("\n")
    index = data.draw(st.integers(0, len(lines) - 1))
    line, junk = lines[index], data.draw(st.sampled_from(JUNK))
    cut = data.draw(st.integers(0, len(line)))
    changes = (
        [],
        [line, line],
        [line[:cut] + junk + line[cut:]],
        [line[:cut] + junk],
        ["  " + line],
    )
    lines[index : index + 1] = data.draw(st.sampled_from(changes))
    try:
        file.write_text("\n".join(lines), encoding="utf-8")
        for problem in pack.problems():
            assert problem.place.line >= 1
            assert problem.line_of("zh")
            assert problem.line_of("en")
    finally:
        file.write_text(sound, encoding="utf-8")
