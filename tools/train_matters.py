# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A pack's default model of its matters, trained on composed texts and on the catalogue's words.

Run by hand when a catalogue, its priors or the composer changed; the same seed, sources and
version of the learner give the same bytes::

    python -m tools.train_matters beijing --seed 20260101

It writes models/matter into the pack. No real appeal is read. Places and personal data are taken
out of the texts before anything is learned, and a piece that is anybody's name is not learned.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
import sklearn

from jiesu.adapters.packs import load_pack
from jiesu.adapters.packs.loading import pack_folder
from jiesu.adapters.text.learning.calibration import confidences, judge
from jiesu.adapters.text.learning.card import card_of
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.light import LightModel
from jiesu.adapters.text.learning.model import MatterModel, ModelFacts, digests_of, save_model
from jiesu.adapters.text.learning.pieces import plain
from jiesu.adapters.text.learning.training import train_light
from jiesu.adapters.text.matter import TextReader
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.chance import seeded
from jiesu.bootstrap.understanding import MODEL_FOLDER, alarms_of
from jiesu.simulation.priors import Priors, load_priors
from jiesu.simulation.texts import Composed, Composer
from jiesu.simulation.texts.grammar import Wording

TEXTS, JUDGED = 40, 4
"""Composed texts for each leaf: learned from, and kept back."""

DAY = date(2026, 1, 1)
MOST_WEIGHTS = 900_000
HALF, ASKED = 16, 1000
"""Texts for each leaf with half of the ways to put it, and at least how many with the other half.

A model that learned from the first is asked about the second: the honest estimate for words nobody
composed. Calibrated on texts put alike it would be far too sure of itself."""

SHARPNESS = tuple(number / 2 for number in range(8, 31))
WANTED = 0.9
"""Share of the guesses at the pack's bar that are to be right, of matters put in unlearned ways."""

_GAP = "\v"


def main() -> None:
    """Train and write the model of the packs named."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("packs", nargs="+")
    wanted.add_argument("--seed", type=int, default=20260101)
    wanted.add_argument("--texts", type=int, default=TEXTS)
    wanted.add_argument("--out", type=Path, help="folder instead of the pack's own")
    given = wanted.parse_args()
    for pack in given.packs:
        out = given.out or pack_folder(pack).joinpath(*MODEL_FOLDER)
        facts = train_pack(pack, given.seed, given.texts, out)
        size = sum(file.stat().st_size for file in out.iterdir())
        told = {"pack": pack, "leaves": len(facts.labels), "bytes": size}
        sys.stdout.write(json.dumps(told | with_no_labels(facts.scores["light"])) + "\n")


def train_pack(pack: str, seed: int, texts: int, out: Path) -> ModelFacts:
    """Train the model of a pack, write it to ``out`` and return what is told of it."""
    policy, priors = load_pack(pack), load_priors(pack)
    learned = composed(policy, priors, seed, "learned", texts)
    documents = [masked(each) for each in learned]
    labels = [each.leaves[0] for each in learned]
    own = list(pseudo_documents(policy))
    documents += [document for _, document in own]
    labels += [leaf for leaf, _ in own]
    may_learn = nobodys_name(priors)
    light = train_light(documents, labels, seed, may_learn=may_learn, most_weights=MOST_WEIGHTS)
    judged = composed(policy, priors, seed, "judged", JUDGED)
    asked = [masked(each) for each in judged]
    truth = np.array([light.labels.index(each.leaves[0]) for each in judged])
    scores = light.table(asked)
    sharpness, unlearned = calibrated(policy, priors, seed)
    facts = facts_of(light, seed, documents, sharpness)
    reader = reader_of(policy, facts, light)
    found = judge(light.labels, confidences(scores, sharpness), truth, 1.0).plain()
    del found["sure_from"], found["sure_share"], found["sure_accuracy"]
    told = {**found, **with_words(reader, asked, judged), **unlearned}
    done = ModelFacts(**{**vars_of(facts), "scores": {"light": told}})
    save_model(out, done, light, card_of(done, seen=False))
    return done


def calibrated(policy: CityPolicy, priors: Priors, seed: int) -> tuple[float, dict[str, float]]:
    """Return how sharp confidences may be, and how a model does on matters put in unlearned ways.

    The sharpest is taken with which nine tenths of the guesses at the pack's bar are right.
    """
    own = list(pseudo_documents(policy))
    leaves = len({leaf for leaf, _ in own})
    texts, judged = (
        composed(policy, priors, seed, f"calibrated/{half}", count, every_other(half))
        for half, count in enumerate((HALF, -(-ASKED // leaves)))
    )
    light = train_light(
        [*map(masked, texts), *(document for _, document in own)],
        [*(each.leaves[0] for each in texts), *(leaf for leaf, _ in own)],
        seed,
        may_learn=nobodys_name(priors),
        most_weights=MOST_WEIGHTS,
    )
    asked = [masked(each) for each in judged]
    best = SHARPNESS[0], at_bar(policy, light, SHARPNESS[0], asked, judged)
    for sharpness in SHARPNESS[1:]:
        found = at_bar(policy, light, sharpness, asked, judged)
        if found["unlearned_right"] < WANTED:
            break
        best = sharpness, found
    return best


def at_bar(
    policy: CityPolicy,
    light: LightModel,
    sharpness: float,
    asked: Sequence[Document],
    judged: Sequence[Composed],
) -> dict[str, float]:
    """Return how often the first guess is right, reaches the pack's bar, and is right there."""
    reader = reader_of(policy, facts_of(light, 0, [], sharpness), light)
    first = [reader.read_masked(each).matters[:1] for each in asked]
    pairs = [
        (guess, text) for guesses, text in zip(first, judged, strict=True) for guess in guesses
    ]
    right = [guess.code in text.leaves for guess, text in pairs]
    sure = [policy.understanding.is_sure(guess, DAY) for guess, _ in pairs]
    told = {
        "unlearned_top_1": sum(right) / len(judged),
        "unlearned_sure": sum(sure) / len(judged),
        "unlearned_right": float(np.mean([*compress(right, sure)])) if any(sure) else 1.0,
    }
    return {name: round(value, 4) for name, value in told.items()}


