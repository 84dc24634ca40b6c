# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Hand-made labels name leaves that exist, keep no words, and find their texts by digest."""

import csv
import gzip
from importlib.resources import files
from pathlib import Path

import pytest

from jiesu.bench.judging import labelled
from jiesu.bench.judging.datasets import data_set, digest_of
from jiesu.bench.judging.labelled import NO_LEAF, Label, labelled_pack, labels, samples
from jiesu.bench.judging.table import NotMeasured
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.understanding import Party, Urgency


def write(folder: Path, *texts: tuple[str, str]) -> None:
    (folder / "a_12345_river").mkdir()
    with gzip.open(
        folder / "a_12345_river" / "texts.csv.gz", "wt", encoding="utf-8", newline=""
    ) as out:
        csv.writer(out).writerows([("title", "content"), *texts])


def test_two_hundred_texts_carry_a_label_each() -> None:
    found = labels()
    assert len(found) == len({label.digest for label in found}) == 200


def test_every_label_is_a_leaf_of_one_pack() -> None:
    catalogue = labelled_pack().catalogue
    assert all(catalogue.is_leaf(leaf) for x in labels() for leaf in x.leaves if leaf != NO_LEAF)


def test_no_word_of_a_text_is_kept() -> None:
    kept = files("jiesu.bench").joinpath("data", "real_leaves.csv").read_text(encoding="utf-8")
    assert kept.isascii()


def test_a_text_is_found_by_its_digest_and_a_changed_one_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, ("路灯", "坏了"), ("路灯", "又坏了"))
    one, gone = digest_of("路灯", "坏了"), digest_of("路灯", "修好了")
    manner = (AppealKind.HELP, Urgency.ROUTINE, Party.PERSON)
    known = [Label("*_12345_river", digest, ("a.b.c",), *manner) for digest in (one, gone)]
    monkeypatch.setattr(labelled, "labels", lambda: known)
    assert [sample.whole for sample in samples(tmp_path)] == ["路灯\n坏了"]


def test_a_data_set_that_is_not_there_says_which_setting_names_it(tmp_path: Path) -> None:
    with pytest.raises(NotMeasured, match="JIESU_SHARED_DATA"):
        data_set(tmp_path, "some/*.csv.gz", ("title",))
