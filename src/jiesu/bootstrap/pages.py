# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The pages as a process beside the one that keeps the clocks."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from os import environ
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from jiesu.bootstrap.settings import Settings
from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Text

LOOPBACK = "127.0.0.1"
_SOON = 40.0  # seconds in which the pages answer, also on a slow machine
_ASK_AGAIN = 0.2
_GRACE = 8.0  # seconds the pages may finish what they began


class PagesSilent(Trouble):
    """The pages do not answer."""

    what = Text("网页服务没有响应。", "The pages do not answer.")
    next_step = Text("原因见 {log}。", "The reason stands in {log}.")


def start_web(settings: Settings) -> "subprocess.Popen[bytes]":
    """Start the pages as a process of their own; what they say goes into a file.

    Its own session keeps Ctrl-C away from it: whoever started it stops it.
    """
    variables = {
        "JIESU_HOME": str(settings.home),
        "JIESU_WEB_BIND": settings.web_bind,
        "PYTHONUNBUFFERED": "1",
    }
    if settings.demo:
        variables |= {"JIESU_DEMO": "1", "JIESU_ALLOWED_HOSTS": f"localhost,{LOOPBACK}"}
    start = "from jiesu.cli.app import main; main()"
    with web_log(settings).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 -- our own program, by the interpreter that runs us
            [sys.executable, "-c", start, "web"],
            env={**environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def web_log(settings: Settings) -> Path:
    """Return where the pages write what they have to say."""
    return settings.home / "web.log"


def wait_for_pages(
    settings: Settings, pages: "subprocess.Popen[bytes]", stopping: Callable[[], bool]
) -> None:
    """Return once the pages answer, or nobody wants them any more.

    Raises:
        PagesSilent: they ended, or they take too long.
    """
    until = time.monotonic() + _SOON
    while time.monotonic() < until and pages.poll() is None:
        with suppress(URLError, OSError):
            address = f"http://{settings.web_bind}/healthz"
            with urlopen(address, timeout=_ASK_AGAIN * 10) as answer:
                if answer.status == HTTPStatus.OK:
                    return
        if stopping():
            return
        time.sleep(_ASK_AGAIN)
    raise PagesSilent(log=str(web_log(settings)))


def stop_web(pages: "subprocess.Popen[bytes]") -> None:
    """Stop the pages: politely, and after a while for good."""
    pages.terminate()
    try:
        pages.wait(_GRACE)
    except subprocess.TimeoutExpired:
        pages.kill()
        pages.wait()
