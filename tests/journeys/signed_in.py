# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Pages of somebody who is signed in already, for journeys that begin at work."""

from django.conf import settings
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, Site


def at_work(
    site: Site,
    role: str,
    unit: str | None = None,
    *,
    language: str = "zh",
    wide: bool = False,
    **how: object,
) -> Page:
    """Return a page of somebody signed in as ``role``; a phone in Chinese unless told otherwise."""
    session = site.town.visitor(role, unit).cookies[settings.SESSION_COOKIE_NAME].value
    page = site.visit(viewport=DESK, **how) if wide else site.visit(**how)
    cookies = {settings.SESSION_COOKIE_NAME: session, "language": language}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": site.address} for name, value in cookies.items()]
    )
    return page
