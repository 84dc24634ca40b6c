# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which columns of a file are a text: ``title,detail|tokens``.

Columns with a comma between belong together, the first being the subject line. Of columns with
``|`` between, the first that is not empty counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiesu.adapters.text.learning.documents import Document
from jiesu.bootstrap.redacting import ColumnNotInFile
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text


class TextMissing(BadInput):
    """没有文本: every column of the text is empty in this row."""

    what = Text("该行没有文本。", "The row has no text.")
    next_step = Text("请补上文本，或删去该行。", "Fill it in, or leave the row out.")


@dataclass(frozen=True, slots=True)
class TextColumns:
    """文本列: the parts of a text, each with the columns that may hold it."""

    parts: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, written: str) -> "TextColumns":
        """Return what ``--text`` names."""
        parts = (
            tuple(name.strip() for name in part.split("|") if name.strip())
            for part in written.split(",")
        )
        return cls(tuple(part for part in parts if part))

    @property
    def names(self) -> tuple[str, ...]:
        """Return every column named, once."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part))

    def chosen(self, row: Mapping[str, str]) -> list[str]:
        """Return for each part the column that holds it in this row; empty parts fall out."""
        found = (next((name for name in part if row[name].strip()), "") for part in self.parts)
        return [name for name in found if name]

    def document(self, row: Mapping[str, str]) -> Document:
        """Return the text of a row; where only one part is named, it is no subject line.

        Raises:
            TextMissing: there is none.
        """
        texts = [next((row[name] for name in part if row[name].strip()), "") for part in self.parts]
        if not any(texts):
            raise TextMissing
        title, body = ("", texts[0]) if len(texts) == 1 else (texts[0], "\n".join(texts[1:]))
        return Document(title.strip(), body.strip())


def check_columns(text: TextColumns, others: Iterable[str], columns: Sequence[str]) -> None:
    """Make sure that a file has every column that is named, and that a text is named at all.

    Raises:
        ColumnNotInFile: it has not, or none is named.
    """
    missing = [name for name in (*text.names, *others) if name not in columns]
    if missing or not text.names:
        raise ColumnNotInFile(missing=", ".join(missing) or "–", columns=", ".join(columns))
