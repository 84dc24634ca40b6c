# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What reading operations of every kind share."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from jiesu.bootstrap.wiring import City
from jiesu.web.api.commands import ERRORS
from jiesu.web.api.problems import ProblemOut

ANSWERS: dict[Any, Any] = {ERRORS: ProblemOut}
"""What every operation may answer besides what it is for."""


def city_of(request: HttpRequest) -> City:
    """Return the city a request is about."""
    found: City = request.city  # type: ignore[attr-defined]  # -- set by the middleware
    return found


def today_in(city: City) -> date:
    """Return the day it is there."""
    return city.policy.calendar.local_day(city.clock.now())
