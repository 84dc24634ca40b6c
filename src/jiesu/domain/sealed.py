# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The promise that no decision ever sees personal words."""

from jiesu.kernel.private import Private, SealedText


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
