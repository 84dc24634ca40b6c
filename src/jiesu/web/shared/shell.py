# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What every page shows around its content: city, navigation, account, language."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from jiesu.adapters.identity.memberships import Membership
from jiesu.application.policy import CityPolicy
from jiesu.domain.access import NotPermitted, UnknownRole
from jiesu.kernel.text import Language
from jiesu.web.shared.language import TAGS
from jiesu.web.shared.needs import entries, require
from jiesu.web.shared.rooms import Request


@dataclass(frozen=True, slots=True)
class Link:
    """One place of the navigation."""

    title: str | Promise
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A membership as people read it."""

    key: str
    label: str
    current: bool


def post_label(membership: Membership, policy: CityPolicy, language: Language) -> str:
    """Return role and unit of a membership by the names the pack gives them."""
    role = policy.access.roles.get(membership.role)
    said = role.name.say(language) if role else membership.role
    unit = policy.organisation.units.get(membership.unit or "")
    return f"{said} · {unit.name.say(language)}" if unit else said


def links_of(request: Request) -> Iterator[Link]:
    """Yield the pages of the navigation that the person may open."""
    if request.actor is None:
        return
    city = request.city
    today = city.policy.calendar.local_day(city.clock.now())
    for name, needs, entry in entries():
        if entry.of_a_unit and request.actor.unit is None:
            continue
        try:
            require(needs, request.actor, city.policy.access, today)
        except (NotPermitted, UnknownRole):
            continue
        yield Link(entry.title, reverse(name), current=False)


def _marked(links: list[Link], path: str) -> list[Link]:
    """Return the links with the one marked that leads nearest to where somebody is."""
    here = max((link.url for link in links if path.startswith(link.url)), key=len, default="")
    return [replace(link, current=link.url == here) for link in links]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the template of every page reads as ``shell``."""
    if not hasattr(request, "actor"):
        return {}
    visit: Request = request  # type: ignore[assignment]  # -- it went through our middleware
    policy, language = visit.city.policy, visit.language
    posts = [
        Post(each.key, post_label(each, policy, language), each == visit.membership)
        for each in visit.memberships
    ]
    here = visit.get_full_path() if visit.method in {"GET", "HEAD"} else "/"
    return {
        "shell": {
            "city": policy.name.say(language),
            "language": language,
            "tag": TAGS[language],
            "links": _marked(list(links_of(visit)), visit.path),
            "posts": posts,
            "post": next((each for each in posts if each.current), None),
            "account": visit.user if visit.user.is_authenticated else None,
            "demo": visit.office.settings.demo,
            "here": here,
        }
    }
