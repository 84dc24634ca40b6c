# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a workbook makes its reader stumble over is named as damage, with the row."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from jiesu.adapters.files.sources import DamagedFile
from jiesu.adapters.files.tables import open_table


def forged(path: Path, part: str, change: Callable[[bytes], bytes | None]) -> Path:
    """Write a workbook of 2000 rows with one of its parts changed, or left out."""
    book = Workbook()
    for number in range(2001):
        book.active.append([f"x{number}"])
    whole = io.BytesIO()
    book.save(whole)
    with ZipFile(whole) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            kept = change(content) if name == part else content
            if kept is not None:
                new.writestr(name, kept)
    return path


SHEET = "xl/worksheets/sheet1.xml"
BAD_NUMBER = b'<c r="A5" t="n"><v>five</v></c>'
LONG_NUMBER = b'<c r="A5" t="n"><v>' + b"9" * 5000 + b"</v></c>"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
FORGERIES: dict[str, tuple[str, Callable[[bytes], bytes | None]]] = {
    "half a sheet": (SHEET, lambda xml: xml[: len(xml) // 2]),
    "no sheet": (SHEET, lambda _: None),
    "a sheet that is no XML": (SHEET, lambda _: b"<<<"),
    "a cell nowhere": (SHEET, lambda xml: xml.replace(b'r="A5"', b'r="?"')),
    "a number that is a word": (SHEET, lambda xml: re.sub(rb"<c r=.A5.*?</c>", BAD_NUMBER, xml)),
    "a number of 5000 digits": (SHEET, lambda xml: re.sub(rb"<c r=.A5.*?</c>", LONG_NUMBER, xml)),
    "words that unfold without end": (
        SHEET,
        lambda xml: (
            b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]>" + xml.replace(b">x0<", b">&l9;<")
        ),
    ),
    "no list of sheets": ("xl/workbook.xml", lambda _: b"<x>"),
    "styles that are no XML": ("xl/styles.xml", lambda _: b"<"),
}


def read_into(rows: list[object], path: Path) -> None:
    with open_table(path) as table:
        rows.extend(table)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_workbook_is_damaged_and_its_rows_before_are_read(
    tmp_path: Path, name: str
) -> None:
    path = forged(tmp_path / "a.xlsx", *FORGERIES[name])
    rows: list[object] = []
    with pytest.raises(DamagedFile):
        read_into(rows, path)
    assert len(rows) < 2000


def test_a_flipped_byte_in_a_sheet_is_damage_too(tmp_path: Path) -> None:
    path = forged(tmp_path / "a.xlsx", "", lambda _: None)
    data = bytearray(path.read_bytes())
    middle = data.index(SHEET.encode()) + 600
    data[middle : middle + 40] = bytes(byte ^ 0xFF for byte in data[middle : middle + 40])
    path.write_bytes(data)
    with pytest.raises(DamagedFile):
        read_into([], path)
