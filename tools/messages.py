# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Collect the words of the pages into their English catalogues: ``python -m tools.messages``.

The source of the pages is Chinese; each room of ``jiesu.web`` keeps its own catalogue beside its
templates, so that two rooms never quarrel about one file. No gettext is needed on the machine. New
words come in with an empty translation, words no longer used go; a test fails until all are there.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[1] / "src" / "jiesu" / "web"
CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
_PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
_CALLS = {"gettext", "gettext_lazy", "_", *_PLURAL_CALLS}
_HEADER = "SPDX-FileCopyrightText: 2026 The jiesu authors\nSPDX-License-Identifier: Apache-2.0"
_TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATES = re.compile(rf"\bgettext\({_TEXT}\)|\bngettext\({_TEXT}, {_TEXT}, ")

Word = tuple[str, str]
"""A text and its plural, empty where there is none."""


def rooms() -> list[Path]:
    """Return the rooms that may speak: every package in ``jiesu.web``."""
    return sorted(path for path in WEB.iterdir() if (path / "__init__.py").exists())


def words_of(room: Path) -> dict[Word, list[str]]:
    """Return each text of a room with the files it stands in."""
    found: dict[Word, list[str]] = {}
    for path in sorted(room.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"}:
            continue
        read = in_python if path.suffix == ".py" else in_template
        for word in read(path.read_text(encoding="utf-8")):
            files = found.setdefault(word, [])
            name = path.relative_to(WEB).as_posix()
            if name not in files:
                files.append(name)
    return found


def in_python(source: str) -> Iterator[Word]:
    """Yield the texts a module marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [
            each.value
            for each in node.args
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if name in _CALLS and texts:
            yield texts[0], texts[1] if name in _PLURAL_CALLS else ""


def in_template(source: str) -> Iterator[Word]:
    """Yield the texts a template marks for translation."""
    for match in _IN_TEMPLATES.finditer(templatize(source)):
        one, *counted = (str(ast.literal_eval(text)) for text in match.groups() if text)
        yield one, "".join(counted)


def renewed(room: Path) -> polib.POFile | None:
    """Return the catalogue of a room as it must be; None where the room says nothing."""
    words = words_of(room)
    if not words:
        return None
    path = room / CATALOGUE
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgid, entry.msgid_plural): entry for entry in old}
    made = polib.POFile(wrapwidth=96)
    made.header = _HEADER
    made.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for word in sorted(words):
        entry = known.get(word) or _unsaid(word)
        entry.occurrences = [(name, "") for name in words[word]]
        entry.flags = ["python-format"] if "%(" in word[0] else []
        made.append(entry)
    return made


def _unsaid(word: Word) -> polib.POEntry:
    one, many = word
    return polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: "", 1: ""} if many else {})


def main() -> None:
    """Write every catalogue anew; say how many texts still lack their English."""
    missing = 0
    for room in rooms():
        catalogue = renewed(room)
        if catalogue is None:
            continue
        path = room / CATALOGUE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(catalogue), encoding="utf-8")
        missing += len(catalogue.untranslated_entries())
    sys.stdout.write(f"{missing} texts lack their English\n")


if __name__ == "__main__":
    main()
