# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Beijing's units that no register of places lists: bodies of the city, departments of districts.

``beijing_bodies.csv`` has the city's desk, departments, firms and outside bodies under the names
they use. The departments of districts follow the usual pattern of ``beijing_lines.csv``; where a
district is known to call one otherwise, ``EXCEPTIONS`` says so.
"""

import csv
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Body(NamedTuple):
    """承办单位: one row of units.csv."""

    code: str
    zh: str
    en: str
    kind: str
    line: str = ""
    parent: str = ""


DISTRICTS = {
    "110101": ("dongcheng", "Dongcheng"),
    "110102": ("xicheng", "Xicheng"),
    "110105": ("chaoyang", "Chaoyang"),
    "110106": ("fengtai", "Fengtai"),
    "110107": ("shijingshan", "Shijingshan"),
    "110108": ("haidian", "Haidian"),
    "110109": ("mentougou", "Mentougou"),
    "110111": ("fangshan", "Fangshan"),
    "110112": ("tongzhou", "Tongzhou"),
    "110113": ("shunyi", "Shunyi"),
    "110114": ("changping", "Changping"),
    "110115": ("daxing", "Daxing"),
    "110116": ("huairou", "Huairou"),
    "110117": ("pinggu", "Pinggu"),
    "110118": ("miyun", "Miyun"),
    "110119": ("yanqing", "Yanqing"),
}
"""National code → code in the pack, English name."""

EXCEPTIONS = {
    "dongcheng.housing": "东城区住房和城市建设委员会",
    "xicheng.housing": "西城区住房和城市建设委员会",
    "dongcheng.eitb": "东城区科技和信息化局",
    "xicheng.eitb": "西城区科技和信息化局",
    "fengtai.eitb": "丰台区科学技术和信息化局",
    "haidian.eitb": "海淀区科学技术和经济信息化局",
}
"""Names known not to follow the pattern."""

ABSENT = {"dongcheng.agriculture", "xicheng.agriculture"}
"""Departments a district is known not to have: the two core districts have no countryside."""


def city_bodies() -> list[Body]:
    """Return the city's own bodies and those outside its command, in the order of their table."""
    rows = _table("beijing_bodies.csv")
    return [Body(r["code"], r["zh"], r["en"], r["kind"], "", r["parent"]) for r in rows]


def district_departments(code: str, zh: str, en: str) -> list[Body]:
    """Return the departments of a district, one for each line it is not known to lack."""
    found = []
    for row in _table("beijing_lines.csv"):
        own, line = f"{code}.{row['line']}", row["line"]
        if own not in ABSENT:
            usual = row["zh"].format(district=zh, short=zh.removesuffix("区"))
            name = EXCEPTIONS.get(own, usual)
            found.append(Body(own, name, row["en"].format(en=en), "department", line, code))
    return found


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
