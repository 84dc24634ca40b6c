# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The same phone is found however it was written; other numbers are not phones."""

import os

import pytest

from jiesu.adapters.personal.contacts import look_up_tokens, normalise_email, normalise_phone
from jiesu.adapters.personal.vault import Vault

VAULT = Vault(b"m" * 32, os.urandom)


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "１３８００１３８０００",
        "138 0013 8000",
        "138-0013-8000",
        "138—0013—8000",
        "+86 13800138000",
        "+86-138-0013-8000",
        "008613800138000",
        "86 13800138000",
        "（+86）13800138000",
        "013800138000",
        "幺三八零零幺三八零零零",
        "一三八〇〇一三八〇〇〇",
        "壹叁捌零零壹叁捌零零零",
        "\u202d138\u200b0013\u200b8000\u202c",
        " 13800138000 ",
        "手机：13800138000",
        "联系电话 13800138000",
        "Tel: 13800138000",
    ],
)
def test_a_mobile_has_one_spelling(text: str) -> None:
    assert normalise_phone(text) == "13800138000"


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("0591-87654321", "0591-87654321"),
        ("（0591）8765 4321", "0591-87654321"),
        ("059187654321", "0591-87654321"),
        ("+86 591 87654321", "0591-87654321"),
        ("0086-0591-87654321", "0591-87654321"),
        ("０１０－８８８８６６６６", "010-88886666"),
        ("+86 10 8888 6666", "010-88886666"),
        ("0591-8765432", "0591-8765432"),
        ("0591-87654321-801", "0591-87654321-801"),
        ("0591-87654321转801", "0591-87654321-801"),
        ("0591-87654321 分机 801", "0591-87654321-801"),
        ("0591-87654321 ext. 801", "0591-87654321-801"),
        ("0591-8765432-8", "0591-8765432-8"),
        ("零五九一 八七六五四三二一", "0591-87654321"),
        ("400-810-1234", "4008101234"),
        ("+852 9123 4567", "+85291234567"),
        ("001 650 253 0000", "+16502530000"),
    ],
)
def test_other_numbers_have_one_spelling(text: str, spelling: str) -> None:
    assert normalise_phone(text) == spelling


@pytest.mark.parametrize(
    "text",
    [
        "",
        "张三",
        "12345",
        "110",
        "12800138000",
        "1380013800",
        "138001380001",
        "87654321",
        "2026-11-22",
        "350102199001011234",
        "13800138000 13900139000",
    ],
)
def test_what_is_no_single_phone_is_none(text: str) -> None:
    assert normalise_phone(text) is None


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        (" Li.Si＠Example.COM ", "li.si@example.com"),
        ("ｌｉｓｉ@example.com.cn", "lisi@example.com.cn"),
        ("lisi@example", None),
        ("lisi", None),
        ("li si@example.com", None),
        ("", None),
    ],
)
def test_an_email_has_one_spelling(text: str, spelling: str | None) -> None:
    assert normalise_email(text) == spelling


def test_every_contact_in_a_text_can_be_looked_up() -> None:
    text = "李四 13800138000 13900139000，座机0591-87654321转801 邮箱A@Example.com，13800138000"
    values = [
        "phone:0591-87654321-801",
        "phone:0591-87654321",
        "phone:13800138000",
        "phone:13900139000",
        "email:a@example.com",
    ]
    assert look_up_tokens(VAULT, text) == [VAULT.blind(value) for value in values]


def test_a_contact_is_found_however_it_was_written() -> None:
    assert look_up_tokens(VAULT, "电话：１３８ ００１３ ８０００") == look_up_tokens(
        VAULT, "幺三八零零幺三八零零零"
    )


def test_a_text_without_contacts_has_no_tokens() -> None:
    assert look_up_tokens(VAULT, "不愿留联系方式，2026年11月22日") == []
