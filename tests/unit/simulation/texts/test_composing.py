# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Invented appeals are varied, whole, and what is said to be true of them is true of them."""

import re
from collections import Counter
from datetime import date
from functools import cache

import pytest

from jiesu.adapters.packs import load_pack
from jiesu.adapters.text.redact import PersonalType
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.chance import seeded
from jiesu.domain.taxonomy import AppealKind
from jiesu.simulation.priors import load_priors
from jiesu.simulation.texts import Composed, Composer, NotALeaf, Party, PlaceKind, Style, Urgency
from jiesu.simulation.texts.bad_material import LONGEST, adversarial, all_alike
from jiesu.simulation.texts.grammar import grammar, shared_topics, wordings
from jiesu.simulation.texts.patterns import BadPattern, parsed, slots_of
from jiesu.simulation.texts.personal import PERSONAL

DAY = date(2026, 11, 25)
MANY = 1000
MOST_ALIKE = 0.05
"""The share of texts that may have the skeleton of another."""
HAN = re.compile("[\u4e00-\u9fff]")


@cache
def law_of(pack: str) -> CityPolicy:
    return load_pack(pack)


@pytest.fixture(scope="module")
def law() -> CityPolicy:
    return law_of("example")


def composer(law: CityPolicy, seed: int = 7) -> Composer:
    return Composer(law, load_priors("example"), seeded(seed, "texts"), DAY)


@pytest.fixture(scope="module")
def texts(law: CityPolicy) -> list[Composed]:
    return list(composer(law).stream(MANY))


def test_the_same_seed_tells_the_same_to_the_byte(law: CityPolicy, texts: list[Composed]) -> None:
    again = [each.plain() for each in composer(law).stream(200)]
    assert again == [each.plain() for each in texts[:200]]
    assert again != [each.plain() for each in composer(law, seed=8).stream(200)]


def test_no_slot_and_no_bracket_is_left(texts: list[Composed]) -> None:
    assert [each.text for each in texts if re.search(r"[{}<>|]", each.text)] == []
    assert all(each.text.strip() for each in texts)


def test_stops_do_not_pile_up(texts: list[Composed]) -> None:
    piled = re.compile("[，。；：、？]{2}|^[，。；、？！]")
    assert [each.text for each in texts if piled.search(each.text)] == []


def test_hardly_two_texts_are_alike(texts: list[Composed]) -> None:
    skeletons = Counter(each.skeleton for each in texts if each.style is not Style.SHORT)
    alike = sum(count for count in skeletons.values() if count > 1)
    assert alike / skeletons.total() <= MOST_ALIKE


def test_every_style_occurs(texts: list[Composed]) -> None:
    assert {each.style for each in texts} == set(Style)


def test_every_kind_and_urgency_occurs(texts: list[Composed]) -> None:
    assert {each.kind for each in texts} == set(AppealKind)
    assert {each.urgency for each in texts} == set(Urgency)


def test_spans_are_in_order_and_do_not_overlap(texts: list[Composed]) -> None:
    for each in texts:
        for spans in (each.places, each.personal):
            ends = [0, *(span.end for span in spans)]
            assert all(
                before <= span.start < span.end <= len(each.text)
                for before, span in zip(ends, spans, strict=False)
            )


SHAPES = {
    PersonalType.PHONE: r"(\+86 )?1\d{2}[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{8}",
    PersonalType.ID_NUMBER: r"\d{17}[\dX]",
    PersonalType.BANK_CARD: r"\d{19}",
    PersonalType.EMAIL: r"\w+@example\.com",
    PersonalType.NAME: "[\u4e00-\u9fff]{1,4}",
    PersonalType.PLATE: "[\u4e00-\u9fff][A-Z]·?[A-Z0-9]{5,6}",
    PersonalType.ADDRESS_ROOM: r"\d+(号楼|栋|幢|-).*\d+(室|单元)?",
}


@pytest.mark.parametrize("kind", SHAPES, ids=str)
def test_a_personal_span_holds_the_whole_of_it_and_nothing_else(
    kind: PersonalType, texts: list[Composed]
) -> None:
    held = [e.text[s.start : s.end] for e in texts for s in e.personal if s.type is kind]
    assert held
    assert [each for each in held if not re.fullmatch(SHAPES[kind], each)] == []


def test_a_place_span_holds_the_name_of_what_it_means(
    law: CityPolicy, texts: list[Composed]
) -> None:
    areas = law.organisation.areas
    for each in texts:
        if each.style in (Style.MISNAMED, Style.ENGLISH):
            continue
        for span in each.places:
            name = areas[span.means].name.zh if span.means in areas else span.means
            assert each.text[span.start : span.end] == name


def test_a_name_spelt_wrong_still_means_the_right_place(texts: list[Composed]) -> None:
    wrong = [
        (each.text[span.start : span.end], span.means)
        for each in texts
        if each.style is Style.MISNAMED
        for span in each.places
        if span.kind is PlaceKind.ESTATE and each.text[span.start : span.end] != span.means
    ]
    assert wrong
    assert all(abs(len(said) - len(meant)) <= 2 for said, meant in wrong)


