# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One way of writing for many: width, case, traditional script; and characters by their sound.

Every change is one character for one, so that positions stay those of the text as it was written.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HAN = (0x4E00, 0x9FFF)
"""The characters that occur in names of places."""


def folded(text: str) -> str:
    """Return the text in half width, lower case and simplified script, of the same length."""
    plain = text.translate(_simpler())
    lower = plain.lower()
    return lower if len(lower) == len(text) else "".join(map(_lower, plain))


def sounded(text: str) -> str:
    """Return a folded text with every character replaced by the first one that sounds alike.

    Tones do not count. Two texts that sound alike become equal.
    """
    return text.translate(_sounds())


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


@cache
def _simpler() -> dict[int, int]:
    """Return what each character becomes; made once in a process, in some milliseconds."""
    listed = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in listed.splitlines())
    simple = {ord(many): ord(few.split(" ")[0]) for many, few in pairs}
    return simple | _FULL_WIDTH


@cache
def _sounds() -> dict[int, int]:
    first: dict[str, int] = {}
    table = {}
    for code, spoken in _readings():
        alike = first.setdefault(spoken, code)
        if alike != code:
            table[code] = alike
    return table


def _readings() -> Iterator[tuple[int, str]]:
    """Yield characters and how they are commonly read, without tones.

    Only the table of single characters is loaded: the package as a whole also reads its table of
    phrases, which costs 50 MB in every process.
    """
    package = find_spec("pypinyin")
    folders = package.submodule_search_locations if package else None
    file = Path((folders or [""])[0], "pinyin_dict.py")
    spec = spec_from_file_location("_pinyin_of_characters", file)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    for code, readings in module.pinyin_dict.items():
        if _HAN[0] <= code <= _HAN[1]:
            yield code, _toneless(readings.partition(",")[0])


@cache
def _toneless(spoken: str) -> str:
    apart = unicodedata.normalize("NFD", spoken)
    return "".join(c for c in apart if c.isalpha() or c == "\N{COMBINING DIAERESIS}")
