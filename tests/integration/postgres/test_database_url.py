# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A database named by DATABASE_URL is asked before it is used; its password is never repeated."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jiesu.adapters.postgres.server import Server
from jiesu.adapters.postgres.troubles import (
    BadDatabaseUrl,
    NotOurServer,
    TooOldServer,
    UnreachableDatabase,
)
from jiesu.bootstrap.database import checked_address, ensure_server, is_unused, stop_server
from jiesu.bootstrap.doctor import Level, examine
from jiesu.bootstrap.settings import Settings
from tests.integration.postgres.conftest import Place

if TYPE_CHECKING:
    from jiesu.kernel.errors import Trouble


def test_a_database_that_answers_is_used_as_it_is(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    settings = Settings(home=tmp_path / "home")
    assert ensure_server(settings) == database
    assert not settings.home.exists()


def test_a_database_of_somebody_else_is_not_stopped(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    with pytest.raises(NotOurServer) as refused:
        stop_server(Settings(home=tmp_path / "home"))
    said = refused.value.explain("zh") + refused.value.explain("en")
    assert "DATABASE_URL" in said
    assert database not in said
    assert not is_unused(checked_address(database))


def test_a_database_nobody_wrote_to_is_known(database: str, empty_database: str) -> None:
    assert not is_unused(checked_address(database))
    assert is_unused(checked_address(empty_database))


def test_a_silent_address_is_named_without_its_password() -> None:
    with pytest.raises(UnreachableDatabase) as refused:
        checked_address("postgresql://someone:very-secret@127.0.0.1:9/city")
    said = refused.value.explain("zh") + refused.value.explain("en")
    assert "host=127.0.0.1 port=9 dbname=city user=someone" in said
    assert "very-secret" not in said


@pytest.mark.parametrize("url", ["mysql://u:very-secret@h/d", "very-secret", "postgresql://h/?x=y"])
def test_what_is_no_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        checked_address(url)
    assert "very-secret" not in refused.value.explain("en")


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


STARTING = message(b"E", b"SFATAL\0C57P03\0Mthe database system is starting up\0\0")
WELCOME = (
    message(b"R", struct.pack("!i", 0))
    + message(b"S", b"server_version\x0014.2\0")
    + message(b"S", b"client_encoding\0UTF8\0")
    + message(b"Z", b"I")
)


@pytest.fixture
def old_server() -> Iterator[int]:
    """A server that is starting when first asked, and then turns out to be version 14.2."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=serve, args=(door, [STARTING, WELCOME]), daemon=True).start()
        yield door.getsockname()[1]


def serve(door: socket.socket, answers: list[bytes]) -> None:
    """Answer one connection after another, each in its turn."""
    for answer in answers:
        visitor, _ = door.accept()
        with visitor:
            visitor.recv(1000)
            visitor.sendall(answer)
            visitor.recv(1000)


def test_a_starting_server_is_waited_for_and_an_old_one_refused(old_server: int) -> None:
    told: list[Trouble] = []
    url = f"postgresql://u@127.0.0.1:{old_server}/city?sslmode=disable&gssencmode=disable"
    with pytest.raises(TooOldServer, match=r"is 14\.2; 15 or later"):
        checked_address(url, told.append)
    assert [each.code for each in told] == ["recovering"]


def test_the_doctor_without_orders_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "home"
    found = {each.name: each for each in examine(Settings(home=home))}
    assert found["server"].level is Level.WARN
    assert "no database was made yet" in found["server"].what.en
    assert not home.exists()


def test_the_doctor_makes_what_is_missing_on_order(place: Place) -> None:
    settings = Settings(home=place.home)
    found = {each.name: each for each in examine(settings, fix=True)}
    made = ("server", "master-key", "signing-key", "migrations")
    assert {name: found[name].level for name in made} == dict.fromkeys(made, Level.OK)
    again = {each.name: each for each in examine(settings)}
    assert {name: again[name].level for name in made} == dict.fromkeys(made, Level.OK)
    assert Server.find(place.home) is None
