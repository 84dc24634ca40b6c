# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Composes invented appeals: a style, a shape, its parts, one after the other, and the truth."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jiesu.application.foresight import supposed
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.chance import Dice
from jiesu.domain.dispatch.responsibility import find_responsible
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.timelimits import TimeUnit
from jiesu.domain.understanding import Party, Urgency
from jiesu.kernel.errors import NotFound
from jiesu.kernel.text import Text
from jiesu.simulation.priors import Priors
from jiesu.simulation.texts import slips
from jiesu.simulation.texts.circumstances import Circumstances
from jiesu.simulation.texts.grammar import (
    Fact,
    Grammar,
    Wording,
    by_topic,
    grammar,
    is_about,
    wordings,
)
from jiesu.simulation.texts.patterns import Piece, Pieces, text_of, tidied
from jiesu.simulation.texts.places import Atlas
from jiesu.simulation.texts.truth import (
    Composed,
    PersonalSpan,
    PlaceSpan,
    Style,
)

_OPTIONAL, _AGAIN, _MOST_AGAIN = 0.5, 0.5, 3
_TRIES = 100
_ENDED, _SENTENCE = "，。！？；：\n、", 0.45
_SLIPS: Mapping[Style, Callable[[Pieces, Dice, Grammar], Pieces]] = {
    Style.MISNAMED: slips.misname,
    Style.DIALECT: slips.in_dialect,
    Style.SPEECH: slips.misheard,
}
_ANGRY = frozenset({Style.EMOTIONAL, Style.INDIRECT, Style.DIALECT})
_NO_STOP = frozenset({"where", "report", "two_first", "also", "second", "opening", "about"})
"""Parts that what follows continues."""
_BY_NAME = 0.12
"""How often a matter is put by its name and words of the catalogue, though more is known of it."""
_MORE_FACTS, _ALARMED, _OF_THE_TOPIC = 0.7, 0.7, 0.6
_HOURS_OF = {TimeUnit.HOUR: 1}
_DANGER, _PRESSING = 2, 24  # hours


class NotALeaf(NotFound):
    """Texts are composed of the finest matters only."""

    what = Text("“{leaf}”不是派单目录的末级事项。", '"{leaf}" is no leaf of the catalogue.')
    next_step = Text(
        "请用“jiesu pack show matters”查看末级事项代码。",
        'See the codes of leaves with "jiesu pack show matters".',
    )


class _Told(NamedTuple):
    """A matter as this text puts it."""

    wording: Wording
    fact: Fact
    pieces: Pieces


