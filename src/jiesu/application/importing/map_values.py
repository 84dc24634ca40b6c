# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Reading the single values of a MAP.toml: the typed value, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from jiesu.application.coordinates import CoordinateSystem
from jiesu.application.importing.mapping import Patterns, Shift
from jiesu.application.importing.times import EPOCHS, ISO

_PAIR = 2


class WrongValue(Exception):
    """A key's value is not of the form the key needs; carries the sentence in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


def read_text(value: object) -> str:
    """Return a non-empty string."""
    if isinstance(value, str) and value:
        return value
    raise WrongValue("应为非空文字", "must be a non-empty string")


def read_any_text(value: object) -> str:
    """Return a string, which may be empty."""
    if isinstance(value, str):
        return value
    raise WrongValue("应为文字", "must be a string")


def read_scalar(value: object) -> str:
    """Return text, a number or a truth value as the text a cell would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | str):
        return str(value)
    raise WrongValue("应为文字、数字或 true/false", "must be a string, a number or true/false")


def read_flag(value: object) -> bool:
    """Return true or false."""
    if isinstance(value, bool):
        return value
    raise WrongValue("应为 true 或 false", "must be true or false")


def read_texts(value: object) -> tuple[str, ...]:
    """Return a non-empty list of non-empty strings."""
    if isinstance(value, list) and value and all(isinstance(e, str) and e for e in value):
        return tuple(value)
    raise WrongValue("应为文字列表", "must be a list of strings")


def read_table(value: object) -> Mapping[str, str]:
    """Return an exact value table; values may be strings, numbers or truth values."""
    if not isinstance(value, dict) or not value:
        raise WrongValue("应为取值对照表", "must be a table of value = value")
    return {str(key).strip(): read_scalar(each) for key, each in value.items()}


def read_patterns(value: object) -> Patterns:
    """Return ``[[pattern, value], …]`` with each pattern compiled."""
    if not isinstance(value, list) or not value:
        raise WrongValue("应为 [[模式, 值], …]", "must be [[pattern, value], …]")
    return tuple(_pattern(number, pair) for number, pair in enumerate(value, start=1))


def _pattern(number: int, pair: object) -> tuple[re.Pattern[str], str]:
    if not isinstance(pair, list) or len(pair) != _PAIR or not isinstance(pair[0], str):
        raise WrongValue(
            f"第 {number} 项应为 [模式, 值]", f"entry {number} must be [pattern, value]"
        )
    try:
        return re.compile(pair[0]), read_scalar(pair[1])
    except re.error as error:
        raise WrongValue(
            f"第 {number} 项的模式无效：{error}", f"entry {number}: bad pattern: {error}"
        ) from None


def read_formats(value: object) -> tuple[str, ...]:
    """Return time formats: "ISO", "epoch", "epoch_ms" or strptime formats."""
    formats = (value,) if isinstance(value, str) else read_texts(value)
    for written in formats:
        if written != ISO and written not in EPOCHS and not _is_strptime(written):
            raise WrongValue(
                f"时间格式“{written}”无效；可用 ISO、epoch、epoch_ms 或 %Y-%m-%d 一类",
                f'bad time format "{written}"; use ISO, epoch, epoch_ms or e.g. %Y-%m-%d',
            )
    return formats


def _is_strptime(written: str) -> bool:
    sample = datetime(2001, 2, 3, 4, 5, 6)  # noqa: DTZ001 -- only tries the format
    try:
        read = datetime.strptime(sample.strftime(written), written)  # noqa: DTZ007 -- as above
    except ValueError:
        return False
    return "%" in written and read.date() == sample.date()


def read_time_of_day(value: object) -> time:
    """Return a time of day written "HH:MM" (or as TOML's own local time)."""
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(read_text(value))
    except ValueError:
        raise WrongValue('应为 "HH:MM"', 'must be "HH:MM"') from None


def shift_reader(unit: timedelta) -> Callable[[object], Shift]:
    """Return a reader of ``{ column = "…" }`` whose number counts ``unit``."""

    def read(value: object) -> Shift:
        if isinstance(value, dict) and set(value) == {"column"}:
            return Shift(unit, read_text(value["column"]))
        raise WrongValue('应为 { column = "…" }', 'must be { column = "…" }')

    return read


def read_system(value: object) -> CoordinateSystem:
    """Return the coordinate system of the file's points."""
    name = read_text(value)
    try:
        return CoordinateSystem(name)
    except ValueError:
        known = ", ".join(CoordinateSystem)
        raise WrongValue(
            f"没有坐标系“{name}”，可用：{known}", f'no coordinate system "{name}"; use {known}'
        ) from None


def read_zone(value: object) -> ZoneInfo:
    """Return the time zone of the file's naive times."""
    name = read_text(value)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise WrongValue(f"没有时区“{name}”", f'no time zone "{name}"') from None
