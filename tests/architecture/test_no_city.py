# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The engine knows no city: policy is data, and a city's name is policy too."""

import re

import pytest

from tests.architecture.tree import ENGINE, project_files, text_of

CITIES = re.compile(
    r"北京|上海|广州|深圳|济南|福州|杭州|成都|天津|重庆|武汉|南京|纽约|安和市"
    r"|(?<![a-z])(?:beijing|(?<!asia/)shanghai|guangzhou|shenzhen|jinan|fuzhou|hangzhou|chengdu"
    r"|tianjin|chongqing|wuhan|nanjing|nyc|new[ _-]york|baltimore|anhe)(?![a-z])",
    re.IGNORECASE,
)


def cities_in(text: str) -> list[str]:
    """Return every city named in ``text``; the time zone's own name is none."""
    return [match.group(0) for match in CITIES.finditer(text)]


def test_no_file_of_the_engine_names_a_city() -> None:
    found = {
        str(path.relative_to(ENGINE)): cities_in(path.name + "\n" + text_of(path))
        for path in project_files(ENGINE)
    }
    assert {path: cities for path, cities in found.items() if cities} == {}


@pytest.mark.parametrize(
    "text", ['"北京市"', "def nyc_311():", "BEIJING = 1", "jinan", "the New York way", "anhe"]
)
def test_a_city_is_found(text: str) -> None:
    assert cities_in(text)


@pytest.mark.parametrize("text", ["concurrency", "Asia/Shanghai", "ninja nan", "安和"])
def test_a_word_that_only_looks_alike_passes(text: str) -> None:
    assert cities_in(text) == []
