# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is read in a text: matter, kind, urgency and in whose name, as the doors read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiesu.adapters.packs import load_pack
from jiesu.application.policy import CityPolicy
from jiesu.application.understanding import MatterReader, WordsOfTheCatalogue
from jiesu.bench.judging.labelled import NO_LEAF, Sample, labelled_pack, labels, samples
from jiesu.bench.judging.scores import f1_by_label, macro_f1, share
from jiesu.bench.judging.table import Finding, Means, Row, Topic
from jiesu.bootstrap.understanding import reader_of
from jiesu.bootstrap.wiring import SystemClock
from jiesu.domain.understanding import Party, Understood, Urgency
from jiesu.kernel.text import Text

_TOP = 5

_ROWS = (
    Row("leaf, top 1", Text("事项（末级），首选", "leaf of the catalogue, first guess")),
    Row("leaf, top 5", Text("事项（末级），前五", "leaf of the catalogue, among five guesses")),
    Row("leaf, top 1 acceptable", Text("事项，首选可接受", "first guess is best or acceptable")),
    Row("leaf, top 5 acceptable", Text("事项，前五可接受", "a guess is best or acceptable")),
    Row("leaf, branch", Text("事项（一级）", "first guess lies in the right branch")),
    Row("leaf, sure", Text("达到采用门槛的比例", "share that reaches the pack's bar")),
    Row("leaf, right when sure", Text("达到门槛时可接受", "of these, best or acceptable")),
    Row("leaf, by words alone", Text("仅按目录用词，首选", "the catalogue's words, no model")),
    Row("kind, accuracy", Text("诉求类别，准确率", "kind of appeal")),
    Row("kind, macro-F1", Text("诉求类别，宏平均", "kind of appeal, each kind alike")),
    Row("urgency, accuracy", Text("紧急程度，准确率", "urgency")),
    Row("urgency, danger found", Text("险情召回", "danger that is noticed")),
    Row("urgency, false danger", Text("误报险情", "share of the rest called danger")),
    Row("party, accuracy", Text("诉求主体，准确率", "person or firm")),
    Row("party, F1 of firms", Text("企业诉求 F1", "firms, F1")),
)


@dataclass(frozen=True, slots=True)
class _Reading:
    sample: Sample
    read: Understood
    sure: bool

    def hit(self, guesses: int, truths: int) -> bool:
        """Return whether one of the first guesses is one of the first truths."""
        told = {guess.code for guess in self.read.matters[:guesses]}
        return not told.isdisjoint(self.sample.leaves[:truths])


def judged(texts: Sequence[Sample], policy: CityPolicy, how: str) -> Iterator[Finding]:
    """Yield what the reader of the doors makes of texts of which the truth is known."""
    reader = reader_of(policy, policy.identity.id)
    all_read = [_reading(sample, reader, policy) for sample in texts]
    placed = [each for each in all_read if each.sample.leaves[0] != NO_LEAF]
    by_words = WordsOfTheCatalogue(policy.catalogue)
    yield from _leaves(placed, how)
    told = [_Reading(each.sample, by_words.read(each.sample.whole), sure=False) for each in placed]
    yield Finding("leaf, by words alone", share(r.hit(1, 1) for r in told), len(told), how)
    yield from _manner(all_read, how)


def _reading(sample: Sample, reader: MatterReader, policy: CityPolicy) -> _Reading:
    read = reader.read(sample.whole)
    day = policy.calendar.local_day(SystemClock().now())
    sure = any(policy.understanding.is_sure(guess, day) for guess in read.matters[:1])
    return _Reading(sample, read, sure)


def _leaves(placed: Sequence[_Reading], how: str) -> Iterator[Finding]:
    n = len(placed)
    sure = [each for each in placed if each.sure]
    yield Finding("leaf, top 1", share(each.hit(1, 1) for each in placed), n, how)
    yield Finding("leaf, top 5", share(each.hit(_TOP, 1) for each in placed), n, how)
    yield Finding("leaf, top 1 acceptable", share(each.hit(1, _TOP) for each in placed), n, how)
    yield Finding("leaf, top 5 acceptable", share(each.hit(_TOP, _TOP) for each in placed), n, how)
    yield Finding("leaf, branch", share(_branches(each) for each in placed), n, how)
    yield Finding("leaf, sure", share(each.sure for each in placed), n, how)
    if sure:
        right = share(each.hit(1, _TOP) for each in sure)
        yield Finding("leaf, right when sure", right, len(sure), how)


def _branches(reading: _Reading) -> bool:
    """Return whether the first guess lies in the branch of the best leaf."""
    first = reading.read.matters[:1]
    return any(
        guess.code.split(".")[0] == reading.sample.leaves[0].split(".")[0] for guess in first
    )


def _manner(all_read: Sequence[_Reading], how: str) -> Iterator[Finding]:
    n = len(all_read)
    kinds = [(each.sample.kind, each.read.kind.kind) for each in all_read]
    haste = [(each.sample.urgency, each.read.urgency.level) for each in all_read]
    parties = [(each.sample.party, each.read.party) for each in all_read]
    danger = [said is Urgency.DANGER for true, said in haste if true is Urgency.DANGER]
    calm = [said is Urgency.DANGER for true, said in haste if true is not Urgency.DANGER]
    firms = f1_by_label(*map(list, zip(*parties, strict=True))).get(Party.FIRM, 0.0)
    yield Finding("kind, accuracy", share(true == said for true, said in kinds), n, how)
    yield Finding("kind, macro-F1", macro_f1(*map(list, zip(*kinds, strict=True))), n, how)
    yield Finding("urgency, accuracy", share(true == said for true, said in haste), n, how)
    yield Finding("urgency, danger found", share(danger), len(danger), how)
    yield Finding("urgency, false danger", share(calm), len(calm), how)
    yield Finding("party, accuracy", share(true == said for true, said in parties), n, how)
    of_firms = sum(true is Party.FIRM for true, _ in parties)
    yield Finding("party, F1 of firms", firms, of_firms, how)


def _generated(means: Means) -> Iterator[Finding]:
    policy = load_pack(means.pack)
    made = means.compose(means.pack, means.seed, means.size(3000, 60))
    texts = [
        Sample(
            each.title,
            each.text,
            tuple(each.leaves),
            each.kind,
            Urgency(each.urgency),
            Party(each.party),
        )
        for each in made
    ]
    yield from judged(texts, policy, f"composed from pack {means.pack}, seed {means.seed}")


def _real(means: Means) -> Iterator[Finding]:
    found = samples(means.data)
    policy = labelled_pack()
    how = f"labelled by hand, {len(found)} of {len(labels())} texts found, one reader"
    yield from judged(found[:: means.size(1, 10)], policy, how)


GENERATED = Topic("understood, generated", _ROWS, _generated)
REAL = Topic("understood, real", _ROWS, _real)
