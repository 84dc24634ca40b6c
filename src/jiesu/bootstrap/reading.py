# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu understand``: a file of texts read row by row, one object a row, in the file's order.

The output appears whole or not at all. A row that cannot be read is written with its problem, so
there are as many objects as rows. Nothing that was said is repeated but the few words that explain
a guess, and these are taken from the masked text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from jiesu.adapters.files.tables import Table, open_table
from jiesu.adapters.files.writing import named_format
from jiesu.adapters.packs import load_pack
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.model import MatterModel, load_model
from jiesu.adapters.text.matter import Shares, TextReader
from jiesu.adapters.text.redact import Span, redact
from jiesu.application.foresight import supposed
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.application.policy import CityPolicy
from jiesu.application.showing import ground_of
from jiesu.application.understanding import NoPlaces, PlaceReader
from jiesu.bootstrap.redacting import Watch, whole_or_nothing
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.text_columns import TextColumns, check_columns
from jiesu.bootstrap.understanding import places_of, reader_of
from jiesu.domain.dispatch.responsibility import find_responsible
from jiesu.domain.understanding import Hint, MatterGuess, PlacesRead, Understood, Urgency
from jiesu.kernel.errors import BadInput, JiesuError
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text

LIGHT, THOROUGH = "light", "thorough"
_TOGETHER = 256  # rows read at once: the thorough tier is quicker in bulk
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class City:
    """政策包与日期: under which pack units are named, and as of which day."""

    policy: CityPolicy
    pack: str
    day: date


@dataclass(frozen=True)
class UnitForesight:
    """派单预判: who would lead if it were dispatched as guessed, and by which rules."""

    city: City
    _known: dict[tuple[str | None, str | None], dict[str, Any]] = field(default_factory=dict)

    def of(self, best: MatterGuess | None, places: PlacesRead) -> dict[str, Any]:
        """Return unit and reasons for the likeliest matter and place."""
        matter = best.code if best and best.code in self.city.policy.catalogue.matters else None
        area = places.guesses[0].area if places.guesses else None
        if (matter, area) not in self._known:
            self._known[matter, area] = self._answer(matter, area)
        return self._known[matter, area]

    def _answer(self, matter: str | None, area: str | None) -> dict[str, Any]:
        policy, day = self.city.policy, self.city.day
        appeal = supposed(matter, area, None, policy.calendar.day_start(day))
        try:
            answer = find_responsible(appeal, policy.dispatch, day)
        except JiesuError as error:
            why = {"zh": error.explain("zh"), "en": error.explain("en")}
            return {"unit": None, "reasons": [why]}
        grounds = (ground_of(basis, policy) for basis in answer.basis)
        reasons = [{"zh": each.article.zh, "en": each.article.en} for each in grounds]
        return {"unit": answer.lead.id, "reasons": reasons}


@dataclass(frozen=True, slots=True)
class Readers:
    """识读器: what reads matters and places, and from which confidence on it is sure."""

    matters: TextReader
    places: PlaceReader
    sure_from: float
    foresight: "UnitForesight | None" = None
    thorough: MatterModel | None = None


