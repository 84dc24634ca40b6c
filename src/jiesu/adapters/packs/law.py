# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The instruments of a pack, and citations that really stand in them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import Fields, Node, read_yaml
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Instrument, Standing

FOLDER = "instruments"


class InstrumentKind(StrEnum):
    """What sort of text an instrument is, from the strongest to the weakest."""

    LAW = "law"  # 法律
    REGULATION = "regulation"  # 行政法规
    ORDINANCE = "ordinance"  # 地方性法规
    RULE = "rule"  # 规章
    PROCEDURE = "procedure"  # 办理规程、实施细则
    STANDARD = "standard"  # 标准
    NOTICE = "notice"  # 通知、公告
    PRACTICE = "practice"  # 工作惯例、公开报道


class Bound(StrEnum):
    """Whom an article binds: what the software must do, or what is for people alone."""

    SOFTWARE = "software"  # 须由软件落实
    PEOPLE = "people"  # 由人落实


@dataclass(frozen=True, slots=True)
class Law:
    """The instruments as read; ``unreadable`` ids are known but had defects of their own."""

    instruments: dict[str, Instrument] = field(default_factory=dict)
    adopted: dict[str, date] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)

    def cite(self, instrument: str, article: str, place: Place, report: Report) -> Citation | None:
        """Return the citation; report an instrument or an article that does not exist."""
        if instrument in self.unreadable:
            return None
        found = self.instruments.get(instrument)
        if found is None:
            known = ", ".join(sorted(self.instruments))
            report.add(ProblemKind.INSTRUMENT_UNKNOWN, place, value=instrument, known=known)
            return None
        if article not in found.articles:
            facts = {"value": article, "instrument": instrument, "known": ", ".join(found.articles)}
            report.add(ProblemKind.ARTICLE_UNKNOWN, place, **facts)
            return None
        return Citation(instrument, article, found.title)

    def cite_node(self, node: Node) -> Citation | None:
        """Return the citation written as ``{instrument: ..., article: ...}``."""
        fields = node.fields(("instrument", "article"))
        instrument, article = fields.label("instrument"), fields.label("article")
        if instrument is None or article is None:
            return None
        return self.cite(instrument, article, node.place, node.report)

    def check_age(self, citation: Citation, since: date, standing: Standing, at: Node) -> None:
        """Report an official value that is older than the instrument it claims to stand in."""
        adopted = self.adopted.get(citation.instrument)
        if standing is Standing.OFFICIAL and adopted is not None and since < adopted:
            facts = {"value": citation.instrument, "day": adopted.isoformat()}
            at.report.add(ProblemKind.BASIS_TOO_EARLY, at.place, **facts)


def read_law(folder: Path, files: list[str], report: Report) -> Law:
    """Return the instruments written in ``files``, one to a file, named as its id."""
    law = Law()
    for file in files:
        stem = Path(file).stem
        law.unreadable.add(stem)
        node = read_yaml(folder, file, report)
        if node is not None:
            _read_instrument(node, stem, law)
    return law


def _read_instrument(node: Node, stem: str, law: Law) -> None:
    fields = node.fields(("id", "title", "kind", "adopted", "articles"))
    kind = fields.choice("kind", InstrumentKind)
    code, title, adopted = fields.code("id"), fields.both("title"), fields.day("adopted")
    if code is not None and code != stem:
        place = fields.nodes["id"].place
        node.report.add(ProblemKind.WRONG_CHOICE, place, value=code, allowed=stem)
    articles = fields.read("articles", _articles)
    said = {number: one.gist for number, one in (articles or {}).items()}
    if adopted is not None:
        law.adopted[stem] = adopted
    if title is not None and articles is not None:
        binding = frozenset(number for number, one in articles.items() if one.binds)
        gaps = {number: one.open for number, one in articles.items() if one.open is not None}
        sort = kind.value if kind is not None else ""
        law.instruments[stem] = Instrument(stem, title, said, binding, gaps, sort, adopted)
        law.unreadable.discard(stem)


@dataclass(frozen=True, slots=True)
class _Article:
    gist: Text
    binds: bool
    open: Text | None


def _articles(node: Node) -> dict[str, _Article] | None:
    return {number: _article(entry) for number, entry in node.entries()} or None


def _article(node: Node) -> _Article:
    gist = node.both(("binds", "open"))
    fields = Fields(dict(node.entries())) if node.is_map() else Fields({})
    binds = fields.choice("binds", Bound) is Bound.SOFTWARE if fields.has("binds") else False
    empty = Text("", "")  # the gist's own defect is reported; the article still exists
    return _Article(gist or empty, binds, fields.both("open"))