def test_slips_leave_spans_where_the_truth_says(texts: list[Composed]) -> None:
    heard = [each for each in texts if each.style in (Style.SPEECH, Style.DIALECT)]
    phones = [e.text[s.start : s.end] for e in heard for s in e.personal if s.type == "phone"]
    assert phones
    assert all(re.fullmatch(SHAPES[PersonalType.PHONE], phone) for phone in phones)


def test_english_is_english(texts: list[Composed]) -> None:
    english = [each for each in texts if each.language == "en"]
    assert english
    assert [each.text for each in english if HAN.search(each.text)] == []


def test_short_is_short_and_long_is_long(law: CityPolicy) -> None:
    make = composer(law)
    short = sorted(len(make.compose(style=Style.SHORT).text) for _ in range(100))
    long = sorted(len(make.compose(style=Style.LONG).text) for _ in range(100))
    assert short[50] < 40
    assert long[0] >= 300
    assert long[95] <= 800


def test_an_indirect_text_never_names_its_matter(texts: list[Composed]) -> None:
    indirect = [each for each in texts if each.style is Style.INDIRECT]
    assert indirect
    assert [each.text for each in indirect if each.title in each.text] == []


def test_two_matters_have_two_leaves_and_two_owners(texts: list[Composed]) -> None:
    two = [each for each in texts if each.style is Style.TWO_MATTERS]
    assert {(len(each.leaves), len(each.owners)) for each in two} == {(2, 2)}


def test_firms_speak_as_firms(texts: list[Composed]) -> None:
    assert {each.style for each in texts if each.party is Party.FIRM} == {Style.FIRM}


def test_the_owner_is_who_a_dispatch_would_name(law: CityPolicy) -> None:
    told = composer(law).compose("water.drain.blocked", Style.PLAIN, area="qc-liuyin")
    assert told.area == "qc-liuyin"
    assert told.owners[0] in law.organisation.units


def test_a_gas_leak_is_a_danger_and_a_bus_line_is_not(law: CityPolicy) -> None:
    make = composer(law)
    assert make.compose("gas.leak.danger").urgency is Urgency.DANGER
    assert make.compose("transport.bus.route", Style.PLAIN).urgency is Urgency.ROUTINE


def test_given_facts_are_used(law: CityPolicy) -> None:
    facts = {"phone": "13800000000", "name": "王小明", "surname": "王"}
    make = composer(law)
    told = [make.compose(style=Style.FIRM, facts=facts) for _ in range(60)]
    phones = {t.text[s.start : s.end] for t in told for s in t.personal if s.type == "phone"}
    assert "13800000000" in phones


def test_only_leaves_can_be_told(law: CityPolicy) -> None:
    with pytest.raises(NotALeaf, match="water"):
        composer(law).compose("water")


@pytest.mark.parametrize("pack", ["example", "jinan", "beijing"])
def test_every_leaf_of_every_pack_has_words_of_its_own(pack: str) -> None:
    law, priors = law_of(pack), load_priors(pack)
    every = wordings(law.catalogue, priors)
    assert [code for code, wording in every.items() if not wording.facts + wording.sayings] == []
    make = Composer(law, priors, seeded(1, "leaves"), DAY)
    assert {each.leaves[0] for each in make.stream(len(every), even=True)} == set(every)


@pytest.mark.parametrize("pack", ["example", "jinan", "beijing"])
def test_a_pack_names_only_topics_and_leaves_that_exist(pack: str) -> None:
    speech, catalogue = load_priors(pack).speech, law_of(pack).catalogue
    topics = {topic for like in speech.like.values() for topic in like}
    assert topics <= set(shared_topics())
    assert all(catalogue.is_leaf(leaf) for leaf in (*speech.like, *speech.said))


def test_shapes_name_only_parts_there_are() -> None:
    made = {"core", "core_too", "hint"}
    shapes = [shape for each in grammar().styles.values() for shape in each.shapes]
    named = {part.rstrip("?*") for shape in shapes for part in shape.split()}
    assert named <= made | set(grammar().parts)


@pytest.mark.parametrize("pattern", ["<a|b", "a>b", "a|b", "<a<b>"])
def test_brackets_must_match(pattern: str) -> None:
    with pytest.raises(BadPattern):
        parsed(pattern)


def test_an_address_is_one_thing() -> None:
    assert slots_of("{estate}{building}号楼{stair}单元{room}室漏水") == {"estate", "home"}
    assert slots_of("<{building}号楼|{n}>") == {"block", "n"}


@pytest.mark.parametrize("slot", PERSONAL)
def test_everything_personal_is_drawn_anew(slot: str) -> None:
    dice = seeded(1, slot)
    assert len({PERSONAL[slot][1](dice) for _ in range(50)}) > 10


def test_bad_material_is_of_many_sorts() -> None:
    bad = {each.name: each.text for each in adversarial()}
    assert len(bad) == len(adversarial())
    assert bad["empty"] == ""
    assert max(map(len, bad.values())) == LONGEST
    assert len(set(all_alike(30))) == 30
