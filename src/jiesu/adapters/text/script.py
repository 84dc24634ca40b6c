# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Traditional characters as simplified ones, one for one, so that positions stay."""

from functools import cache
from importlib.resources import files


@cache
def simplified() -> dict[int, str]:
    """Return what becomes of traditional characters; read once in a process, in milliseconds."""
    listed = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in listed.splitlines())
    return {ord(many): few.split(" ")[0] for many, few in pairs}
