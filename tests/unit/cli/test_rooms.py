# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import getpass
import os
from collections.abc import Callable

import pytest

from jiesu.cli.rooms import console_account


def nobody() -> str:
    raise KeyError("getpwuid(): uid not found: 100042")


@pytest.mark.parametrize("login", [nobody, lambda: "王小明", lambda: "li ming", lambda: "x" * 99])
def test_a_login_without_a_name_the_log_can_keep_is_known_by_its_number(
    monkeypatch: pytest.MonkeyPatch, login: Callable[[], str]
) -> None:
    monkeypatch.setattr(getpass, "getuser", login)
    assert console_account() == f"console:uid-{os.getuid()}"


def test_a_login_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "agent.7")
    assert console_account() == "console:agent.7"
