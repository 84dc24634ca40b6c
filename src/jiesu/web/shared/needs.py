# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every page says what it needs: nothing, an account, or a permission of the pack's roles.

    @page("order.show")              any one of the permissions named
    @page(SIGNED_IN)                 any account, with a role or without
    @page(PUBLIC)                    anybody
    TOKEN                            a program; its operation looks at the token and its scopes

A page that says nothing is never shown; a test fails for it before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise

from jiesu.domain.access import AccessPolicy, Actor, NotPermitted, authorise
from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Text

View = Callable[..., HttpResponseBase]

PUBLIC = "public"
SIGNED_IN = "signed in"
TOKEN = "token"  # noqa: S105 -- no secret: the word for what a program must bring
OPEN = frozenset({PUBLIC, SIGNED_IN, TOKEN})


class UndeclaredPage(Trouble):
    """A page does not say what it needs, so nobody gets it."""

    what = Text("页面“{page}”没有声明所需权限。", 'The page "{page}" does not say what it needs.')
    next_step = Text("请用 @page 声明。", "Declare it with @page.")


@dataclass(frozen=True, slots=True)
class Entry:
    """How a page appears in the navigation of those who may open it."""

    title: str | Promise
    order: int
    of_a_unit: bool = False
    """Whether it stands there only for those who act for a unit."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a page needs; ``keep`` says whether what is posted to it survives a lost session.

    ``redraw`` shows a form again that grew too old, with everything that was posted in it.
    """

    any_of: tuple[str, ...]
    methods: tuple[str, ...]
    keep: bool
    entry: Entry | None
    redraw: View | None = None

    @property
    def public(self) -> bool:
        """Return whether it lets anybody in, or looks at who asks itself."""
        return PUBLIC in self.any_of or TOKEN in self.any_of

    @property
    def permissions(self) -> tuple[str, ...]:
        """Return the permissions of which one is needed."""
        return tuple(need for need in self.any_of if need not in OPEN)


def page(  # noqa: PLR0913 -- what a page may declare
    *needs: str,
    methods: tuple[str, ...] = ("GET", "POST"),
    keep: bool = True,
    title: str | Promise = "",
    order: int = 0,
    of_a_unit: bool = False,
    redraw: View | None = None,
) -> Callable[[View], View]:
    """Declare what a view needs.

    Args:
        needs: ``PUBLIC``, ``SIGNED_IN``, or permissions of which one is enough.
        methods: The methods it answers; GET answers HEAD too.
        keep: Whether fields posted to it are kept over a lost session; not for passwords.
        title: Its name in the navigation; without one it does not stand there.
        order: Its place in the navigation, small numbers first.
        of_a_unit: Whether it stands there only for those who act for a unit.
        redraw: Shows the form again, filled in, when it grew too old; else the fields are shown
            plainly.
    """
    if not needs:
        raise ValueError("a page needs something, or says PUBLIC")
    entry = Entry(title, order, of_a_unit) if title else None
    declared = Needs(needs, methods, keep, entry, redraw)

    def declare(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- of any view
            method = "GET" if request.method == "HEAD" else request.method
            if method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        answered.needs = declared  # type: ignore[attr-defined]  # -- read by needs_of
        return answered

    return declare


def needs_of(view: object) -> Needs | None:
    """Return what a view declared."""
    return getattr(view, "needs", None)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a page: where, its full name, its view."""

    path: str
    name: str
    pattern: URLPattern
    needs: Needs | None


def routes(resolver: URLResolver | None = None) -> tuple[Route, ...]:
    """Return every route of the pages."""
    return tuple(_walk(resolver or get_resolver(), "", ()))


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from _walk(each, path, inner)
        else:
            name = ":".join((*spaces, each.name or ""))
            yield Route(path, name, each, needs_of(each.callback))


@cache
def entries() -> tuple[tuple[str, Needs, Entry], ...]:
    """Return the pages that stand in the navigation, in their order: name, needs, entry."""
    found = [
        (route.name, route.needs, route.needs.entry)
        for route in routes()
        if route.needs is not None and route.needs.entry is not None
    ]
    return tuple(sorted(found, key=lambda each: each[2].order))


def require(needs: Needs, actor: Actor, access: AccessPolicy, today: date) -> None:
    """Let an actor pass who holds one of the permissions.

    Raises:
        NotPermitted: none of them; it names the last.
    """
    refused: NotPermitted | None = None
    for permission in needs.permissions:
        try:
            authorise(actor, permission, access, today)
        except NotPermitted as refusal:
            refused = refusal
        else:
            return
    if refused is not None:
        raise refused
