# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How often a text or a point is put into the right place: real listings, real appeals, drills."""

import csv
import gzip
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jiesu.adapters.packs.gazetteer import place_names
from jiesu.adapters.packs.loading import load_pack, pack_folder
from jiesu.adapters.places.gazetteer import Gazetteer
from jiesu.adapters.places.polygons import PolygonMap
from jiesu.adapters.places.reader import GazetteerReader
from jiesu.application.coordinates import Gcj02Point, Wgs84Point
from jiesu.application.places import NamedPlace, PlaceNames
from jiesu.application.understanding import PlaceReader
from jiesu.bench.addresses import drill
from jiesu.bootstrap.chance import seeded
from jiesu.domain.organisations import Area, AreaKind
from jiesu.domain.understanding import PlaceKind
from jiesu.kernel.errors import NotFound
from jiesu.kernel.text import Text

T = TypeVar("T")

_FOLDS = 5
_SHINGLE = 20
"""Two appeals that share so many characters in a row are copies of one another."""
_LONGEST, _SHORTEST = 6, 3
_TAILS = "河路桥街村园苑城里坊巷道山湖江溪浦洋厦院校寓庭府镇乡区街渠闸墘"
"""Characters that names of places end in."""
_OFTEN, _PURE = 2, 0.7
"""How often a piece must occur, and with which share in one district, to be taken for a name."""


