# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The grammar of an address: any part may be missing, numbers in figures, characters, letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.adapters.places.address import AddressLevel as L
from jiesu.adapters.places.address import read_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "河东省云川市海蓝区望林街道幸福社区环湖东路12号院3号楼2单元401室",
            {
                L.PROVINCE: "河东省",
                L.CITY: "云川市",
                L.DISTRICT: "海蓝区",
                L.STREET: "望林街道",
                L.COMMUNITY: "幸福社区",
                L.ROAD: "环湖东路",
                L.NUMBER: "12号院",
                L.BUILDING: "3号楼",
                L.UNIT: "2单元",
                L.ROOM: "401室",
            },
        ),
        ("我住在环湖路甲8号", {L.ROAD: "环湖路", L.NUMBER: "甲8号"}),
        ("枫林家园十二号楼三单元", {L.BUILDING: "十二号楼", L.UNIT: "三单元"}),
        ("枫林小区b座1502室", {L.ESTATE: "枫林小区", L.BUILDING: "b座", L.ROOM: "1502室"}),
        ("枫林小区5#楼", {L.ESTATE: "枫林小区", L.BUILDING: "5#楼"}),
        ("枫林小区12-3-401", {L.BUILDING: "12", L.UNIT: "3", L.ROOM: "401"}),
        ("3单元502漏水", {L.UNIT: "3单元", L.ROOM: "502"}),
        ("槐花胡同", {L.ROAD: "槐花胡同"}),
        ("何家乡南河村", {L.STREET: "何家乡", L.COMMUNITY: "南河村"}),
        ("楼上漏水，让人知道怎么办", {}),
        ("2026-11-25 打过电话", {}),
        ("", {}),
    ],
)
def test_an_address_falls_into_its_parts(text: str, parts: dict[L, str]) -> None:
    address = read_address(text)
    assert {level: address.part(level) for level in parts} == parts
    if not parts:
        assert address.parts == ()


@given(st.text(alphabet="朝云区望林街道路12-3号楼单元室村东a ，", max_size=60))
def test_parts_stand_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for part in read_address(text).parts:
        assert part.start >= end
        assert text[part.start : part.end] == part.text
        end = part.end
