# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Forms of the desk, filled in as an operator fills them in."""

from uuid import UUID

from django.test import Client

from jiesu.kernel.ids import spoken_case_number
from tests.builders.web import Town, posted_to

SAID = "小区门口的下水道堵塞，积水很深"
TOLD = {"words": SAID, "matter": "water.drain.blocked", "area": "qc-liuyin"}
PHONE = "13800138000"


def begun(client: Client) -> tuple[str, dict[str, str]]:
    """Begin a call; return its address and what its form carries."""
    address: str = client.get("/desk/call/")["Location"]
    return address, form_of(client, address)


def form_of(client: Client, address: str) -> dict[str, str]:
    return posted_to(client.get(address).content.decode(), address)


def number_in(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2].replace("-", "")


def appeal_of(town: Town, number: str) -> object:
    case = town.city.reader.find(number)
    assert case is not None
    assert case.appeal is not None
    return case


def place_of(town: Town, appeal: UUID) -> str:
    return f"/desk/{spoken_case_number(town.desk.appeal(appeal).number)}/"


def types(town: Town, stream: UUID) -> list[str]:
    return [entry.type for entry in town.city.reader.entries([stream])]


def saved(client: Client, address: str, form: dict[str, str], **more: object) -> object:
    data = {"csrfmiddlewaretoken": form.get("csrfmiddlewaretoken", ""), "channel": "phone", **more}
    return client.post(f"{address}draft/", data)
