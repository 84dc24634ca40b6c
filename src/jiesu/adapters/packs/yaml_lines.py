# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""YAML (and GeoJSON, which is YAML) read with line numbers, strictly, nothing ever executed.

Only the composed tree is used, never a constructor: tags, anchors and aliases have no power here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

import yaml

from jiesu.adapters.packs.cells import Cell
from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.kernel.text import Text

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_NULL = f"{_TAG}null"
_MOST_LEVELS = 50


def read_yaml(folder: Path, file: str, report: Report) -> "Node | None":
    """Return the top node of a file, or None after reporting why it cannot be read."""
    text = read_utf8(folder, file, report)
    if text is None:
        return None
    try:
        if _too_deep(text, file, report):
            return None
        top = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        report.add(ProblemKind.NOT_YAML, Place(file, _line_of(error, text)), reason=_reason(error))
        return None
    if top is None or _has_alias(top, file, report):
        if top is None:
            report.add(ProblemKind.VALUES_EMPTY, Place(file))
        return None
    return Node(top, Place(file), report)


def _too_deep(text: str, file: str, report: Report) -> bool:
    """Report text nested so deep that composing it would end the program."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MOST_LEVELS:
            line = event.start_mark.line + 1 if event.start_mark else 1
            report.add(ProblemKind.TOO_DEEP, Place(file, line), most=_MOST_LEVELS)
            return True
    return False


def read_utf8(folder: Path, file: str, report: Report) -> str | None:
    """Return a file's text, or None after reporting that it is missing or not UTF-8."""
    try:
        return (folder / file).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        report.add(ProblemKind.FILE_MISSING, Place(file))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        report.add(ProblemKind.NOT_UTF8, Place(file, line))
    return None


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = int(getattr(error, "position", 0))  # a character YAML does not allow
    return text.count("\n", 0, position) + 1


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None)
    return str(problem or "unreadable")


def _has_alias(top: yaml.Node, file: str, report: Report) -> bool:
    seen: set[int] = set()
    pending = [top]
    while pending:
        node = pending.pop()
        if id(node) in seen:
            report.add(ProblemKind.ALIAS_USED, Place(file, node.start_mark.line + 1))
            return True
        seen.add(id(node))
        if not isinstance(node, yaml.ScalarNode):
            pending.extend(_children(node))
    return False


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    for item in node.value:
        if isinstance(item, tuple):
            yield from item
        else:
            yield item


