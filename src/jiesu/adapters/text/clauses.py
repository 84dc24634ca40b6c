# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A text in its parts: where somebody who speaks of two matters may pass from one to the other."""

import re
from itertools import pairwise

_TURN = re.compile(
    "(?:另外|此外|还有(?:一件事|一个事|个事|就是)?|再有|再就是|再一个|再说一?件事|顺便|同时(?:也|还)?(?:想|要|反映)|其次|第[二三四]"
    "|[二三四2-4][、.．](?![0-9])|also,|besides,|another thing|in addition|secondly)",
    re.IGNORECASE,
)
_END = re.compile("[。！？；!?;\n]+")
_SHORTEST = 5  # characters that can say what they are about
_MOST = 24  # parts of a long text that are looked at


def parts_of(text: str) -> list[tuple[int, int]]:
    """Return where the parts that stand for themselves begin and end; one if it never turns."""
    turns = [found.start() for found in _TURN.finditer(text)]
    ends = [found.end() for found in _END.finditer(text)]
    edges = sorted({0, *turns, *ends, len(text)})
    parts: list[tuple[int, int]] = []
    for first, last in pairwise(edges):
        if parts and (_short(text, *parts[-1]) or _short(text, first, last)):
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    return parts[:_MOST]


def _short(text: str, first: int, last: int) -> bool:
    return len(text[first:last].strip()) < _SHORTEST
