# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""texts/*.yaml: scripts, notices and names, each in both languages with the same places."""

from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from jiesu.adapters.packs.needs import ValueForm
from jiesu.adapters.packs.parameters import Parameters
from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import Node, read_yaml
from jiesu.application import catalogue
from jiesu.kernel.text import Text

FOLDER = "texts"

PLACES = frozenset({"case_number", "unit", "due", "hotline"})
"""What a notice or script may name; anything else could not be filled when it is sent."""

NOTICES = tuple(sorted({key for key in catalogue.NOTICES.values() if key is not None}))
"""Texts the engine sends by name."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts as read; not ``whole`` if a file cannot be read, so that nothing is missed."""

    texts: dict[str, Text]
    whole: bool


def read_texts(folder: Path, files: list[str], report: Report) -> Texts:
    """Return the texts of all files; report missing languages, odd places and lost notices."""
    texts: dict[str, Text] = {}
    nodes = [read_yaml(folder, file, report) for file in files]
    for key, entry in (pair for node in nodes if node is not None for pair in node.entries()):
        if key in texts:
            report.add(ProblemKind.KEY_TWICE, entry.place, value=key)
            continue
        text = entry.both()
        texts[key] = text or Text("", "")  # its own defect is reported; the key exists
        if text is not None:
            _check_places(text, entry)
    return Texts(texts, None not in nodes)


def check_text_keys(parameters: Parameters, found: Texts, report: Report) -> None:
    """Report notices the engine sends, and values that name a text, where there is no such text."""
    wanted = [(key, Place(FOLDER, 1, key)) for key in NOTICES]
    wanted += [(str(v.value), place) for _, v, place in parameters.written(ValueForm.TEXT)]
    for key, place in wanted:
        if found.whole and key not in found.texts:
            report.add(ProblemKind.TEXT_MISSING, place, value=key)


def _check_places(text: Text, entry: Node) -> None:
    zh, en = _places(text.zh), _places(text.en)
    if zh is None or en is None:
        entry.wrong_type("text with {name} places", "带 {name} 占位的文字")
    elif zh != en:
        odd = ", ".join(sorted(zh ^ en))
        entry.report.add(ProblemKind.PLACES_DIFFER, entry.place, value=odd)
    elif zh - PLACES:
        odd, known = ", ".join(sorted(zh - PLACES)), ", ".join(sorted(PLACES))
        entry.report.add(ProblemKind.PLACE_UNKNOWN, entry.place, value=odd, known=known)


def _places(sentence: str) -> frozenset[str] | None:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
    except ValueError:
        return None
