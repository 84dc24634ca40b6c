# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""scenarios/*.yaml: worked examples. Only their article is checked here; tests run them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from jiesu.adapters.packs.law import Law
from jiesu.adapters.packs.problems import Place, Report
from jiesu.adapters.packs.yaml_lines import Node, read_yaml
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation

FOLDER = "scenarios"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Given, when, then in plain data, with the article it shows."""

    title: Text
    citation: Citation
    given: object
    when: object
    then: object
    place: Place


def read_scenarios(folder: Path, files: list[str], law: Law, report: Report) -> Iterator[Scenario]:
    """Yield the scenarios of all files; report those without title, article or a part."""
    for file in files:
        node = read_yaml(folder, file, report)
        for item in node.items() if node is not None else ():
            scenario = _read_scenario(item, law)
            if scenario is not None:
                yield scenario


def _read_scenario(item: Node, law: Law) -> Scenario | None:
    fields = item.fields(("title", "basis", "given", "when", "then"))
    title, citation = fields.both("title"), fields.read("basis", law.cite_node)
    parts = [fields.read(name, _plain) for name in ("given", "when", "then")]
    if title is None or citation is None:
        return None
    given, when, then = parts
    return Scenario(title, citation, given, when, then, item.place)


def _plain(node: Node) -> object:
    if not node.is_scalar():
        try:
            return yaml.safe_load(yaml.serialize(node.node, Dumper=yaml.SafeDumper))
        except (yaml.YAMLError, ValueError):  # a day that does not exist, a tag nobody knows
            pass
    node.wrong_type("mapping or list", "键值表或列表")
    return None
