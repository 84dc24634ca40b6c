# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The pages served by gunicorn: worker processes with threads, one city in each."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from jiesu.bootstrap.collector import collect_rarely
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import configure_web, lay_out, the_office
from jiesu.web.shared.needs import routes
from jiesu.web.wsgi import application_of

_GRACE = 30  # seconds a worker may finish what it began


class Server(BaseApplication):  # type: ignore[misc]  # -- gunicorn ships no types
    """gunicorn, told what our settings say instead of a file of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take over our settings; the log names no query, for tokens may stand in one."""
        chosen: dict[str, object] = {
            "bind": self._settings.web_bind,
            "workers": self._settings.web_workers,
            "threads": self._settings.web_threads,
            "worker_class": "gthread",
            "graceful_timeout": _GRACE,
            "accesslog": "-",
            "access_log_format": "%(m)s %(U)s %(s)s %(B)s %(M)sms",
            "errorlog": "-",
            "loglevel": self._settings.log_level,
            "proc_name": "jiesu-web",
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Open the city in a worker process, rooms, models and all, before the first visitor comes.

        What stands by then is never looked through for garbage: that would hold up everybody for a
        tenth of a second now and then.
        """
        application = application_of(self._settings)
        from jiesu.web.shared.offers import understand  # noqa: PLC0415 -- needs Django

        routes()
        understand(the_office().city, "。")
        collect_rarely()
        return application


def serve(settings: Settings) -> None:
    """Serve the pages until stopped."""
    configure_web(settings)
    lay_out(settings)
    Server(settings).run()
