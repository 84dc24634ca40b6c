# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The light tier: what it reads, that it tells labels apart, and that it explains itself."""

import subprocess
import sys

import numpy as np
import pytest

from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.light import LightModel
from jiesu.adapters.text.learning.pieces import LONGEST, pieces, placed_pieces, plain
from jiesu.adapters.text.learning.training import out_of_fold, train_light
from tests.builders.taught import light, rows


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("停水", ["停", "水", "停水"]),
        ("停水了吗", ["停", "水", "了", "吗", "停水", "水了", "了吗", "停水了", "水了吗"]),
        ("停 水", ["停", "水", "停水"]),
        ("停，水", ["停", "水"]),
        ("電梯", ["电", "梯", "电梯"]),
        ("ＬＩＦＴ broken", ["lift", "broken", "lift broken"]),
        ("停🚱水", ["停", "水"]),
        ("拨13800138000", ["拨"]),
        ("我叫【姓名】的", ["我", "叫", "我叫", "的"]),
        ("x" * 25, []),
        ("", []),
    ],
)
def test_a_text_falls_into_short_pieces_of_one_writing(text: str, read: list[str]) -> None:
    assert pieces(plain(text)) == read


def test_a_plain_text_keeps_every_position() -> None:
    text = "電梯【姓名】ＡＢ，停　水🚱"
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("楼下没有水了", "供水"),
        ("晚上太吵", "噪声"),
        ("門口停滿了車", "停车"),
        ("停  車 費", "停车"),
    ],
)
def test_what_it_learned_it_knows_again(text: str, label: str) -> None:
    assert light().labels[int(light().scores("", text).argmax())] == label


def test_of_a_text_without_a_known_piece_it_says_what_it_said_before() -> None:
    assert np.array_equal(light().scores("", "🚱 zzz"), light().bias)


def test_a_guess_is_explained_by_words_of_the_text() -> None:
    text = "请问：西門的停 車費怎么又涨了，联系【姓名】"
    at = light().labels.index("停车")
    (words,) = light().words_for(text, light().sighted(plain(text)), [at], 3)
    assert any("停 車費" in word for word in words)
    assert all(word in text and "【" not in word for word in words)


MIXED = "停 水了【姓名】，the lift，ＬＩＦＴ\n太吵；停車費。另外" + "a" * 30 + " noisy lift"


def test_pieces_know_where_they_stand() -> None:
    said = plain(MIXED)
    found, first, behind = placed_pieces(said)
    assert found == pieces(said)
    for piece, start, end in zip(found, first, behind, strict=True):
        assert [*filter(str.isalpha, said[start:end])] == [*filter(str.isalpha, piece)]


@pytest.mark.parametrize("cut", [0, 3, 9, 20, len(MIXED)])
def test_a_part_scores_by_the_whole_as_it_would_alone(cut: int) -> None:
    spans = [(0, cut), (cut, len(MIXED))]
    together = light().scores_in(light().sighted(plain(MIXED)), spans)
    alone = [light().scores("", MIXED[first:last]) for first, last in spans]
    assert np.allclose(together, alone, atol=1e-5)


def test_a_part_is_explained_by_its_own_words() -> None:
    text = "小区停车费乱涨价。另外停车费太贵"
    sighted, at = light().sighted(plain(text)), light().labels.index("停车")
    assert light().words_for(text, sighted, [at], 3, (9, len(text)))[0][0] in text[9:]


def test_the_same_rows_and_seed_give_the_same_model() -> None:
    documents = [Document(title, body) for title, body, _ in rows()]
    again = train_light(documents, [label for *_, label in rows()], 1)
    assert again.vocabulary == light().vocabulary
    assert np.array_equal(again.weights, light().weights)


def test_what_may_not_be_learned_is_not() -> None:
    documents = [Document(title, body) for title, body, _ in rows()]
    labels = [label for *_, label in rows()]
    model = train_light(documents, labels, 1, may_learn=lambda piece: "水" not in piece)
    assert not any("水" in piece for piece in model.vocabulary)


def test_the_smallest_weights_are_left_out_where_few_are_wanted() -> None:
    documents = [Document(title, body) for title, body, _ in rows()]
    labels = [label for *_, label in rows()]
    small = train_light(documents, labels, 1, most_weights=60)
    assert len(small.weights) <= 70
    assert small.labels[int(small.scores("", "停车费").argmax())] == "停车"


@pytest.mark.parametrize("kinds", [("甲", "乙"), ("甲",)])
def test_two_labels_and_one_can_be_learned(kinds: tuple[str, ...]) -> None:
    documents = [Document("", f"{kind}事{'情况' * (at + 1)}") for kind in kinds for at in range(4)]
    model = train_light(documents, [kind for kind in kinds for _ in range(4)], 1)
    assert [model.labels[int(model.scores("", kind).argmax())] for kind in kinds] == list(kinds)


def test_arrays_hold_all_and_a_spoiled_one_is_refused() -> None:
    arrays = light().arrays()
    again = LightModel.of(light().labels, arrays)
    assert np.array_equal(again.scores("停车", "没有水"), light().scores("停车", "没有水"))
    for name, spoiled in {
        "owners": np.full_like(arrays["owners"], 200),
        "sizes": arrays["sizes"][:-1],
        "scale": arrays["scale"] * np.nan,
        "weights": arrays["weights"].astype(np.float32),
    }.items():
        with pytest.raises((ValueError, TypeError)):
            LightModel.of(light().labels, {**arrays, name: spoiled})


def test_nobody_is_judged_by_a_model_that_saw_them() -> None:
    documents = [Document("", text) for text in ("停车", "停车", "停水", "停水", "太吵", "太吵")]
    labels = ["甲", "甲", "乙", "乙", "丙", "丙"]
    kinds, scores = out_of_fold(documents, labels, np.array([0, 1, 0, 1, 1, 1]), 1)
    assert kinds == ["丙", "乙", "甲"]
    assert scores[4].argmin() == 0  # the other fold never heard of it


@pytest.mark.parametrize("text", ["停" * 10_000, "停水" * 5_000, "a" * 10_000, "\n" * 10_000])
def test_a_very_long_text_is_read(text: str) -> None:
    assert len(pieces(plain(text))) <= LONGEST * len(text)
    assert light().scores("", text).shape == (3,)


def test_reading_needs_no_learner() -> None:
    code = (
        "import sys, jiesu.adapters.text.matter, jiesu.bootstrap.understanding\n"
        "sys.exit(any(name.split('.')[0] in {'sklearn', 'scipy'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