def facts_of(
    light: LightModel, seed: int, documents: Sequence[Document], sharpness: float
) -> ModelFacts:
    """Return what is told of a model, but for its scores."""
    return ModelFacts(
        labels=light.labels,
        seed=seed,
        source=digest_of(documents),
        texts=len(documents),
        learner=f"scikit-learn {sklearn.__version__}",
        sharpness=sharpness,
        sure_from={},
        scores={},
        made_of="generated",
    )


def reader_of(policy: CityPolicy, facts: ModelFacts, light: LightModel) -> TextReader:
    """Return the reader of the city by a model."""
    model = MatterModel(facts, light, digests_of([]))
    return TextReader.of_city(policy.catalogue, model, alarms_of(policy))


def every_other(half: int) -> Callable[[Wording], Wording]:
    """Return what leaves every second way to put a matter, from the first or from the second on."""
    return lambda wording: replace(
        wording,
        facts=wording.facts[half::2],
        sayings=wording.sayings[half::2],
        hints=wording.hints[half::2],
    )


def with_no_labels(scores: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scores of the whole."""
    return {name: value for name, value in scores.items() if not isinstance(value, dict | list)}


def vars_of(facts: ModelFacts) -> dict[str, object]:
    """Return the fields of the facts by name."""
    return {name: getattr(facts, name) for name in ModelFacts.__slots__}


def composed(  # noqa: PLR0913 -- each says which texts
    policy: CityPolicy,
    priors: Priors,
    seed: int,
    part: str,
    texts: int,
    known: Callable[[Wording], Wording] = lambda wording: wording,
) -> list[Composed]:
    """Return ``texts`` composed texts for each leaf; each part of a seed has dice of its own."""
    composer = Composer(policy, priors, seeded(seed, f"matters/{part}"), DAY, known=known)
    return list(composer.stream(texts * len(composer.leaves), even=True))


def masked(text: Composed) -> Document:
    """Return a composed text without its places and without anything personal."""
    characters = list(text.text)
    for start, end in ((span.start, span.end) for span in (*text.places, *text.personal)):
        characters[start:end] = _GAP * (end - start)
    return Document("", "".join(characters)).masked()


def pseudo_documents(policy: CityPolicy) -> Iterator[tuple[str, Document]]:
    """Yield each leaf's own words as texts: its name with the branch above, its words together."""
    catalogue = policy.catalogue
    for code in sorted(code for code in catalogue.matters if catalogue.is_leaf(code)):
        matter = catalogue.matter(code)
        above = catalogue.matter(matter.parent) if matter.parent else matter
        yield code, Document("", f"{above.name.zh}，{matter.name.zh}，{matter.name.en}")
        if matter.words:
            yield code, Document("", "，".join(matter.words))


def nobodys_name(priors: Priors) -> Callable[[str], bool]:
    """Return whether a piece may be learned: no full name the composer or the town may invent."""
    town = priors.town
    names = {plain(surname + given) for surname in town.surnames for given in town.given}
    return lambda piece: piece not in names


def with_words(
    reader: TextReader, asked: Sequence[Document], judged: Sequence[Composed]
) -> dict[str, float]:
    """Return how often the reader, catalogue words included, has a text's matter first, or in 5."""
    guesses = [[guess.code for guess in reader.read_masked(each).matters] for each in asked]
    pairs = list(zip(guesses, judged, strict=True))
    first = np.mean([bool(set(codes[:1]) & set(text.leaves)) for codes, text in pairs])
    among = np.mean([bool(set(codes) & set(text.leaves)) for codes, text in pairs])
    return {"top_1": round(float(first), 4), "top_5": round(float(among), 4)}


def digest_of(documents: Sequence[Document]) -> str:
    """Return the digest of everything learned from."""
    said = json.dumps([each.whole() for each in documents], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


if __name__ == "__main__":
    main()
