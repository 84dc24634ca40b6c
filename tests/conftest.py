# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: Hypothesis profiles, and no socket leaves the machine."""

import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.builders.pages import set_up_pages

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=1000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "found", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)  # for whoever asks whether there is a failure, not for the smallest one
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

HERE = Path(__file__).parent
CORE = tuple(
    HERE / name for name in ("unit/kernel", "unit/rulebook", "unit/domain", "spec", "property")
)
"""The tests that must cover the pure core by themselves; no other test is slowed by counting."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not any(item.path.is_relative_to(folder) for folder in CORE):
            item.add_marker("no_cover")


_PAGES = Path(tempfile.mkdtemp(prefix="jiesu-pages-"))
set_up_pages(_PAGES)  # what Django is set up with first holds for the process, so: everything


def pytest_unconfigure() -> None:
    """Remove what the pages laid out."""
    shutil.rmtree(_PAGES, ignore_errors=True)


class OutsideSocket(RuntimeError):
    """A test reached for another machine; tests are hermetic."""


def is_own_machine(address: object) -> bool:
    """Return whether ``address``, as given to ``socket.connect``, stays on this machine."""
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_outside_sockets() -> Iterator[None]:
    """Refuse every connection from this process to another machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: object) -> None:
        _refuse_outside(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        _refuse_outside(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield


def _refuse_outside(address: object) -> None:
    if not is_own_machine(address):
        message = f"a test tried to reach {address!r}"
        raise OutsideSocket(message)
