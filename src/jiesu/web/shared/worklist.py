# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Lists people work from all day: views with their counts, dense rows, pages by key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.functional import Promise

from jiesu.application.lists import LAST_PAGE, Cursor, Page, Viewer, viewer_of
from jiesu.domain.access import Actor, authorise
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Text
from jiesu.web.shared.rooms import Request

V = TypeVar("V", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, with how much it holds."""

    title: str | Promise
    value: str
    count: int | None
    current: bool
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word about a row; the tone only underlines it."""

    text: Text | str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row: what it is, what was said, where, whose, until when."""

    id: str
    number: str
    url: str
    head: str
    words: str
    badges: tuple[Badge, ...] = ()
    clock: datetime | None = None
    clock_label: Text | str = ""
    note: str = ""
    can_pick: bool = False


@dataclass(frozen=True, slots=True)
class Turning:
    """The marks of the pages around one, for links; empty where there is none."""

    first: bool
    before: str
    after: str
    last: str


@dataclass(frozen=True, slots=True)
class Names:
    """Units, areas, matters and kinds by the names they have in the language of a page."""

    request: Request
    said: dict[tuple[str, str], str] = field(default_factory=dict)

    def unit(self, code: str | None) -> str:
        """Return what a unit is called."""
        return self._of(code, "unit", self.request.city.policy.organisation.units)

    def listed(self, codes: Iterable[str]) -> str:
        """Return what some units are called, as one text."""
        mark = "、" if self.request.language == "zh" else ", "
        return mark.join(self.unit(code) for code in codes)

    def area(self, code: str | None) -> str:
        """Return what an area is called."""
        return self._of(code, "area", self.request.city.policy.organisation.areas)

    def matter(self, code: str | None) -> str:
        """Return what a matter is called."""
        return self._of(code, "matter", self.request.city.policy.catalogue.matters)

    def term(self, name: str, code: str | None) -> str:
        """Return what the pack calls a kind, a channel or a route."""
        return self._of(f"name.{name}.{code}" if code else None, name, self._texts())

    def role(self, code: str) -> str:
        """Return what a role is called."""
        return self._of(code, "role", self.request.city.policy.access.roles)

    def _texts(self) -> Mapping[str, Text]:
        return self.request.city.policy.texts

    def _of(self, code: str | None, sort: str, named: Mapping[str, object]) -> str:
        if not code:
            return ""
        key = (sort, code)
        if key not in self.said:
            found = named.get(code)
            text = getattr(found, "name", found)
            self.said[key] = text.say(self.request.language) if isinstance(text, Text) else code
        return self.said[key]


def acting(request: Request) -> Actor:
    """Return who acts; the page needed a permission, so somebody does."""
    if request.actor is None:
        raise TypeError("a page that needs a permission is opened by somebody who acts")
    return request.actor


def today(request: Request) -> date:
    """Return the town's local day."""
    return request.city.policy.calendar.local_day(request.city.clock.now())


def eyes(request: Request) -> Viewer:
    """Return for whose eyes a list is."""
    return viewer_of(acting(request), request.city.policy.organisation, today(request))


def may(request: Request, permission: str) -> bool:
    """Return whether whoever acts holds a permission today."""
    try:
        authorise(acting(request), permission, request.city.policy.access, today(request))
    except JiesuError:
        return False
    return True


def chosen_view(request: Request, views: type[V], default: V) -> V:
    """Return the view asked for in the address."""
    asked = request.GET.get("view", "")
    return views(asked) if asked in set(views) else default


def tabs(
    titles: Iterable[tuple[StrEnum, str | Promise]], counts: Mapping[str, int], current: StrEnum
) -> list[Tab]:
    """Return the views of a list in their order."""
    return [
        Tab(title, view.value, counts.get(view.value), view is current, _tone(view))
        for view, title in titles
    ]


def _tone(view: StrEnum) -> str:
    return {"late": "late", "today": "today"}.get(view.value, "")


def turning(page: Page[Any], cursor: Cursor) -> Turning:
    """Return the marks of the pages around one; the last page is one step away as well."""
    at_start = cursor == Cursor() or page.previous is None
    at_end = page.next is None
    return Turning(
        first=not at_start,
        before=page.previous.text() if page.previous else "",
        after=page.next.text() if page.next else "",
        last="" if at_end else LAST_PAGE.text(),
    )


def joined(*parts: str) -> str:
    """Return what there is of some parts, with dots between."""
    return " · ".join(part for part in parts if part)


def said_of(title: str | None, words: str | None) -> str:
    """Return what an appeal says of itself in a list: title and words, redacted."""
    return " — ".join(part for part in (title, words) if part)


def picked(rows: Sequence[WorkRow]) -> bool:
    """Return whether any of the rows can be picked."""
    return any(row.can_pick for row in rows)
