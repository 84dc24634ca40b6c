# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import string

import pytest

from jiesu.adapters.postgres import troubles
from jiesu.kernel.errors import Trouble

KINDS = [
    kind
    for kind in vars(troubles).values()
    if isinstance(kind, type) and issubclass(kind, Trouble) and kind is not Trouble
]


def places(template: str) -> set[str]:
    """Return the names of the facts a sentence asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_both_languages_say_the_same_facts(kind: type[Trouble]) -> None:
    for text in (kind.what, kind.next_step):
        chinese = {name.removesuffix("_zh") for name in places(text.zh)}
        english = {name.removesuffix("_en") for name in places(text.en)}
        assert chinese == english


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_says_what_happened_and_what_to_do(kind: type[Trouble]) -> None:
    facts = places(kind.what.zh + kind.what.en + kind.next_step.zh + kind.next_step.en)
    said = kind(**dict.fromkeys(facts, "…")).explain("zh")
    assert "…" in said or not facts
    assert kind.next_step is not Trouble.next_step
