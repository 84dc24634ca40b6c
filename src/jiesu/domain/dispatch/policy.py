# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the law must say about dispatch."""

from dataclasses import dataclass

from jiesu.domain.callback.policy import CallBackPolicy
from jiesu.domain.organisations import Organisation
from jiesu.domain.taxonomy import DispatchCatalogue
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.rulebook.dated import Dated


@dataclass(frozen=True, slots=True)
class DispatchPolicy:
    """Parameters ``dispatch.*`` of the pack."""

    direct: Dated[str]
    """The rule of dispatch straight to the unit whose duty is clear."""
    subdistrict_copy: Dated[str]
    """The rule that a sub-district's order is copied to its district."""
    district_fallback: Dated[str]
    """The rule that the district organises where only the district is known."""
    city_fallback: Dated[str]
    """The rule that the city desk keeps what nobody else owns."""
    liaison: Dated[str]
    """The rule for bodies outside the city's command."""
    recusal: Dated[str]
    """The rule that nobody handles a complaint about themselves."""
    community: Dated[str]
    """The rule that a community never leads."""
    fallback_unit: Dated[str]
    """Unit id of the city desk."""
    recusal_unit: Dated[str]
    """Unit id that takes complaints nobody in the line above may see."""
    default_class: Dated[str]
    """Time-limit class where no duty item says one."""
    organisation: Organisation
    catalogue: DispatchCatalogue
    orders: OrderPolicy
    callback: CallBackPolicy


@dataclass(frozen=True, slots=True)
class SuccessionPolicy:
    """Parameters ``organisation.*`` of the pack."""

    succession: Dated[str]
    """The rule that whoever takes a unit's place takes over its open orders."""