class NoSuchData(NotFound):
    """The folder of real data lacks the file."""

    what = Text("“{folder}”中没有“{pattern}”。", 'There is no "{pattern}" in "{folder}".')
    next_step = Text(
        "请用 JIESU_SHARED_DATA 指明实测数据所在的文件夹。",
        "Set JIESU_SHARED_DATA to the folder of the real data.",
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """Counts of one measurement: right, wrong, and those for which nothing was said."""

    right: int
    wrong: int
    silent: int
    cpu_ms: float

    @property
    def all(self) -> int:
        """Return how many were asked."""
        return self.right + self.wrong + self.silent

    @property
    def share(self) -> float:
        """Return which share of all was right; silence is not right."""
        return self.right / self.all if self.all else 0.0


def district_on_compounds(folder: Path) -> dict[str, Placed]:
    """Return how well the district of real estates is told: by text, by point, by both.

    The truth is the district the listing states; rows that state none are left out. Text is name
    and address as listed, nothing masked.
    ``both``: the point decides, but where several may claim it the text chooses among them, and
    where there is no point it stands alone.

    Args:
        folder: the real data; a folder ``<pack>_admin`` in it holds the listings.

    Raises:
        NoSuchData: it does not.
    """
    file = _only(folder, "*_admin/*_residential_compounds.csv.gz")
    pack = file.parent.name.partition("_")[0]
    rows = [row for row in _rows(file) if row["stated_district"]]
    reader, areas = pack_reader(pack)
    known = PolygonMap(areas.values())
    names = {code: area.name.zh for code, area in areas.items()}

    def by_text(row: Mapping[str, str]) -> str | None:
        guesses = reader.read(f"{row['name']} {row['address']}").guesses
        return names[_district(guesses[0].area, areas)] if guesses else None

    def by_point(row: Mapping[str, str]) -> str | None:
        if not row["lon_wgs84"]:
            return None
        point = _point(row)
        code = known.area_at(point.longitude, point.latitude)
        return names[_district(code, areas)] if code else None

    def by_both(row: Mapping[str, str]) -> str | None:
        said, there = by_text(row), by_point(row)
        near = known.claimants(_point(row)) if there else ()
        claimed = {names[_district(one.area, areas)] for one in near}
        return said if there is None or said in claimed else there

    ways = {"text": by_text, "point": by_point, "both": by_both}
    return {
        way: measured(rows, guess, lambda row: row["stated_district"])
        for way, guess in ways.items()
    }


def _point(row: Mapping[str, str]) -> Wgs84Point:
    return Wgs84Point(float(row["lon_wgs84"]), float(row["lat_wgs84"]))


def district_on_river_appeals(folder: Path, seed: int = 1) -> Placed:
    """Return how well the district of real appeals about rivers is told from title and words.

    Nobody gives names of that city's places, so they are learned from the other appeals: five
    folds, each read with the districts and streets of the national list (for the districts that
    occur) and the names found in the other four: the rivers of their column, and pieces of their
    texts of three to six characters that end like a name (road, bridge, village...), occur at
    least twice and in one district for the most part. Copies (twenty characters in a row the
    same) stay in one fold. The truth is the district whose sheet the appeal stands in.

    Raises:
        NoSuchData: the folder has no such appeals.
    """
    rows = _rows(_only(folder, "*_river/*_river_appeals.csv.gz"))
    areas = _national_areas(folder, {row["district"] for row in rows})
    codes = {area.name.zh: code for code, area in areas.items()}
    texts = [f"{row['title']}。{row['content']}" for row in rows]
    fold_of = _folds(texts, seed)
    counts: list[Placed] = []
    for fold in range(_FOLDS):
        others = [i for i in range(len(rows)) if fold_of[i] != fold]
        names = _learned([(rows[i], texts[i]) for i in others], codes)
        reader = GazetteerReader(Gazetteer(areas.values(), names))
        asked = [(rows[i], texts[i]) for i in range(len(rows)) if fold_of[i] == fold]
        guess = _district_guess(reader, areas)
        counts.append(measured(asked, guess, lambda pair: pair[0]["district"]))
    return _together(counts)


def street_on_generated(n: int, seed: int, pack: str = "example") -> Placed:
    """Return how well the street is told from made-up addresses of a pack's streets.

    Names are written in full, short, in traditional script, with a slip of the same sound, with
    and without the district; half the addresses stand in a sentence. An address that leaves open
    which of several streets is meant counts as silent when the reader asks back.
    """
    reader, areas = pack_reader(pack)
    streets = [area for area in areas.values() if area.kind is AreaKind.STREET]
    asked = list(drill(streets, areas, seeded(seed, "addresses"), n))

    def guess(written: tuple[str, str]) -> str | None:
        read = reader.read(written[0])
        return read.guesses[0].area if read.guesses and read.question is None else None

    return measured(asked, guess, lambda written: written[1])


def street_by_nearest(folder: Path, seed: int = 1) -> Placed:
    """Return how often the nearest known place tells the street, where no street has borders.

    Known places are real points of streets and communities: a fifth, drawn at random, is asked,
    the others are known. Only the first guess counts. Such points do not come with a pack.

    Raises:
        NoSuchData: the folder has no such points.
    """
    file = _only(folder, "*_admin/street_reference_points.csv.gz")
    areas = load_pack(file.parent.name.partition("_")[0]).organisation.areas
    codes = {area.official: code for code, area in areas.items()}
    points = [
        (codes[row["street_code"]], Gcj02Point(float(row["lon"]), float(row["lat"])).to_wgs84())
        for row in _rows(file)
        if row["street_code"] in codes
    ]
    seeded(seed, "known places").shuffle(points)
    asked, rest = points[: len(points) // _FOLDS], points[len(points) // _FOLDS :]
    known = PolygonMap(areas.values(), [(code, p.longitude, p.latitude) for code, p in rest])

    def guess(one: tuple[str, Wgs84Point]) -> str | None:
        return next((c.area for c in known.claimants(one[1]) if c.guess), None)

    return measured(asked, guess, lambda one: one[0])


def pack_reader(pack: str) -> tuple[PlaceReader, Mapping[str, Area]]:
    """Return the reader over the names of an installed pack, and its areas."""
    areas = load_pack(pack).organisation.areas
    names = place_names(pack_folder(pack), areas)
    return GazetteerReader(Gazetteer(areas.values(), names)), areas


def measured(
    asked: Sequence[T], guess: Callable[[T], str | None], truth: Callable[[T], str]
) -> Placed:
    """Return how the guesses compare with the truth."""
    started = time.process_time()
    guesses = [guess(one) for one in asked]
    spent = time.process_time() - started
    silent = sum(found is None for found in guesses)
    right = sum(found == truth(one) for one, found in zip(asked, guesses, strict=True))
    each = 1000 * spent / len(asked) if asked else 0.0
    return Placed(right, len(asked) - right - silent, silent, round(each, 3))


def _together(counts: Sequence[Placed]) -> Placed:
    whole = sum(one.all for one in counts)
    spent = sum(one.cpu_ms * one.all for one in counts)
    return Placed(
        sum(one.right for one in counts),
        sum(one.wrong for one in counts),
        sum(one.silent for one in counts),
        round(spent / whole, 3) if whole else 0.0,
    )


def _district(code: str, areas: Mapping[str, Area]) -> str:
    return areas[code].parent or code


def _district_guess(
    reader: PlaceReader, areas: Mapping[str, Area]
) -> Callable[[tuple[Mapping[str, str], str]], str | None]:
    def guess(pair: tuple[Mapping[str, str], str]) -> str | None:
        guesses = reader.read(pair[1]).guesses
        return areas[_district(guesses[0].area, areas)].name.zh if guesses else None

    return guess


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise NoSuchData(folder=folder, pattern=pattern)
    return found[0]


def _rows(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _national_areas(folder: Path, districts: set[str]) -> dict[str, Area]:
    """Return districts and streets of the national list: of the city that has most of them."""
    rows = _rows(_only(folder, "*_admin/china_streets.csv.gz"))
    pairs = {(r["cityCode"], r["areaCode"]) for r in rows if r["district"] in districts}
    city = Counter(city for city, _ in sorted(pairs)).most_common(1)[0][0]
    found: dict[str, Area] = {}
    for row in rows:
        if row["cityCode"] == city and row["district"] in districts:
            name, code, around = row["district"], row["code"], row["areaCode"]
            found.setdefault(
                around, Area(around, Text(name, around), AreaKind.DISTRICT, around, None)
            )
            found[code] = Area(code, Text(row["name"], code), AreaKind.STREET, code, around)
    return found


def _folds(texts: Sequence[str], seed: int) -> list[int]:
    """Return the fold of each text; copies are in one."""
    groups = _copies(texts)
    dice = seeded(seed, "folds")
    drawn = {group: dice.randrange(_FOLDS) for group in sorted(set(groups))}
    return [drawn[group] for group in groups]


def _copies(texts: Sequence[str]) -> list[int]:
    """Return the group of each text: the number of the first text it is a copy of, by any way."""
    first: dict[str, int] = {}
    group = list(range(len(texts)))

    def root(one: int) -> int:
        while group[one] != one:
            one = group[one]
        return one

    for number, text in enumerate(texts):
        for place in range(max(0, len(text) - _SHINGLE) + 1):
            other = first.setdefault(text[place : place + _SHINGLE], number)
            low, high = sorted((root(other), root(number)))
            group[high] = low
    return [root(number) for number in range(len(texts))]


def _learned(rows: Sequence[tuple[Mapping[str, str], str]], codes: Mapping[str, str]) -> PlaceNames:
    """Return the names that other appeals of the city teach."""
    where: dict[str, Counter[str]] = {}
    for row, text in rows:
        for piece in {row["river"], *_pieces(text)}:
            where.setdefault(piece, Counter())[row["district"]] += 1
    places = [
        NamedPlace(PlaceKind.LANDMARK, piece, codes[district])
        for piece, districts in sorted(where.items())
        for district, times in districts.items()
        if districts.total() >= _OFTEN and times >= _PURE * districts.total()
    ]
    return PlaceNames(tuple(places))


def _pieces(text: str) -> Iterator[str]:
    for end, character in enumerate(text, 1):
        if character in _TAILS:
            for size in range(_SHORTEST, _LONGEST + 1):
                piece = text[max(0, end - size) : end]
                if len(piece) == size and piece.isalpha():
                    yield piece


def points_a_second(pack: str, count: int, seed: int = 1) -> Mapping[str, float]:
    """Return how many points a second are put into areas, one by one and many at once."""
    known = PolygonMap(load_pack(pack).organisation.areas.values())
    west, south, east, north = known.bounds
    dice = seeded(seed, "points")
    lons = [dice.uniform(west, east) for _ in range(count)]
    lats = [dice.uniform(south, north) for _ in range(count)]
    few = min(count, 20_000)
    return {
        "many": _rate(count, lambda: known.areas_at(lons, lats)),
        "single": _rate(few, lambda: _each(known, zip(lons[:few], lats[:few], strict=True))),
        "claimants": _rate(few, lambda: _claims(known, zip(lons[:few], lats[:few], strict=True))),
    }


def _each(known: PolygonMap, points: Iterable[tuple[float, float]]) -> None:
    for lon, lat in points:
        known.area_at(lon, lat)


def _claims(known: PolygonMap, points: Iterable[tuple[float, float]]) -> None:
    for lon, lat in points:
        known.claimants(Wgs84Point(float(lon), float(lat)))


def _rate(count: int, work: Callable[[], object]) -> float:
    work()  # what is built on first use is not counted
    started = time.process_time()
    work()
    return round(count / max(time.process_time() - started, 1e-9))
