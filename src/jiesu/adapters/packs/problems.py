# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a pack: a place, a kind, and the sentences for both languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jiesu.kernel.errors import NotFound, Trouble
from jiesu.kernel.text import Language, Text


class ProblemKind(StrEnum):
    """Every kind of defect the loader looks for; its sentences stand in ``wording.py``."""

    FILE_MISSING = "file-missing"
    FILE_UNKNOWN = "file-unknown"
    NOT_UTF8 = "not-utf8"
    NOT_YAML = "not-yaml"
    NOT_CSV = "not-csv"
    TOO_DEEP = "too-deep"
    ALIAS_USED = "alias-used"
    KEY_UNKNOWN = "key-unknown"
    KEY_MISSING = "key-missing"
    KEY_TWICE = "key-twice"
    WRONG_TYPE = "wrong-type"
    WRONG_CHOICE = "wrong-choice"
    NOT_A_DAY = "not-a-day"
    NOT_A_NUMBER = "not-a-number"
    BAD_CODE = "bad-code"
    LANGUAGE_MISSING = "language-missing"
    COLUMN_MISSING = "column-missing"
    COLUMN_UNKNOWN = "column-unknown"
    ROW_WIDTH = "row-width"
    CODE_TWICE = "code-twice"
    PERIOD_EMPTY = "period-empty"
    BAD_VERSION = "bad-version"
    ENGINE_MISMATCH = "engine-mismatch"
    BASIS_MISSING = "basis-missing"
    INSTRUMENT_UNKNOWN = "instrument-unknown"
    ARTICLE_UNKNOWN = "article-unknown"
    BASIS_TOO_EARLY = "basis-too-early"
    VALUES_EMPTY = "values-empty"
    DATES_UNSORTED = "dates-unsorted"
    DATE_TWICE = "date-twice"
    PARAMETER_MISSING = "parameter-missing"
    PARAMETER_UNUSED = "parameter-unused"
    PARAMETER_UNIT = "parameter-unit"
    LIMIT_MISSING = "limit-missing"
    LIMIT_NOT_IN_FORCE = "limit-not-in-force"
    RECUSAL_IS_FALLBACK = "recusal-is-fallback"
    TEXT_MISSING = "text-missing"
    PLACES_DIFFER = "places-differ"
    PLACE_UNKNOWN = "place-unknown"
    UNIT_UNKNOWN = "unit-unknown"
    UNIT_NOT_YET = "unit-not-yet"
    PARENT_UNKNOWN = "parent-unknown"
    PARENT_CYCLE = "parent-cycle"
    PARENT_KIND = "parent-kind"
    SUCCESSOR_MISSING = "successor-missing"
    SUCCESSOR_UNKNOWN = "successor-unknown"
    AREA_UNIT_KIND = "area-unit-kind"
    AREA_UNKNOWN = "area-unknown"
    POLYGON_SHAPE = "polygon-shape"
    POLYGON_INVALID = "polygon-invalid"
    POLYGON_OVERLAP = "polygon-overlap"
    POLYGON_OUTSIDE = "polygon-outside"
    POLYGON_GAP = "polygon-gap"
    POLYGON_SHIFTED = "polygon-shifted"
    POINT_OUTSIDE = "point-outside"
    POINT_SWAPPED = "point-swapped"
    PLACE_FAR = "place-far"
    NAME_TWICE = "name-twice"
    MATTER_UNKNOWN = "matter-unknown"
    MATTER_DEPTH = "matter-depth"
    LEAD_COMMUNITY = "lead-community"
    DUTY_OVERLAP = "duty-overlap"
    DUTY_GAP = "duty-gap"
    DUTY_MISSING = "duty-missing"
    TAG_UNKNOWN = "tag-unknown"
    LINE_UNKNOWN = "line-unknown"
    PERMISSION_UNKNOWN = "permission-unknown"
    CALENDAR_CLASH = "calendar-clash"
    CALENDAR_BEYOND = "calendar-beyond"
    BAD_BLOCKS = "bad-blocks"
    ZONE_UNKNOWN = "zone-unknown"
    COMMAND_FIELDS = "command-fields"
    NOTHING_EXPECTED = "nothing-expected"
    NEVER_SAID = "never-said"
    PARAMETER_UNKNOWN = "parameter-unknown"
    ROLE_UNKNOWN = "role-unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a pack: file (relative, with ``/``), line from 1, and the path of keys to it."""

    file: str
    line: int = 1
    key: str = ""

    def at(self, line: int, part: str) -> "Place":
        """Return the place of ``part`` inside this one."""
        dot = "." if self.key and not part.startswith("[") else ""
        return Place(self.file, line, f"{self.key}{dot}{part}")


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One defect: where, what is wrong, and what to do about it."""

    kind: ProblemKind
    place: Place
    what: Text
    next_step: Text

    def line_of(self, language: Language) -> str:
        """Return e.g. ``parameters/limits.yaml:12 limit.d7: ...`` on one line."""
        where = f"{self.place.file}:{self.place.line} {self.place.key}".rstrip()
        return f"{where}: {self.what.say(language)} {self.next_step.say(language)}"


class Report:
    """Collects problems while reading goes on, so that all come out together."""

    def __init__(self) -> None:
        self._problems: list[PackProblem] = []

    def add(self, kind: ProblemKind, place: Place, /, **facts: object) -> None:
        """Note one problem; ``facts`` fill the sentences of its kind."""
        from jiesu.adapters.packs.wording import WORDING  # noqa: PLC0415 - only a broken pack pays

        what, next_step = WORDING[kind]
        filled = (Text(t.say("zh", **facts), t.say("en", **facts)) for t in (what, next_step))
        self._problems.append(PackProblem(kind, place, *filled))

    def __bool__(self) -> bool:
        return bool(self._problems)

    def problems(self) -> list[PackProblem]:
        """Return the problems in reading order: by file, then line; none twice."""
        unique = dict.fromkeys(self._problems)
        return sorted(unique, key=lambda p: (p.place.file, p.place.line, p.place.key))


class BrokenPack(Trouble):
    """The pack has defects, so none of it is used; ``problems`` carries them all."""

    what = Text(
        "城市政策包“{pack}”有{count}处问题，未启用：\n{listing_zh}",
        'The city pack "{pack}" has {count} problem(s) and is not used:\n{listing_en}',
    )
    next_step = Text(
        "请逐条改正后用“jiesu pack check {pack}”复查。",
        'Correct them and check again with "jiesu pack check {pack}".',
    )

    def __init__(self, pack: str, problems: Iterable[PackProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            pack=pack,
            count=len(self.problems),
            listing_zh="\n".join(p.line_of("zh") for p in self.problems),
            listing_en="\n".join(p.line_of("en") for p in self.problems),
        )


class UnknownPack(NotFound):
    """No folder and no installed pack of that name."""

    what = Text("找不到城市政策包“{pack}”。", 'There is no city pack "{pack}".')
    next_step = Text(
        "可用的有：{known}。也可给出政策包文件夹的路径。",
        "Installed: {known}. The path of a pack's folder will do as well.",
    )
