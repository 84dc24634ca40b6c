# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What ``jiesu pack check`` says of gaps: by kind with a few examples, or one by one."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from jiesu.adapters.packs.gap_wording import GAP_WORDING
from jiesu.adapters.packs.gaps import Gap, GapKind
from jiesu.cli.pack_answers import Answer
from jiesu.kernel.text import Text

_SHOWN = 5
"""So many examples stand for a kind of gap that has more."""

_SUMMARY = (
    Text("处数", "count"),
    Text("缺口", "gap"),
    Text("例如", "for example"),
    Text("怎么办", "what to do"),
)
_EVERY = (
    Text("位置", "where"),
    Text("对象", "about"),
    Text("缺口", "gap"),
    Text("详情", "detail"),
)


def summary(found: Sequence[Gap]) -> Answer:
    """Return one line for each kind of gap: how many, a few of them, what to do."""
    rows = []
    for kind, gaps in groupby(found, lambda gap: gap.kind):
        what, next_step = GAP_WORDING[kind]
        listed = list(gaps)
        rows.append((_same(str(len(listed))), what, _examples(listed), next_step))
    return Answer(_title(found), _SUMMARY if rows else (), tuple(rows), _data(found))


def every(found: Sequence[Gap]) -> Answer:
    """Return every gap with its place."""
    rows = (
        (_same(_where(gap)), _same(gap.subject), GAP_WORDING[gap.kind][0], _same(gap.detail))
        for gap in found
    )
    return Answer(_title(found), _EVERY if found else (), tuple(rows), _data(found))


def _title(found: Sequence[Gap]) -> Text:
    if not found:
        return Text("没有缺口。", "No gaps.")
    kinds = len({gap.kind for gap in found})
    return Text(
        f"{len(found)}处缺口，分{kinds}类；有缺口的政策包照样可用",
        f"{len(found)} gap(s) of {kinds} kind(s); a pack with gaps can be used",
    )


def _examples(gaps: Sequence[Gap]) -> Text:
    shown = "\n".join(_example(gap) for gap in gaps[:_SHOWN])
    return _same(shown if len(gaps) <= _SHOWN else f"{shown}\n…")


def _example(gap: Gap) -> str:
    detail = gap.kind in _TELLING and gap.detail
    return f"{gap.subject}: {gap.detail}" if detail else gap.subject


_TELLING = {GapKind.LINE_ABSENT, GapKind.VALUE_STALE, GapKind.CLASS_INTERRUPTED}
"""Kinds whose subject alone does not say enough."""


def _where(gap: Gap) -> str:
    line = f":{gap.place.line}" if gap.place.line else ""
    return f"{gap.place.file}{line}"


def _data(found: Sequence[Gap]) -> list[dict[str, Any]]:
    return [
        {
            "kind": gap.kind.value,
            "about": gap.subject,
            "file": gap.place.file,
            "line": gap.place.line or None,
            "key": gap.place.key,
            "detail": gap.detail,
            "what": _both(GAP_WORDING[gap.kind][0]),
            "next_step": _both(GAP_WORDING[gap.kind][1]),
        }
        for gap in found
    ]


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _same(written: str) -> Text:
    return Text(written, written)
