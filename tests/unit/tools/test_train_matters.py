# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A pack's model can be made again: the same seed and sources give the same bytes."""

from pathlib import Path

from tools.train_matters import composed, masked, train_pack

from jiesu.simulation.priors import load_priors
from tests.builders.town import policy


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        train_pack("example", 7, 3, tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["MODEL_CARD.md", "light.npz", "model.json"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_places_and_people_are_gone_before_anything_is_learned() -> None:
    for text in composed(policy(), load_priors("example"), 7, "learned", 2):
        read = masked(text).body
        hidden = [text.text[span.start : span.end] for span in (*text.places, *text.personal)]
        assert [words for words in hidden if len(words) > 3 and words in read] == []
