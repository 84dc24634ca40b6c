# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Past requests become a duty list, and the function that dispatches answers by it."""

from jiesu.bench.judging.agencies import SOURCES, answers, learned, requests_of

SOURCE = SOURCES[0]


def row(second: int, kind: str, agency: str, place: str = "street") -> dict[str, str]:
    return {
        "created_date": f"2026-01-01T00:00:{second:02}.000",
        "complaint_type": kind,
        "agency": agency,
        "location_type": place,
        "latitude": "1",
        "longitude": "2",
    }


PAST = [
    row(1, "Noise - Street", "police"),
    row(2, "Tents", "police"),
    row(2, "Tents", "homes"),
    row(3, "Tents", "police"),
]


def lead(kind: str) -> tuple[str, bool]:
    policy = learned(requests_of(PAST, SOURCE))
    [told] = answers(requests_of([row(9, kind, "whoever")], SOURCE), policy)
    return told


def test_rows_of_one_second_type_and_place_are_one_request() -> None:
    assert [dict(request.agencies) for request in requests_of(PAST, SOURCE)] == [
        {"police": 1},
        {"police": 1, "homes": 1},
        {"police": 1},
    ]


def test_whoever_had_most_leads_and_the_other_assists() -> None:
    assert lead("Tents") == ("police", True)
    [duty] = learned(requests_of(PAST, SOURCE)).catalogue.duties["type Tents"]
    assert duty.co_handlers == ("homes",)


def test_a_new_type_of_a_known_group_goes_where_the_group_goes() -> None:
    assert lead("Noise - Park") == ("police", False)


def test_a_word_of_several_types_of_one_agency_speaks_for_a_new_type() -> None:
    past = [row(1, "Taxi Report", "cabs"), row(2, "Lost in Taxi", "cabs"), row(3, "Pot", "roads")]
    new = [row(9, kind, "whoever") for kind in ("Taxi Praise", "Pot Praise", "Lost Pot")]
    told = list(answers(requests_of(new, SOURCE), learned(requests_of(past, SOURCE))))
    assert told == [("cabs", False), ("hotline", False), ("hotline", False)]


def test_a_word_that_two_agencies_share_speaks_for_nobody() -> None:
    past = [row(1, "Taxi Noise", "police"), row(2, "Taxi Report", "cabs")]
    new = requests_of([row(9, "Taxi Praise", "whoever")], SOURCE)
    assert list(answers(new, learned(requests_of(past, SOURCE)))) == [("hotline", False)]


def test_what_nobody_knows_falls_to_the_city_desk() -> None:
    unit, known = lead("Bees")
    assert (unit, known) == ("hotline", False)
