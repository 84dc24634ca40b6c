# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What each private field holds, and the promise that no decision ever sees personal words."""

from collections.abc import Mapping

from jiesu.kernel.private import Private, PrivateKind, SealedText

PRIVATE_KINDS: Mapping[str, PrivateKind] = {
    "words": PrivateKind.WORDS,
    "title": PrivateKind.TITLE,
    "appellant": PrivateKind.NAME,
    "contact": PrivateKind.CONTACT,
    "place": PrivateKind.PLACE,
    "account": PrivateKind.ACCOUNT,
    "reply": PrivateKind.REPLY,
    "explanation": PrivateKind.REPLY,
    "report": PrivateKind.REPLY,
    "written": PrivateKind.REPLY,
    "reason": PrivateKind.NOTE,
    "note": PrivateKind.NOTE,
    "message": PrivateKind.NOTE,
    "facts": PrivateKind.WORDS,
    "representative": PrivateKind.NAME,
}
"""What kind of personal content each private field of a command holds."""


class UnsealedWords(AssertionError):
    """A decision was handed plain personal words: a defect of the gate, never of the user."""


def sealed(private: Private) -> SealedText:
    """Return ``private`` as the sealed reference the gate made of it."""
    if not isinstance(private, SealedText):
        raise UnsealedWords(private.kind)
    return private


def sealed_or_none(private: Private | None) -> SealedText | None:
    """Return the sealed reference, or None where nothing was given."""
    return None if private is None else sealed(private)
