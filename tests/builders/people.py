# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The people of the town, by what they may do."""

from uuid import UUID

from jiesu.domain.access import Actor, appellant_of

OPERATOR = Actor("agent-1", "operator")
DISPATCHER = Actor("dispatcher-1", "dispatcher")
PRIVACY = Actor("privacy-1", "privacy_officer")
IMPORTER = Actor("importer-1", "importer")
SYSTEM = Actor("system", "system")
AUDITOR = Actor("auditor-1", "auditor")
ADMIN = Actor("admin-1", "admin")


def handler(unit: str, person: str | None = None) -> Actor:
    """Return somebody who handles orders for ``unit``."""
    return Actor(person or f"handler-{unit}", "handler", unit)


def citizen(appeal_id: UUID) -> Actor:
    """Return whoever made the appeal, acting on it online."""
    return Actor(appellant_of(appeal_id), "citizen")
