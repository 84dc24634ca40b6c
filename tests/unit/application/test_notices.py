# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.notices import (
    NoticePlaceEmpty,
    NoticeTextMissing,
    OwedNotice,
    render,
)
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text
from tests.builders.town import NOON, policy

OWED = OwedNotice(
    id=UUID(int=1),
    notice="notice.dispatched",
    attempts=1,
    number="260310000000098",
    unit="water-bureau",
    due=Instant(NOON + timedelta(days=7)),
    contact=None,
)
UNIT = policy().organisation.units["water-bureau"].name


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("zh", f"诉求 260310-0000000-98 已派至{UNIT.zh}，应于 2026-03-17 12:00 前办结。"),
        (
            "en",
            f"Appeal 260310-0000000-98 has gone to {UNIT.en} and is due by 2026-03-17 12:00.",
        ),
    ],
)
def test_a_notice_speaks_the_pack_s_language_in_the_city_s_time(language: str, body: str) -> None:
    notice = render(OWED, "13800138000", replace(policy(), language=language))
    assert notice.body == body
    assert notice.subject.endswith("260310-0000000-98")
    assert notice.language == language


def test_a_pack_may_name_its_own_number_to_call() -> None:
    texts = {**policy().texts, "name.hotline": Text("安和 12345", "Anhe 12345")}
    notice = render(replace(OWED, notice="notice.answered"), "", replace(policy(), texts=texts))
    assert "安和 12345" in notice.body


def test_a_notice_without_a_text_is_named() -> None:
    with pytest.raises(NoticeTextMissing, match=r"notice\.unheard_of"):
        render(replace(OWED, notice="notice.unheard_of"), "", policy())


@pytest.mark.parametrize(("missing", "place"), [("unit", "unit"), ("due", "due")])
def test_a_place_with_nothing_to_put_there_is_named(missing: str, place: str) -> None:
    with pytest.raises(NoticePlaceEmpty, match=f'"{place}"'):
        render(replace(OWED, **{missing: None}), "", policy())


def test_what_a_notice_says_does_not_show_when_it_is_printed() -> None:
    notice = render(OWED, "13800138000", policy())
    assert repr(notice) == f"Notice(zh, {len(notice.body)} characters)"
