# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Browsers without windows: somebody signed in as a role of a unit, against a cloned database.

with web_town(database) as town:
    handler = town.visitor("handler", "water-bureau")
    page = handler.get("/unit/")
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from importlib import import_module

from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.test import Client

from jiesu.adapters.identity.memberships import Membership
from jiesu.bootstrap.django import configure
from jiesu.bootstrap.web import Office, open_office
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from tests.builders.desk import Desk, city_desk
from tests.builders.pages import lay_out_pages, settings_for_tests

PASSWORD = "绿 mountain 七 rivers"
"""The password of everybody in tests."""
HOST = {"host": "localhost"}


class _Forms(HTMLParser):
    """Collects what a browser would post from each form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self._area: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self.forms.append((given.get("action") or "", []))
        elif tag == "textarea" and name:
            self._area, self._text = name, ""
        elif tag == "input" and name and _counts(given):
            self.forms[-1][1].append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            text = re.sub(r"\r\n|\r|\n", "\r\n", self._text.removeprefix("\n"))
            self.forms[-1][1].append((self._area, text))
            self._area = None


def _counts(given: dict[str, str | None]) -> bool:
    """Return whether a browser posts an input that is left as it is."""
    kind = given.get("type")
    return kind != "submit" and (kind not in {"radio", "checkbox"} or "checked" in given)


def posted_to(page: str, action: str) -> dict[str, str]:
    """Return what a browser would post from the form that goes to an address ending so."""
    forms = _Forms()
    forms.feed(page)
    return next(dict(fields) for to, fields in forms.forms if to.endswith(action))


def posted(page: str) -> list[tuple[str, str]]:
    """Return what a browser would post from the last form of a page, left as it is."""
    forms = _Forms()
    forms.feed(page)
    return forms.forms[-1][1]


class KnownMemberships:
    """Memberships by account, in memory."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[Membership, ...]] = {}

    def of(self, account: str) -> tuple[Membership, ...]:
        """Return what the account holds."""
        return self.held.get(account, ())


@dataclass
class Town:
    """A city with pages, its desk, and the people who visit it."""

    city: City
    desk: Desk
    office: Office
    memberships: KnownMemberships
    _accounts: dict[str, object] = field(default_factory=dict)

    def account(self, login: str, *memberships: Membership) -> object:
        """Return the account of that login, made at its first call."""
        from jiesu.adapters.identity.accounts import Accounts  # noqa: PLC0415 -- needs Django

        if login not in self._accounts:
            accounts = Accounts(self.city.clock)
            made = accounts.add(self.city.ids.new(), login, f"{login} 测试", PASSWORD)
            self._accounts[login] = made
            self.memberships.held[str(made.pk)] = memberships
        return self._accounts[login]

    def stranger(self, language: str = "") -> Client:
        """Return the browser of somebody who is not signed in."""
        client = Client(headers=HOST)
        if language:
            client.cookies["language"] = language
        return client

    def visitor(self, role: str, unit: str | None = None, *, language: str = "") -> Client:
        """Return the browser of somebody signed in as ``role`` of ``unit``."""
        login = role.replace("_", "-") + (f"-{unit}" if unit else "")
        return self.signed_in(login, Membership(role, unit), language=language)

    def signed_in(self, login: str, *memberships: Membership, language: str = "") -> Client:
        """Return the browser of an account that is signed in."""
        account = self.account(login, *memberships)
        client = self.stranger(language)
        session = import_module(django_settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    def actor(self, login: str) -> Actor:
        """Return who an account is at the gate."""
        account = self._accounts[login]
        held = self.memberships.of(str(account.pk))[0]
        return Actor(str(account.pk), held.role, held.unit)

    def let_pass(self, span: timedelta) -> None:
        """Let time pass in the town."""
        self.desk.clock.pass_(seconds=span.total_seconds())


@contextmanager
def web_town(database: str, **settings: object) -> Iterator[Town]:
    """Lend a city with pages over a database of its own."""
    lay_out_pages()
    chosen = settings_for_tests(**settings)
    configure(chosen, database)
    city, desk = city_desk(database)
    memberships = KnownMemberships()
    office = open_office(city, chosen, memberships)
    try:
        yield Town(city, desk, office, memberships)
    finally:
        connections.close_all()
        city.close()
