# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""scenarios/*.yaml: worked examples of the law, read strictly so that each can be played."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from jiesu.adapters.packs.law import Law
from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.scenario_forms import expects_something, read_then
from jiesu.adapters.packs.scenario_steps import read_moment, read_when
from jiesu.adapters.packs.yaml_lines import Node, read_yaml
from jiesu.application.rehearsal.script import Act, Assign, Plain, Play, Script, When
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation

FOLDER = "scenarios"
_TEN = time(10)  # when a scenario begins that only names a day


@dataclass(frozen=True, slots=True)
class Scenario:
    """场景: given, when, then, with the article it shows and where it is written."""

    title: Text
    citation: Citation
    script: Script
    place: Place


def read_scenarios(folder: Path, files: list[str], law: Law, report: Report) -> Iterator[Scenario]:
    """Yield the scenarios of all files; report whatever could not be played."""
    for file in files:
        node = read_yaml(folder, file, report)
        for item in node.items() if node is not None else ():
            scenario = _read_scenario(item, law)
            if scenario is not None:
                yield scenario


def _read_scenario(item: Node, law: Law) -> Scenario | None:
    fields = item.fields(("title", "basis", "given", "when"), ("then",))
    title, citation = fields.both("title"), fields.read("basis", law.cite_node)
    script = _read_script(item, fields.nodes)
    if title is None or citation is None or script is None:
        return None
    return Scenario(title, citation, script, item.place)


def _read_script(item: Node, nodes: dict[str, Node]) -> Script | None:
    if "given" not in nodes or "when" not in nodes:
        return None
    begins, when = _begins(nodes["given"]), read_when(nodes["when"])
    if when is None:
        return None
    then = read_then(nodes["then"], when) if "then" in nodes else {}
    tries = isinstance(when, Play) and any(isinstance(s, Act) and s.refused for s in when.steps)
    if then is not None and not tries and not expects_something(then):
        item.report.add(ProblemKind.NOTHING_EXPECTED, item.place)
    if "then" in nodes and then is not None:
        _refuse_never_said(nodes["then"], when, then)
    if begins is None or then is None:
        return None
    return Script(begins, when, then)


def _refuse_never_said(node: Node, when: When, then: Mapping[str, Plain]) -> None:
    steps = when.steps if isinstance(when, Assign | Play) else ()
    said = [str(value) for s in steps if isinstance(s, Act) for value in s.fields.values()]
    texts = then.get("nowhere")
    for text in texts if isinstance(texts, tuple) else ():
        if isinstance(text, str) and not any(text in each for each in said):
            node.report.add(ProblemKind.NEVER_SAID, node.place, value=text)


def _begins(node: Node) -> datetime | None:
    """Return the local moment written as ``{day: …}`` or ``{at: "… 10:00"}``."""
    fields = node.fields((), ("day", "at"))
    day, at = fields.day("day"), fields.read("at", read_moment)
    if node.is_map() and not (fields.has("day") or fields.has("at")):
        node.report.add(ProblemKind.KEY_MISSING, node.place, value="day")
    return at or (datetime.combine(day, _TEN) if day is not None else None)