class Composer:
    """Composes texts about the matters of a city; every draw comes from the dice it is handed.

    The same policy, priors, day and dice give the same texts. ``day`` decides by whose law the
    owner of a matter is found. ``known`` may leave out some of the ways to put a matter.
    """

    def __init__(
        self,
        policy: CityPolicy,
        priors: Priors,
        dice: Dice,
        day: date,
        *,
        known: Callable[[Wording], Wording] = lambda wording: wording,
    ) -> None:
        self._policy, self._priors, self._dice, self._day = policy, priors, dice, day
        self._grammar = grammar()
        every = wordings(policy.catalogue, priors)
        self._wordings = {code: known(wording) for code, wording in every.items()}
        self._atlas = Atlas(policy.organisation, priors, policy.name.zh, self._grammar)
        self._codes = list(self._wordings)
        self._weights = [each.weight for each in self._wordings.values()]
        self._styles = list(self._grammar.styles)
        self._style_weights = [each.weight for each in self._grammar.styles.values()]
        self._owners: dict[tuple[str, str, str | None], str] = {}
        self._urgencies: dict[str, Urgency] = {}

    @property
    def leaves(self) -> tuple[str, ...]:
        """Return the code of every matter there are texts about."""
        return tuple(self._codes)

    def stream(self, count: int, *, even: bool = False) -> Iterator[Composed]:
        """Yield ``count`` texts; matters as often as people speak of them, or ``even``ly."""
        for number in range(count):
            yield self.compose(self._codes[number % len(self._codes)] if even else None)

    def compose(
        self,
        leaf: str | None = None,
        style: Style | None = None,
        *,
        area: str | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> Composed:
        """Return one text; whatever is not given is drawn.

        ``area`` is the code of a street; ``facts`` are values for slots, such as ``phone``.

        Raises:
            NotALeaf: no such leaf in the catalogue.
        """
        dice = self._dice
        code = leaf or self._leaf(style)
        if code not in self._wordings:
            raise NotALeaf(leaf=code)
        style = Style(style) if style else self._style(code)
        place = self._atlas.of(area) if area else self._atlas.draw(dice)
        return _Text(
            self, dice, style, Circumstances(dice, self._atlas, place, self._grammar, facts)
        ).of(code)

    def _leaf(self, style: Style | None) -> str:
        """Draw a matter, one that can be put in the style if the pack has any."""
        drawn = self._dice.choices(self._codes, self._weights, k=_TRIES if style else 1)
        return next((code for code in drawn if self._fits(style, code)), drawn[0])

    def _style(self, code: str) -> Style:
        """Draw a style the matter can be put in."""
        style = self._dice.choices(self._styles, self._style_weights)[0]
        return style if self._fits(style, code) else Style.PLAIN

    def _fits(self, style: Style | None, code: str) -> bool:
        """Return whether firms call about it; whether there is a way not to name it."""
        wording = self._wordings[code]
        if style is Style.FIRM:
            return is_about(wording.topic, self._grammar.firms)
        return style is not Style.INDIRECT or bool(wording.hints)

    def another(self, code: str) -> str:
        """Return some other matter."""
        found = code
        while found == code and len(self._codes) > 1:
            found = self._dice.choices(self._codes, self._weights)[0]
        return found

    def wording(self, code: str) -> Wording:
        """Return everything there is to say of a matter."""
        return self._wordings[code]

    def office_name(self, unit: str) -> str:
        """Return what a unit is called."""
        return self._policy.organisation.units[unit].name.zh

    def owner(self, leaf: str, area: str, accused: str | None) -> str:
        """Return the unit a dispatch of the day would give the matter to."""
        key = leaf, area, accused
        if key not in self._owners:
            now = self._policy.calendar.day_start(self._day)
            appeal = supposed(leaf, area, accused, now)
            self._owners[key] = find_responsible(appeal, self._policy.dispatch, self._day).lead.id
        return self._owners[key]

    def urgency(self, leaf: str) -> Urgency:
        """Return how soon the law of the day wants the matter handled."""
        if leaf not in self._urgencies:
            self._urgencies[leaf] = self._by_limit(leaf)
        return self._urgencies[leaf]

    def _by_limit(self, leaf: str) -> Urgency:
        duty = self._policy.catalogue.duty(leaf, self._day)
        dispatch = self._policy.dispatch
        named = duty.time_limit_class if duty else dispatch.default_class.as_of(self._day).value
        limit = self._policy.orders.limits[named].as_of(self._day).value
        hours = limit.amount * _HOURS_OF.get(limit.unit, _PRESSING)
        if hours <= _DANGER:
            return Urgency.DANGER
        return (
            Urgency.PRESSING if hours <= _PRESSING and limit.unit in _HOURS_OF else Urgency.ROUTINE
        )


class _Text:
    """One text in the making."""

    def __init__(self, composer: Composer, dice: Dice, style: Style, here: Circumstances) -> None:
        self._composer, self._dice, self._style, self._here = composer, dice, style, here
        self._grammar = grammar()
        self._told: list[_Told] = []
        self._accused: str | None = None
        self._language = "en" if style is Style.ENGLISH else "zh"
        self._urgency = Urgency.ROUTINE
        self._kind = AppealKind.COMPLAINT
        self._points = 0
        self._used: set[str] = set()

    def of(self, code: str) -> Composed:
        """Return the text about that matter."""
        self._urgency = self._composer.urgency(code)
        self._begin(code)
        self._kind = self._told[0].fact.kind
        shape = self._dice.choice(self._grammar.styles[self._style].shapes)
        parts = list(self._parts(shape.split()))
        if not any(name in _SAYS_WHAT for name, _ in parts):
            parts.append(("core", self._told[0].pieces))
        if self._style is Style.LONG:
            self._lengthen(parts)
        pieces = self._joined(parts)
        slip = _SLIPS.get(self._style)
        return self._composed(slip(pieces, self._dice, self._grammar) if slip else pieces)

    # what is the matter

    def _begin(self, code: str) -> None:
        """Turn to a matter and decide how it is put."""
        wording = self._composer.wording(code)
        self._here.turn_to(wording)
        if not self._told and wording.about:
            self._accused = self._dice.choice(wording.about)
            self._here.keep("office", [Piece(self._composer.office_name(self._accused))])
        fact = self._fact(wording)
        title = fact.title or wording.matter.name.zh
        self._here.keep("title", [Piece(title)])
        self._told.append(_Told(wording, fact, self._put(fact)))

    def _fact(self, wording: Wording) -> Fact:
        if self._language == "en":
            named = Fact(AppealKind.COMPLAINT, self._dice.choice(self._grammar.named["english"]))
            return self._dice.choice((*wording.english, named))
        facts, sayings = self._fitting(wording.facts), self._fitting(wording.sayings)
        if self._style is Style.INDIRECT and facts:
            return self._dice.choice(facts)
        known = [options for options in (facts, facts, facts, sayings) if options]
        if known and self._dice.random() >= _BY_NAME:
            return self._dice.choice(self._dice.choice(known))
        kinds = _BAD_KINDS if self._style in _ANGRY else _KINDS
        kind = self._dice.choice(kinds)
        return Fact(kind, self._dice.choice(self._grammar.named[kind.value]), named=True)

    def _fitting(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Return the facts one can be angry about, where somebody is."""
        if self._style not in _ANGRY:
            return facts
        return tuple(each for each in facts if each.kind in _BAD)

    def _put(self, fact: Fact) -> Pieces:
        pieces = self._here.say(fact.pattern.rstrip("。！"))
        if self._language == "en" or fact.title or fact.named:
            return pieces
        self._here.keep("core", pieces)
        return self._here.say(self._dice.choice(self._grammar.wraps[fact.kind]))

    def _again(self) -> Pieces:
        """Return something more about the same matter; who asks for help complains meanwhile."""
        told, dice = self._told[-1], self._dice
        kinds = _BAD if told.fact.kind in _BAD else {told.fact.kind}
        facts = [each for each in told.wording.facts if each.kind in kinds]
        fresh = [each for each in facts if each.pattern not in self._used]
        if fresh and dice.random() < _MORE_FACTS:
            fact = dice.choice(fresh)
            self._used.add(fact.pattern)
            return self._here.say(fact.pattern.rstrip("。！"))
        kind = AppealKind.COMPLAINT if told.fact.kind in _BAD else told.fact.kind
        return self._here.say(dice.choice(self._grammar.named[kind.value]))

    # the parts, in the order of the shape

    def _parts(self, names: list[str]) -> Iterator[tuple[str, Pieces]]:
        """Yield the parts; what does not go with the kind of appeal is left out."""
        unfit = self._grammar.unfit.get(self._kind, frozenset())
        for written in names:
            name = written.rstrip("?*")
            if name in unfit or (written[-1] == "?" and self._dice.random() < _OPTIONAL):
                continue
            for _ in range(self._times(written)):
                yield name, self._part(name)

    def _lengthen(self, parts: list[tuple[str, Pieces]]) -> None:
        """Add to the middle of a text until it is as long as long-winded people are."""
        at = max(1, len(parts) - 2)
        while sum(len(text_of(pieces)) for _, pieces in parts) < _LONG:
            name = self._dice.choice(_PADDING)
            parts.insert(at, (name, self._part(name)))
            at += 1

    def _times(self, written: str) -> int:
        times = 1
        while written[-1] == "*" and times < _MOST_AGAIN and self._dice.random() < _AGAIN:
            times += 1
        return times

    def _part(self, name: str) -> Pieces:
        made = _MAKERS.get(name)
        if made is not None:
            return made(self)
        self._here.forget("effect", "demand")
        return self._here.say(self._pattern(name))

    def core(self) -> Pieces:
        """Return what is the matter."""
        return self._told[0].pieces

    def core_too(self) -> Pieces:
        """Return what else is the matter: something of another kind altogether."""
        self._here.forget("office")
        self._begin(self._composer.another(self._told[0].wording.matter.code))
        return self._told[1].pieces

    def hint(self) -> Pieces:
        """Return what is seen of the matter, which stays unnamed."""
        hints = self._told[0].wording.hints
        return self._here.say(self._dice.choice(hints)) if hints else self.core()

    def core_at(self) -> Pieces:
        """Return what is the matter and where, in one."""
        self._here.keep("core", self.core())
        return self._here.say(self._pattern("core_at")) if self._places_itself() else self.core()

    def title(self) -> Pieces:
        """Return what would stand over a letter."""
        self._here.keep("core", self.core())
        return self._here.say(self._pattern("title"))

    def more(self) -> Pieces:
        """Return something more about the same matter."""
        self._here.keep("core", self._again())
        return self._here.say(self._pattern("more"))

    def point(self) -> Pieces:
        """Return one point of several, with its number."""
        self._points += 1
        here = self._here
        here.keep("ordinal", [Piece(_ORDINALS[self._points - 1])])
        here.keep("core", self._again())
        here.keep("effect", here.say(self._pattern("effect")))
        here.keep("demand", here.say(self._pattern("demand")))
        return here.say(self._pattern("point"))

    def where(self) -> Pieces:
        """Return where it is, unless the matter itself has said so already."""
        return self._here.say(self._pattern("where")) if self._places_itself() else []

    def _places_itself(self) -> bool:
        """Draw where it is; return whether there is anything to say of it."""
        if any(piece.place for piece in self._told[-1].pieces):
            return False
        where = self._here.where()
        self._here.keep("place", where)
        return bool(where)

    def _pattern(self, part: str) -> str:
        """Return a pattern of a part; one not used yet, if there is any."""
        options = self._options(part)
        fresh = [each for each in options if each not in self._used] or options
        pattern = self._dice.choice(fresh)
        self._used.add(pattern)
        return pattern

    def _options(self, part: str) -> Sequence[str]:
        """Return the patterns of a part: its own for the style, the kind, the danger, the topic."""
        options = self._grammar.parts[part]
        if self._language == "en":
            return options["english"]
        if part == "demand" and self._urgency is Urgency.DANGER and self._dice.random() < _ALARMED:
            return options["danger"]
        if part == "effect" and self._dice.random() < _OF_THE_TOPIC:
            effects = self._grammar.effects
            return effects[by_topic(effects, self._told[-1].wording.topic)]
        return options.get(self._style.value) or options.get(self._kind.value) or options["any"]

    # one text of the parts

    def _joined(self, parts: list[tuple[str, Pieces]]) -> Pieces:
        """Return the parts with the right stops between and behind them."""
        parts = [(name, pieces) for name, pieces in parts if text_of(pieces)]
        joined: Pieces = []
        for number, (name, pieces) in enumerate(parts):
            joined += pieces
            last = number == len(parts) - 1
            end = pieces[-1].text[-1:]
            if self._language == "en":
                joined.append(Piece("" if last or end == " " else " "))
            elif last:
                joined.append(Piece(self._full_stop(name) if end not in _ENDED else ""))
            elif end not in _ENDED and name not in _NO_STOP:
                joined.append(Piece("？" if name == "question" else self._stop()))
        return joined

    def _stop(self) -> str:
        return "。" if self._dice.random() < _SENTENCE else "，"

    def _full_stop(self, name: str) -> str:
        if name == "question":
            return "？"
        return (
            self._dice.choice(("。", "。", "。", "", "！"))
            if self._style is not Style.SHORT
            else ""
        )

    def _composed(self, pieces: Pieces) -> Composed:
        """Return the text and, piece by piece, where in it everything stands."""
        pieces, position, places, personal = tidied(pieces), 0, [], []
        for piece in pieces:
            end = position + len(piece.text)
            if piece.place and piece.text:
                places.append(PlaceSpan(position, end, piece.place, piece.means or piece.text))
            if piece.personal and piece.text:
                personal.append(PersonalSpan(position, end, piece.personal))
            position = end
        area, first = self._here.place.area.code, self._told[0]
        codes = tuple(dict.fromkeys(told.wording.matter.code for told in self._told))
        return Composed(
            text=text_of(pieces),
            title=self._title(first),
            language=self._language,
            leaves=codes,
            kind=first.fact.kind,
            urgency=max(map(self._composer.urgency, codes), key=list(Urgency).index),
            party=self._party(),
            style=self._style,
            area=area,
            owners=tuple(self._composer.owner(code, area, self._accused) for code in codes),
            places=tuple(places),
            personal=tuple(personal),
            needs=frozenset(self._here.needs),
            answer=first.fact.answer,
            accused=self._accused,
        )

    def _party(self) -> Party:
        of_firms = is_about(self._told[0].wording.topic, _OF_FIRMS)
        return Party.FIRM if self._style is Style.FIRM or of_firms else Party.PERSON

    def _title(self, told: _Told) -> str:
        name = told.wording.matter.name
        return told.fact.title or (name.en if self._language == "en" else name.zh)


_BAD_KINDS = (*[AppealKind.COMPLAINT] * 6, AppealKind.HELP, AppealKind.TIP_OFF)
_KINDS = (*_BAD_KINDS, AppealKind.INQUIRY, AppealKind.INQUIRY, AppealKind.SUGGESTION)
"""What is said by name alone, as often as each stands here."""
_BAD = frozenset({AppealKind.COMPLAINT, AppealKind.HELP, AppealKind.TIP_OFF})
_LONG = 300  # characters, at least
_PADDING = ("background", "background", "effect", "more", "history")
_OF_FIRMS = ("enterprise.policy", "enterprise.fairness")
"""Topics nobody but a firm speaks of."""
_ORDINALS = "一二三四五六"
_SAYS_WHAT = frozenset({"core", "core_at", "hint", "title"})
_MAKERS: Mapping[str, Callable[[_Text], Pieces]] = {
    name: getattr(_Text, name)
    for name in ("core", "core_too", "hint", "core_at", "title", "more", "point", "where")
}
"""Parts that take more than saying a pattern."""