@dataclass(slots=True)
class UnderstoodFile:
    """识读结果: how many rows were written, how many were sure, and what could not be read."""

    rows: int = 0
    sure: int = 0
    by_category: dict[str, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return everything as JSON types."""
        return {
            "rows": self.rows,
            "sure": self.sure,
            "categories": dict(sorted(self.by_category.items(), key=lambda pair: -pair[1])),
            "problems": [
                dict(zip(RowProblem.COLUMNS, cells, strict=True))
                for problem in self.problems
                for cells in problem.cells()
            ],
        }


class OutputNotJsonl(BadInput):
    """The output is to be JSON lines: one row has lists in it."""

    what = Text("“{path}”不是 .jsonl 文件名。", '"{path}" is no name of a .jsonl file.')
    next_step = Text("请以 .jsonl 结尾。", "Let it end in .jsonl.")


def city_of(settings: Settings, pack: str | None = None) -> City:
    """Return the pack of that name, or of the settings, as of today.

    Raises:
        UnknownPack, BrokenPack: it cannot be used.
    """
    name = pack or settings.pack
    cache = settings.home / "cache" if settings.home.is_dir() else None
    policy = load_pack(name, cache_dir=cache, places_dir=settings.places_folder)
    return City(policy, name, policy.calendar.local_day(Instant(datetime.now(UTC))))


def readers(city: City | None, model: Path | None, tier: str | None) -> Readers:
    """Return what to read with; the thorough tier where it is asked for or, unasked, is there.

    Args:
        city: The pack; its default model is used if no other is named.
        model: Folder of a model; its labels are the pack's leaves, or somebody's own.
        tier: ``light``, ``thorough``, or None for the best there is.

    Raises:
        JiesuError: the model cannot be used.
    """
    loaded = _loaded(model, tier) if model else None
    thorough = loaded if loaded and loaded.thorough else None
    matters = reader_of(city.policy, city.pack, model) if city else TextReader(loaded)
    if loaded is not None:
        bars = loaded.facts.sure_from
        sure_from = bars.get(THOROUGH if thorough else LIGHT, 1.0)
    elif city is not None:
        sure_from = float(city.policy.understanding.sure_from.as_of(city.day).value)
    else:
        sure_from = 1.0
    places = places_of(city.policy, city.pack) if city else NoPlaces()
    foresight = UnitForesight(city) if city else None
    return Readers(matters, places, sure_from, foresight, thorough)


def _loaded(model: Path, tier: str | None) -> MatterModel:
    if tier == LIGHT:
        return load_model(model)
    has_it = THOROUGH in load_model(model).facts.sure_from
    return load_model(model, thorough=has_it or tier == THOROUGH)


def understand_file(
    file: Path, text: TextColumns, out: Path, by: Readers, watch: Watch | None = None
) -> UnderstoodFile:
    """Write what was made of each row of ``file``.

    Raises:
        JiesuError: the file cannot be read to its end or ``out`` not be written; then ``out`` is
            as it was before.
    """
    if out.suffix.lower() != ".jsonl":
        raise OutputNotJsonl(path=out)
    with open_table(file, format=named_format(file)) as table:
        check_columns(text, [], table.columns)
        with (
            whole_or_nothing(out) as (part,),
            part.open("w", encoding="utf-8", newline="\n") as target,
        ):
            return _written(table, text, target, by, watch)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it is read: its text as it stands, the same masked, and what was hidden where."""

    line: int
    document: Document
    masked: Document
    hidden: Mapping[str, tuple[Span, ...]]


def _written(
    table: Table, text: TextColumns, target: IO[str], by: Readers, watch: Watch | None
) -> UnderstoodFile:
    done = UnderstoodFile()
    rows = iter(table)
    while together := list(islice(rows, _TOGETHER)):
        read = [_read(item, text) for item in together]
        for row, confidences in zip(read, _thoroughly(read, by), strict=True):
            done.rows += 1
            target.write(json.dumps(_object(done, row, confidences, by), ensure_ascii=False))
            target.write("\n")
        if watch:
            watch(table.position(), table.size_hint(), done.rows)
    return done


def _read(item: RowProblem | tuple[int, dict[str, str]], text: TextColumns) -> _Row | RowProblem:
    if isinstance(item, RowProblem):
        return item
    line, row = item
    try:
        document = text.document(row)
    except BadInput as error:
        return row_problem(line, text.names[0], error)
    hidden = {column: redact(row[column]).spans for column in text.chosen(row)}
    return _Row(line, document, document.masked(), hidden)


def _thoroughly(rows: Sequence[_Row | RowProblem], by: Readers) -> Iterator[Shares | None]:
    """Yield the thorough tier's confidences for each row, None where there are none."""
    if by.thorough is None or by.thorough.thorough is None:
        yield from (None for _ in rows)
        return
    texts = [row.masked for row in rows if isinstance(row, _Row)]
    found = iter(by.thorough.thorough.predict(texts)) if texts else iter(())
    for row in rows:
        yield next(found) if isinstance(row, _Row) else None


def _object(
    done: UnderstoodFile, row: _Row | RowProblem, given: Shares | None, by: Readers
) -> dict[str, Any]:
    if isinstance(row, RowProblem):
        done.problems.append(row)
        problem = {"code": row.code, "zh": row.reason.zh, "en": row.reason.en}
        return {"row": done.rows, "line": row.line, "category": None, "problem": problem}
    read = by.matters.read_masked(row.masked, given)
    places = by.places.read(row.document.whole(), thorough=by.thorough is not None)
    best = read.matters[0] if read.matters else None
    sure = best is not None and best.confidence >= by.sure_from
    done.sure += sure
    if best:
        done.by_category[best.code] = done.by_category.get(best.code, 0) + 1
    return {
        "row": done.rows,
        "line": row.line,
        "category": best.code if best else None,
        "confidence": _rounded(best.confidence) if best else 0.0,
        "sure": sure,
        "alternatives": [_guess(each) for each in read.matters],
        "words": list(best.words) if best else [],
        **_manner(read),
        **_places(places),
        "pii": {column: [_span(each) for each in spans] for column, spans in row.hidden.items()},
        **(by.foresight.of(best, places) if by.foresight else {}),
    }


def _rounded(confidence: float) -> float:
    return round(confidence, _DECIMALS)


def _guess(guess: MatterGuess) -> dict[str, Any]:
    return {"category": guess.code, "confidence": _rounded(guess.confidence)}


def _manner(read: Understood) -> dict[str, Any]:
    danger = read.urgency.level is Urgency.DANGER
    return {
        "kind": read.kind.kind.value,
        "kind_words": list(read.kind.words),
        "urgency": read.urgency.level.value,
        "urgency_words": list(read.urgency.words),
        "danger": danger,
        "several": [{**_guess(each), "words": list(each.words)} for each in read.several],
        "party": read.party.value,
        "need": Hint.NEED in read.hints,
        "minor": Hint.MINOR in read.hints,
    }


def _places(read: PlacesRead) -> dict[str, Any]:
    guesses = [
        {
            "area": guess.area,
            "confidence": _rounded(guess.confidence),
            "mentions": [
                {"start": each.start, "end": each.end, "kind": each.kind.value, "name": each.name}
                for each in guess.mentions
            ],
            "reason": {"zh": guess.reason.zh, "en": guess.reason.en},
        }
        for guess in read.guesses
    ]
    question = {"zh": read.question.zh, "en": read.question.en} if read.question else None
    return {"places": guesses, "place_question": question}


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "type": span.type.value}
