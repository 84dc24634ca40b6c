# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every role at every door: let in, told why not, or asked to sign in. Never anything else."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve
from django.urls.converters import IntConverter, UUIDConverter

from jiesu.domain.access import NotPermitted
from jiesu.web.shared.needs import SIGNED_IN, TOKEN, Route, routes
from tests.builders.town import DAY, policy
from tests.builders.web import Town

SAMPLES = {IntConverter: "7", UUIDConverter: str(UUID(int=7))}
"""What stands for an argument of an address; anything else is a text."""
TURNED_AWAY = {401, 403}


def addresses() -> Iterator[tuple[Route, str]]:
    """Yield every route with an address that leads to it."""
    for route in routes():
        place = "/" + route.path
        for name, converter in route.pattern.pattern.converters.items():
            sample = SAMPLES.get(type(converter), "260310000000032")
            for kind in (
                f"<{name}>",
                *(f"<{label}:{name}>" for label in ("int", "uuid", "str", "slug")),
            ):
                place = place.replace(kind, sample)
        yield route, place


ADDRESSES = [pair for pair in addresses() if TOKEN not in pair[0].needs.any_of]
"""Pages; what asks for a token is tried with tokens in test_api.py."""
BOUND = {role.id: role.unit_bound for role in policy().access.roles.values()}


def allowed(route: Route, role: str) -> bool:
    assert route.needs is not None
    granted = policy().access.roles[role].permissions.as_of(DAY).value
    open_to_all = route.needs.public or SIGNED_IN in route.needs.any_of
    return open_to_all or not granted.isdisjoint(route.needs.permissions)


def test_every_address_leads_somewhere() -> None:
    for route, place in ADDRESSES:
        try:
            assert resolve(place).func is route.pattern.callback, place
        except Resolver404:
            pytest.fail(f"no sample address for {route.path}: {place}")


@pytest.mark.parametrize("role", BOUND)
def test_a_role_gets_what_it_may_and_no_more(town: Town, role: str) -> None:
    unit = "water-bureau" if BOUND[role] else None
    for route, place in ADDRESSES:
        assert route.needs is not None
        for method in route.needs.methods:
            client = town.visitor(role, unit)
            status = client.generic(method, place).status_code
            assert status < 500, (place, method, status)
            assert (status in TURNED_AWAY) == (not allowed(route, role)), (place, method, status)


def test_a_stranger_is_asked_to_sign_in(town: Town) -> None:
    for route, place in ADDRESSES:
        assert route.needs is not None
        for method in route.needs.methods:
            answer = town.stranger().generic(method, place)
            to_sign_in = answer.status_code == 401 or answer.headers.get("Location", "").startswith(
                "/sign-in/?next="
            )
            if route.needs.public:
                assert answer.status_code not in TURNED_AWAY, (place, method)
            else:
                assert to_sign_in, (place, method, answer.status_code)


def test_an_unanswered_method_is_refused(town: Town) -> None:
    for route, place in ADDRESSES:
        assert route.needs is not None
        if allowed(route, "operator"):
            assert town.visitor("operator").generic("DELETE", place).status_code == 405, place


def test_why_a_page_is_closed_is_said_with_its_rule(town: Town) -> None:
    refusal = NotPermitted(role="operator", permission="order.sign")
    assert refusal.rule is None
    from django.test import override_settings  # noqa: PLC0415 -- only here

    with override_settings(ROOT_URLCONF="tests.builders.web_urls"):
        page = town.visitor("operator").get(f"/t/sign/{UUID(int=7)}/1/")
    assert page.status_code == 403
    text = page.content.decode()
    assert "依据：" in text
    assert "《安和市接诉即办办理规程》第8条" in text
