# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An invented city of three districts for tests that read places in texts."""

from jiesu.adapters.places.gazetteer import Gazetteer
from jiesu.application.places import NamedPlace, PlaceNames
from jiesu.domain.organisations import Area, AreaKind
from jiesu.domain.understanding import PlaceKind
from jiesu.kernel.text import Text


def district(code: str, zh: str, en: str) -> Area:
    return Area(code, Text(zh, f"{en} District"), AreaKind.DISTRICT, code, None)


def street(code: str, zh: str, en: str, parent: str) -> Area:
    return Area(code, Text(zh, en), AreaKind.STREET, code, parent)


AREAS = (
    district("zy", "朝云区", "Zhaoyun"),
    district("hl", "海蓝区", "Hailan"),
    district("fs", "枫石区", "Fengshi"),
    street("zy-wl", "望林街道", "Wanglin Sub-district", "zy"),
    street("zy-bl", "柏家庄街道", "Baijiazhuang Sub-district", "zy"),
    street("zy-pf", "平坊地区", "Pingfang Area", "zy"),
    street("hl-bl", "柏家庄街道", "Baijiazhuang Sub-district", "hl"),
    street("hl-hl", "海蓝街道", "Hailan Sub-district", "hl"),
    street("hl-lyg", "龙玉观镇", "Longyuguan Town", "hl"),
    street("hl-dm", "东门街道", "Dongmen Sub-district", "hl"),
    street("fs-yj", "于家坞回族乡", "Yujiawu Hui Ethnic Township", "fs"),
)
NAMES = PlaceNames(
    (
        NamedPlace(PlaceKind.COMMUNITY, "幸福家园社区", "zy-wl", ("幸福家园",)),
        NamedPlace(PlaceKind.COMMUNITY, "幸福家园社区", "fs-yj", ("幸福家园",)),
        NamedPlace(PlaceKind.COMMUNITY, "南村", "fs-yj"),
        NamedPlace(PlaceKind.ESTATE, "沙河小区", "zy-wl"),
        NamedPlace(PlaceKind.ESTATE, "沙河小区", "zy-bl"),
        NamedPlace(PlaceKind.COMMUNITY, "望林社区", "hl-lyg", ("望林",)),
        NamedPlace(PlaceKind.COMMUNITY, "沙河西岸四区社区", "zy-wl", ("沙河西岸四区",)),
        NamedPlace(PlaceKind.LANDMARK, "中心体育场", "zy", ("工体",), (100.0, 30.0)),
        NamedPlace(PlaceKind.LANDMARK, "望林", "zy"),  # vaguer than the street of that name
        NamedPlace(PlaceKind.ROAD, "环湖路", "fs"),
        NamedPlace(PlaceKind.DISTRICT, "旧云县", "zy", ("旧云",)),
    ),
    frozenset({"平坊"}),
)


def gazetteer() -> Gazetteer:
    return Gazetteer(AREAS, NAMES)
