# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A real browser at real pages: a server on a free port of this machine, a phone by default.

Where there is no Chromium the journeys are skipped, and say so at the end of the run.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.builders.web import Town, web_town
from tests.integration.conftest import (  # noqa: F401 -- fixtures
    database,
    pg_server,
    template_database,
)

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in our thread
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 15_000  # milliseconds; machines of tests are slow and shared
MISSING = (
    "Chromium is missing: no journey was walked. Install it (Debian: chromium fonts-noto-cjk)."
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def chromium() -> str | None:
    """Return where Chromium is, if it is."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("integration")
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium() is None:
        terminalreporter.write_sep("!", MISSING, red=True, bold=True)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing: requests of tests are no news."""


@dataclass
class Site:
    """The town's pages at an address, and browsers to visit them with."""

    town: Town
    address: str
    browser: Browser

    def visit(
        self, *, language: str = "zh-CN", viewport: dict[str, int] | None = None, **how: object
    ) -> Page:
        """Return a page of a fresh browser; a phone in Chinese unless told otherwise.

        Whatever its console says of errors fails the test at the end: see ``site``.
        """
        context: BrowserContext = self.browser.new_context(
            base_url=self.address, locale=language, viewport=viewport or PHONE, **how
        )
        context.set_default_timeout(_PATIENCE)
        return context.new_page()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys of a worker."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(_FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def site(database: str, browser: Browser) -> Iterator[Site]:  # noqa: F811 -- the fixture above
    """A town with pages on a free port."""
    with web_town(database) as town:
        server = make_server("127.0.0.1", 0, WSGIHandler(), _Server, _Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = Site(town, f"http://127.0.0.1:{server.server_port}", browser)
        yield site
        for context in browser.contexts:
            context.close()
        server.shutdown()
        server.server_close()
