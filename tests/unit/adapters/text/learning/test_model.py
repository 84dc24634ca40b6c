# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A model is a folder of numbers: kept whole, read again, refused by name when it is not one."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from jiesu.adapters.text.learning.card import card_of
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.model import (
    CARD,
    FACTS,
    LIGHT,
    SEEN,
    ModelBroken,
    ModelNotThere,
    ModelTooNew,
    NoThoroughTier,
    digests_of,
    load_model,
    save_model,
)
from jiesu.kernel.errors import JiesuError
from tests.builders.taught import facts, light

SEEN_TEXT = Document("", "家里停水了")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "model"
    save_model(place, facts(), light(), card_of(facts(), seen=True), seen=digests_of([SEEN_TEXT]))
    return place


def test_what_is_read_says_what_was_kept(folder: Path) -> None:
    model = load_model(folder)
    assert model.facts == facts()
    assert model.light.labels == light().labels
    asked = Document("停车", "消防通道停满了车")
    assert np.array_equal(
        model.light.scores("停车", asked.body), light().scores("停车", asked.body)
    )
    assert model.confidences(asked).sum() == pytest.approx(1)


def test_the_same_model_is_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    save_model(tmp_path / "b", facts(), light(), card_of(facts(), seen=True))
    for name in (FACTS, LIGHT, CARD):
        assert (folder / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_it_knows_which_texts_it_learned_from(folder: Path) -> None:
    model = load_model(folder)
    assert model.has_seen(Document("", "家里 停水了"))
    assert not model.has_seen(Document("", "别的事"))


def test_a_newer_one_takes_the_place_of_the_older(folder: Path) -> None:
    save_model(folder, facts(seed=2), light(), "")
    assert load_model(folder).facts.seed == 2
    assert not (folder / SEEN).exists()
    assert [path.name for path in folder.parent.iterdir()] == ["model"]


def _too_new(folder: Path) -> None:
    plain = json.loads((folder / FACTS).read_text("utf-8"))
    (folder / FACTS).write_text(json.dumps({**plain, "format": 99}), "utf-8")


def _without_labels(folder: Path) -> None:
    plain = json.loads((folder / FACTS).read_text("utf-8"))
    (folder / FACTS).write_text(json.dumps({**plain, "labels": plain["labels"][:1]}), "utf-8")


def _with_objects(folder: Path) -> None:
    arrays = light().arrays() | {"bias": np.array([print], dtype=object)}
    np.savez(folder / LIGHT, allow_pickle=True, **arrays)


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda folder: (folder / FACTS).unlink(), ModelNotThere),
        (lambda folder: (folder / FACTS).write_text("{", "utf-8"), ModelBroken),
        (lambda folder: (folder / FACTS).write_text("[]", "utf-8"), ModelBroken),
        (_too_new, ModelTooNew),
        (_without_labels, ModelBroken),
        (lambda folder: (folder / LIGHT).unlink(), ModelBroken),
        (lambda folder: (folder / LIGHT).write_bytes(b"PK"), ModelBroken),
        (lambda folder: (folder / LIGHT).write_bytes(pickle.dumps(print)), ModelBroken),
        (_with_objects, ModelBroken),
        (lambda folder: (folder / SEEN).write_bytes(b""), ModelBroken),
    ],
)
def test_what_is_no_model_is_refused_by_name(
    folder: Path, spoil: Callable[[Path], object], error: type
) -> None:
    spoil(folder)
    with pytest.raises(JiesuError) as raised:
        load_model(folder)
    assert type(raised.value) is error


def test_a_tier_that_was_not_trained_is_not_there(folder: Path) -> None:
    with pytest.raises(NoThoroughTier):
        load_model(folder, thorough=True)


def test_the_card_says_in_two_languages_what_it_must_not_be_used_for() -> None:
    card = card_of(facts(), seen=False)
    assert "不可用于" in card
    assert "must not be used for" in card
    assert "个人信息" in card
