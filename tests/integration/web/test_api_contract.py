# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a program sends, the door keeps to its own document."""

import os
from datetime import timedelta

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jiesu.adapters.identity.memberships import Membership
from jiesu.application.catalogue import PERMISSIONS
from tests.builders.web import Town

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("JIESU_API_EXAMPLES", "2"))
"""How many requests for each operation; the long check asks for more."""


def token(town: Town, role: str, unit: str | None) -> str:
    from jiesu.adapters.identity.tokens import ApiTokens  # noqa: PLC0415 -- needs Django

    account = town.account(f"contract-{role.replace('_', '-')}", Membership(role, unit))
    tokens = ApiTokens(town.city.clock, town.office.entropy)
    return tokens.issue(account.pk, "contract", sorted(PERMISSIONS), timedelta(days=1))


def keep_to_the_document(town: Town, role: str, unit: str | None, examples: int) -> int:
    """Send whatever the document allows, and what it does not; return how many requests."""
    town.desk.dispatched()
    headers = {"Authorization": f"Bearer {token(town, role, unit)}", "Host": "localhost"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    sent = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def send(case: schemathesis.Case) -> None:
            nonlocal sent
            sent += 1
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)

        given(case=operation.as_strategy())(send)()
    return sent


def test_an_operators_program_meets_the_document(town: Town) -> None:
    assert keep_to_the_document(town, "operator", None, EXAMPLES) >= EXAMPLES


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "unit"),
    [("operator", None), ("handler", "water-bureau"), ("evaluator", None), ("admin", None)],
)
def test_every_role_meets_the_document_with_many_requests(
    town: Town, role: str, unit: str | None
) -> None:
    assert keep_to_the_document(town, role, unit, 40)
