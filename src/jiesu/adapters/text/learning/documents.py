# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is learned from and what is read: a text in its two parts, personal data hidden."""

from dataclasses import dataclass
from hashlib import blake2b

from jiesu.adapters.text.redact import redact

_DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Document:
    """留言: a subject line, if there is one, and the rest."""

    title: str
    body: str

    def masked(self) -> "Document":
        """Return the same with personal data replaced by placeholders."""
        return Document(redact(self.title).text if self.title else "", redact(self.body).text)

    def whole(self) -> str:
        """Return both parts as one text."""
        return f"{self.title}\n{self.body}".strip()

    def digest(self) -> int:
        """Return 64 bits that tell this text from others, layout left aside."""
        said = "".join(f"{self.title}{self.body}".split()).encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(said, digest_size=_DIGEST_BYTES).digest(), "big")
