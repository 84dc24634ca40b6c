# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Homes for servers that these tests start, hurt and stop themselves."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jiesu.adapters.postgres.area import find_area
from jiesu.adapters.postgres.server import Plan, Server, start_server
from jiesu.adapters.postgres.troubles import DataVanished
from jiesu.kernel.errors import Trouble

WHEEL = Plan(wheel_first=True, options={"fsync": "off"})
"""The same server on every machine; these tests pull no plugs, so nothing need reach the disk."""


@dataclass
class Place:
    """A state folder, and what the launcher told about it."""

    home: Path
    told: list[Trouble] = field(default_factory=list)

    def start(self, plan: Plan = WHEEL) -> Server:
        """Start its server, or find it running."""
        word = "only for this test"
        return start_server(self.home, plan, new_password=lambda: word, report=self.told.append)

    def told_kinds(self) -> list[str]:
        """Return the names of what was told."""
        return [type(each).__name__ for each in self.told]

    def clear(self) -> None:
        """Stop the server and remove all it has, wherever it lies."""
        with suppress(DataVanished):
            area = find_area(self.home.resolve())
            if area:
                Server(area, 0, Path()).stop("immediate")
                shutil.rmtree(area.root)
        shutil.rmtree(self.home)


@pytest.fixture
def place() -> Iterator[Place]:
    """A new state folder."""
    yield from a_place()


@pytest.fixture(scope="module")
def settled() -> Iterator[Place]:
    """A state folder with its server, for tests that leave it as they found it."""
    yield from a_place()


def a_place() -> Iterator[Place]:
    """Yield a state folder that every user may enter, as a real one, and clear it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="jiesu-test-"))
    home.chmod(0o755)
    found = Place(home)
    yield found
    found.clear()


@pytest.fixture
def as_root() -> None:
    """Skip where the tests do not run as root."""
    if os.geteuid() != 0:
        pytest.skip("only root can change to another user")
