# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The WSGI application: ``gunicorn 'jiesu.web.wsgi:application()'``."""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from jiesu.bootstrap.amending import PackWatch, watch_in_background
from jiesu.bootstrap.keys import make_signing_key
from jiesu.bootstrap.settings import Settings, load_settings
from jiesu.bootstrap.web import configure_web, open_office
from jiesu.bootstrap.wiring import open_city


def application_of(settings: Settings) -> Callable[..., Any]:
    """Return the application over the city of ``settings``, opened for this process.

    Another pack takes effect between two requests: one that has begun ends under the pack it saw.
    """
    make_signing_key(settings)
    configure_web(settings)
    city = open_city(settings)
    open_office(city, settings)
    watch_in_background(PackWatch(settings, city, lambda renewed: open_office(renewed, settings)))
    return WSGIHandler()


def application() -> Callable[..., Any]:
    """Return the application as the environment sets it up."""
    return application_of(load_settings())
