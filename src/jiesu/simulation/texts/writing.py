# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Invented appeals on their way to a file."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from jiesu.adapters.packs import load_pack
from jiesu.application.catalogue import PERMISSIONS
from jiesu.bootstrap.chance import seeded
from jiesu.bootstrap.redacting import check_outputs, whole_or_nothing
from jiesu.bootstrap.wiring import SystemClock
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.simulation.priors import load_priors
from jiesu.simulation.texts import Composed, Composer, Style


class UnknownStyle(Refusal):
    """There is no such way of putting things."""

    what = Text("没有“{style}”这种表述方式。", 'There is no style "{style}".')
    next_step = Text("可选：{known}。", "There are: {known}.")


def compose_for(pack: str, seed: int, day: date | None) -> Composer:
    """Return a composer for the pack of that name or path; owners by the law of ``day``, or today.

    Raises:
        UnknownPack, BrokenPack, NoPriors, BadPriors: see there.
    """
    policy = load_pack(pack, known_permissions=PERMISSIONS)
    today = day or policy.calendar.local_day(SystemClock().now())
    return Composer(policy, load_priors(pack), seeded(seed, "texts"), today)


def style_named(style: str | None) -> Style | None:
    """Return the style of that name.

    Raises:
        UnknownStyle: there is none.
    """
    if style is None:
        return None
    if style not in set(Style):
        raise UnknownStyle(style=style, known=", ".join(Style))
    return Style(style)


def ensure_new(out: Path, *, force: bool) -> None:
    """Make sure that nothing is lost at ``out``, and that it can be written.

    Raises:
        OutputThere: there is something already.
        OutputRefused: it can never be written.
    """
    check_outputs(None, [out], force=force)


def write_composed(texts: Iterable[Composed], out: Path) -> None:
    """Write the texts and their truth as JSON Lines; the file appears whole or not at all.

    Raises:
        OutputRefused: the system does not let us.
    """
    with (
        whole_or_nothing(out) as (part,),
        part.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for text in texts:
            file.write(json.dumps(text.plain(), ensure_ascii=False) + "\n")
