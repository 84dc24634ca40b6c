# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The thorough tier learns, repeats itself, survives storing and refuses what it cannot learn."""

import json
from pathlib import Path

import numpy as np
import pytest

from jiesu.adapters.text.learning import thorough
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.thorough import OneLabelOnly, ThoroughModel, train_thorough

SUBJECTS = {
    "lift": ["电梯停运", "电梯困人", "电梯年久失修", "维修资金", "物业不修电梯"],
    "school": ["小学招生", "学校乱收费", "老师体罚学生", "入学名额", "幼儿园食堂"],
    "wage": ["拖欠工资", "包工头欠薪", "社保断缴", "工伤赔偿", "劳动合同"],
}
PLACES = ["河东", "河西", "城南", "城北", "新区"]


def appeals(size: int, labels: str = "lift school wage") -> tuple[list[Document], list[str]]:
    """Return made-up appeals, each label's subjects and places mixed by its own generator."""
    chance = np.random.default_rng(7)
    kinds = [labels.split()[row % len(labels.split())] for row in range(size)]
    drawn = [(chance.choice(SUBJECTS[kind], 2), chance.choice(PLACES)) for kind in kinds]
    documents = [
        Document(f"{place}{said[0]}", f"反映{place}{said[1]}问题，请尽快处理")
        for said, place in drawn
    ]
    return documents, kinds


def trained(size: int, seed: int = 1) -> tuple[ThoroughModel, list[Document]]:
    documents, labels = appeals(size)
    return train_thorough(documents, labels, np.arange(size), [], seed), documents


@pytest.fixture(scope="module")
def small() -> ThoroughModel:
    """Return a model of thirty texts, for tests that only read it."""
    return trained(30)[0]


def test_it_learns_from_a_small_file(small: ThoroughModel) -> None:
    found = small.predict([Document("城东电梯又停运", ""), Document("", "工厂拖欠工资三个月")])

    assert [small.labels[at] for at in found.argmax(axis=1)] == ["lift", "wage"]
    assert found.sum(axis=1) == pytest.approx([1, 1])


def test_the_same_rows_and_seed_give_the_same_model() -> None:
    (one, documents), (again, _) = trained(30), trained(30)

    assert np.array_equal(one.predict(documents), again.predict(documents))


def test_a_stored_model_answers_as_before(tmp_path: Path, small: ThoroughModel) -> None:
    documents, _ = appeals(30)
    small.save(tmp_path)

    loaded = ThoroughModel.load(tmp_path)

    assert np.array_equal(loaded.predict(documents), small.predict(documents))
    assert loaded.labels == small.labels


def test_enough_texts_are_read_in_two_views_and_blended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thorough, "_FEW_TEXTS", 60)
    monkeypatch.setattr("jiesu.adapters.text.learning.blend._ENOUGH_TEXTS", 60)
    monkeypatch.setattr("jiesu.adapters.text.learning.blend._TEXTS_OF_RAREST", 10)

    model, documents = trained(60)

    assert list(model.planes) == ["apart", "together"]
    assert model.blend.weights.shape == (6, 3)
    assert len(model.predict(documents)) == 60


def test_what_it_says_of_itself_comes_from_texts_it_had_not_seen() -> None:
    _, labels = appeals(60)
    odd = [Document("", f"独{chr(0x4E00 + row)}") for row in range(60)]  # nothing to learn from
    model = train_thorough(odd, labels, np.arange(60), [], 1)

    assert model.unseen is not None
    right = model.unseen.argmax(axis=1) == [model.labels.index(label) for label in labels]
    assert right.mean() < 0.6


@pytest.mark.parametrize("labels", ["lift", ""])
def test_one_label_cannot_be_learned(labels: str) -> None:
    documents = [Document("电梯停运", "") for _ in labels.split()]

    with pytest.raises(OneLabelOnly) as refused:
        train_thorough(documents, labels.split(), np.arange(len(documents)), [], 1)

    assert refused.value.code


@pytest.mark.parametrize(
    "odd", ["", " \n", "🙂🙂", "12345", "<script>alert(1)</script>", "電梯停運", "停" * 10_000]
)
def test_any_text_gets_an_answer(small: ThoroughModel, odd: str) -> None:
    found = small.predict([Document(odd, odd)])

    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1)


def test_texts_of_one_part_only_are_learned_too() -> None:
    documents, labels = appeals(30)
    titles = [Document(each.title, "") for each in documents]

    model = train_thorough(titles, labels, np.arange(30), documents, 1)

    assert model.predict([Document("电梯停运", "")]).argmax() == model.labels.index("lift")
    assert len(model.predict([])) == 0


def test_a_label_of_a_single_group_is_no_obstacle() -> None:
    documents, labels = appeals(31)
    model = train_thorough(documents, [*labels[:30], "rare"], np.arange(31), [], 1)

    assert model.labels == ("lift", "rare", "school", "wage")


@pytest.mark.parametrize("groups", [[0] * 12, [0] * 11 + [1]])
def test_a_file_of_copies_only_is_no_obstacle(groups: list[int]) -> None:
    documents, labels = appeals(12)

    model = train_thorough(documents, labels, np.array(groups), [], 1)

    assert np.isfinite(model.predict(documents)).all()


def test_somebody_watching_sees_every_step() -> None:
    documents, labels = appeals(30)
    seen: list[tuple[int, int]] = []

    train_thorough(
        documents, labels, np.arange(30), [], 1, lambda done, of: seen.append((done, of))
    )

    assert seen == [(at, 11) for at in range(1, 12)]


@pytest.mark.parametrize(
    "damage",
    [
        {"format": 2},
        {"labels": ["lift"]},
        {"views": ["apart", "together"]},
        {"views": ["os.system"]},
    ],
)
def test_a_model_that_was_tampered_with_is_refused(
    tmp_path: Path, small: ThoroughModel, damage: dict[str, object]
) -> None:
    small.save(tmp_path)
    facts = tmp_path / "thorough.json"
    facts.write_text(json.dumps(json.loads(facts.read_text(encoding="utf-8")) | damage))

    with pytest.raises((ValueError, KeyError)):
        ThoroughModel.load(tmp_path)


def test_arrays_that_could_run_are_refused(tmp_path: Path, small: ThoroughModel) -> None:
    small.save(tmp_path)
    with np.load(tmp_path / "thorough.npz") as kept:
        arrays = {name: kept[name] for name in kept.files}
    arrays["blend.bias"] = np.array([print], dtype=object)
    np.savez(tmp_path / "thorough.npz", **arrays)  # pickles the object

    with pytest.raises(ValueError, match="allow_pickle"):
        ThoroughModel.load(tmp_path)
