# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a city's policy says to an import: its codes, its limits, who may import."""

from datetime import date

from jiesu.application.importing.chains import Narrator
from jiesu.application.importing.codes import Codes
from jiesu.application.importing.values import ReadRules
from jiesu.application.places import Places
from jiesu.application.policy import CityPolicy
from jiesu.domain.access import AccessPolicy, Actor, NotAnAccount, authorise
from jiesu.kernel.errors import BadInput
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Text

IMPORTING = "history.import"
"""The permission without which nobody imports history."""
ROLE = "importer"


class UnusableSourceName(BadInput):
    """The name of a map's source cannot stand in the log as who imported."""

    what = Text(
        "来源名称“{name}”不能作为导入账号。", 'The source name "{name}" cannot name an account.'
    )
    next_step = Text(
        "请用 1 至 50 个英文字母、数字、点、横线或下划线命名 [source] name。",
        "Name the source with 1 to 50 letters, digits, dots, dashes or underscores.",
    )


def city_codes(policy: CityPolicy) -> Codes:
    """Return the codes a map may give: leaf matters, areas and units of the pack."""
    catalogue, organisation = policy.catalogue, policy.organisation
    return Codes(
        matter=frozenset(code for code in catalogue.matters if catalogue.is_leaf(code)),
        area=frozenset(organisation.areas),
        unit=frozenset(organisation.units),
    )


def city_rules(policy: CityPolicy, places: Places, cut: Instant, today: date) -> ReadRules:
    """Return what rows are checked against: map, cut, and how long texts may be ``today``."""
    longest = policy.appeals.words_max.as_of(today).value
    return ReadRules(cut=cut, limits=dict.fromkeys(PrivateKind, longest), places=places)


def city_narrator(policy: CityPolicy, source: str, cut: Instant, today: date) -> Narrator:
    """Return who retells rows of ``source`` up to ``cut``.

    Raises:
        UnusableSourceName: the source's name cannot stand in the log.
        NotPermitted: the pack's importers may not import history.
    """
    actor = importing_actor(source, policy.access, today)
    return Narrator(actor, cut, "zh" if policy.language.startswith("zh") else "en")


def importing_actor(source: str, access: AccessPolicy, today: date) -> Actor:
    """Return who imports from ``source``; see :func:`city_narrator` for what is refused."""
    try:
        actor = Actor(f"import:{source}", ROLE)
    except NotAnAccount:
        raise UnusableSourceName(name=source) from None
    authorise(actor, IMPORTING, access, today)
    return actor