@dataclass(frozen=True, slots=True)
class Node:
    """One YAML node with its place. Every reader returns None after reporting what is wrong."""

    node: yaml.Node
    place: Place
    report: Report

    def is_null(self) -> bool:
        """Return whether the value is written as nothing, ``null`` or ``~``."""
        return bool(self.node.tag == _NULL)

    def is_scalar(self) -> bool:
        """Return whether this is a single value."""
        return isinstance(self.node, yaml.ScalarNode)

    def is_map(self) -> bool:
        """Return whether this has keys."""
        return isinstance(self.node, yaml.MappingNode)

    def cell(self) -> Cell | None:
        """Return the single value as written, whatever YAML would make of it."""
        if self.is_scalar() and not self.is_null() and self.node.value.strip():
            return Cell(self.node.value, self.place, self.report)
        self.wrong_type("single value", "单个值")
        return None

    def text(self) -> str | None:
        """Return the text; numbers and bare yes/no are refused: they lose their spelling."""
        if self.node.tag == f"{_TAG}str" and self.node.value.strip():
            return str(self.node.value)
        self.wrong_type("text (in quotes)", "文字（加引号）")
        return None

    def flag(self) -> bool | None:
        """Return true or false."""
        if self.node.tag == f"{_TAG}bool" and self.node.value in {"true", "false"}:
            return bool(self.node.value == "true")
        self.wrong_type("true or false", "true 或 false")
        return None

    def both(self, besides: Iterable[str] = ()) -> Text | None:
        """Return a text that must stand in Chinese and in English; keys may be ``besides``."""
        if not self.is_map():
            self.wrong_type("{zh: ..., en: ...}", "{zh: …, en: …}")
            return None
        fields = self.fields((), ("zh", "en", *besides))
        zh, en = fields.text("zh"), fields.text("en")
        for language in ("zh", "en"):
            if not fields.has(language):
                self.report.add(ProblemKind.LANGUAGE_MISSING, self.place, language=language)
        return Text(zh, en) if zh and en else None

    def items(self) -> list["Node"]:
        """Return the list's items."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.wrong_type("list", "列表")
            return []
        return [self._inside(item, f"[{i}]") for i, item in enumerate(self.node.value, 1)]

    def entries(self) -> list[tuple[str, "Node"]]:
        """Return the keys (as written) with their values; a key written twice is reported."""
        if not isinstance(self.node, yaml.MappingNode):
            self.wrong_type("mapping of keys", "键值表")
            return []
        found: dict[str, Node] = {}
        for key, value in self.node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            place = self.place.at(key.start_mark.line + 1, name)
            if name in found:
                self.report.add(ProblemKind.KEY_TWICE, place, value=name)
            else:
                found[name] = Node(value, place, self.report)
        return list(found.items())

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Fields":
        """Return the entries by name; report missing and unknown ones."""
        needed, allowed = tuple(required), (*required, *optional)
        found = dict(self.entries())
        for name in [name for name in found if name not in allowed]:
            known = ", ".join(allowed)
            self.report.add(ProblemKind.KEY_UNKNOWN, found[name].place, value=name, known=known)
        if self.is_map():
            for name in needed:
                if name not in found:
                    kind = ProblemKind.BASIS_MISSING if name == "basis" else ProblemKind.KEY_MISSING
                    self.report.add(kind, self.place, value=name)
        return Fields({name: node for name, node in found.items() if name in allowed})

    def wrong_type(self, wanted_en: str, wanted_zh: str) -> None:
        """Report that something else was expected here."""
        self.report.add(ProblemKind.WRONG_TYPE, self.place, en=wanted_en, zh=wanted_zh)

    def _inside(self, node: yaml.Node, part: str) -> "Node":
        return Node(node, self.place.at(node.start_mark.line + 1, part), self.report)


@dataclass(frozen=True, slots=True)
class Fields:
    """The known keys of one mapping; an absent one reads as None (already reported if needed)."""

    nodes: dict[str, Node]

    def has(self, name: str) -> bool:
        """Return whether the key is written."""
        return name in self.nodes

    def get(self, name: str) -> Node | None:
        """Return the node under ``name``."""
        return self.nodes.get(name)

    def read(self, name: str, reader: Callable[[Node], T | None]) -> T | None:
        """Return what ``reader`` makes of the value."""
        node = self.nodes.get(name)
        return None if node is None else reader(node)

    def text(self, name: str) -> str | None:
        """Return the text."""
        return self.read(name, Node.text)

    def both(self, name: str) -> Text | None:
        """Return the text in both languages."""
        return self.read(name, Node.both)

    def flag(self, name: str) -> bool | None:
        """Return true or false."""
        return self.read(name, Node.flag)

    def label(self, name: str) -> str | None:
        """Return what is written, even if YAML would read it as a number (article ``12``)."""
        cell = self.read(name, Node.cell)
        return cell.raw if cell else None

    def code(self, name: str) -> str | None:
        """Return the code."""
        cell = self.read(name, Node.cell)
        return cell.code() if cell else None

    def day(self, name: str) -> date | None:
        """Return the day."""
        cell = self.read(name, Node.cell)
        return cell.day() if cell else None

    def choice(self, name: str, choices: type[E]) -> E | None:
        """Return the member of ``choices``."""
        cell = self.read(name, Node.cell)
        return cell.choice(choices) if cell else None
