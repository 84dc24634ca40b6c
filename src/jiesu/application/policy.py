# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""All policy of one city, as the gate hands it to the stages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiesu.domain.access import AccessPolicy
from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.callback.policy import CallBackPolicy
from jiesu.domain.dispatch.policy import DispatchPolicy, SuccessionPolicy
from jiesu.domain.evaluation.policy import EvaluationPolicy
from jiesu.domain.handling.redo import HandlingPolicy
from jiesu.domain.interactions.policy import InteractionPolicy
from jiesu.domain.memberships import MembershipPolicy
from jiesu.domain.organisations import Organisation
from jiesu.domain.supervision.policy import SupervisionPolicy
from jiesu.domain.taxonomy import DispatchCatalogue
from jiesu.domain.understanding import UnderstandingPolicy
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Instrument
from jiesu.rulebook.dated import Dated


@dataclass(frozen=True, slots=True)
class PackIdentity:
    """Which pack, which version, which bytes; every log entry names it as ``stamp``."""

    id: str
    version: str
    digest: str

    @property
    def stamp(self) -> str:
        """Return e.g. ``example@1.0.0+3f2a9c11``."""
        return f"{self.id}@{self.version}+{self.digest[:8]}"


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """场景: an example of the law at work, as far as anybody needs who does not play it."""

    title: Text
    citation: Citation
    file: str
    line: int
    digest: str
    """Of what is given, done and expected, so that two versions can be told apart."""


@dataclass(frozen=True, slots=True)
class CityPolicy:
    """城市政策包 as loaded: typed policies for each stage, and everything for looking up."""

    identity: PackIdentity
    name: Text
    language: str
    time_zone: str
    calendar: BusinessCalendar
    organisation: Organisation
    access: AccessPolicy
    catalogue: DispatchCatalogue
    interactions: InteractionPolicy
    appeals: AppealPolicy
    orders: OrderPolicy
    callback: CallBackPolicy
    memberships: MembershipPolicy
    evaluation: EvaluationPolicy
    supervision: SupervisionPolicy
    understanding: UnderstandingPolicy
    dispatch: DispatchPolicy
    succession: SuccessionPolicy
    parameters: Mapping[str, Dated[object]]
    """Every parameter by key, for ``pack show`` and ``pack explain``."""
    texts: Mapping[str, Text]
    """Scripts, notices and names by key."""
    instruments: Mapping[str, Instrument]
    scenarios: tuple[WorkedExample, ...] = ()
    calendar_basis: Citation | None = None
    """Where working time stands written."""
    engine: str = ""
    """The versions of the engine the pack says it is written for."""
    priors: Mapping[str, str] = field(default_factory=dict)
    """A digest of each file of priors; only a simulation reads what is in them."""

    @property
    def handling(self) -> HandlingPolicy:
        """Return what decisions about a whole case read."""
        return HandlingPolicy(self.appeals, self.orders, self.callback)

    def citation(self, instrument: str, article: str) -> Citation:
        """Return the citation an event's basis stands for."""
        title = (
            self.instruments[instrument].title
            if instrument in self.instruments
            else Text(instrument, instrument)
        )
        return Citation(instrument, article, title)
