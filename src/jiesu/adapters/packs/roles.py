# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""schemes/roles.yaml: who may do what, since when."""

from pathlib import Path

from jiesu.adapters.packs.dated_values import read_values
from jiesu.adapters.packs.law import Law
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import Node, read_yaml
from jiesu.domain.access import AccessPolicy, Role
from jiesu.rulebook.dated import Anchor, Dated

FILE = "schemes/roles.yaml"


def read_roles(
    folder: Path, law: Law, known_permissions: frozenset[str] | None, report: Report
) -> AccessPolicy:
    """Return the roles; report permissions no command asks for, if the commands are known."""
    node = read_yaml(folder, FILE, report)
    roles: dict[str, Role] = {}
    for code, entry in node.entries() if node is not None else ():
        role = _read_role(code, entry, law, known_permissions)
        if role is not None:
            roles[code] = role
    return AccessPolicy(roles)


def _read_role(code: str, node: Node, law: Law, known: frozenset[str] | None) -> Role | None:
    fields = node.fields(("name", "unit_bound", "permissions"), ("appeal_bound",))
    name, bound = fields.both("name"), fields.flag("unit_bound")
    own_appeal = fields.flag("appeal_bound") if fields.has("appeal_bound") else False
    listed = fields.get("permissions")
    if listed is None:
        return None
    values = read_values(listed, law, lambda item: _permissions(item, known))
    if name is None or bound is None or own_appeal is None or values is None:
        return None
    dated = Dated(f"role.{code}", values, "permissions", Anchor.OCCURRED)
    return Role(code, name, bound, dated, own_appeal)


def _permissions(node: Node, known: frozenset[str] | None) -> frozenset[str] | None:
    names = []
    for item in node.items():
        name = item.text()
        if name is not None and known is not None and name not in known:
            facts = {"value": name, "known": ", ".join(sorted(known))}
            node.report.add(ProblemKind.PERMISSION_UNKNOWN, item.place, **facts)
        if name in names:
            node.report.add(ProblemKind.KEY_TWICE, item.place, value=name)
        names.append(name)
    whole = frozenset(name for name in names if name is not None)
    return whole if len(whole) == len(names) else None
