# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from jiesu.bootstrap.django import database, derive
from jiesu.bootstrap.settings import Settings


def settings_in(home: Path) -> Settings:
    """Return settings with that state folder."""
    return Settings(home=home)


def test_an_address_by_socket_becomes_djangos_database() -> None:
    found = database("postgresql://jiesu@/jiesu?host=%2Frun%2Fpg&port=5433&passfile=%2Fk%2Fp")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["HOST"], found["PORT"]) == ("/run/pg", "5433")
    assert (found["NAME"], found["USER"]) == ("jiesu", "jiesu")
    assert found["OPTIONS"] == {"passfile": "/k/p"}


def test_what_libpq_alone_knows_goes_into_the_options() -> None:
    found = database("postgresql://u:p%40ss@db.example/city?sslmode=verify-full")
    assert found["PASSWORD"] == "p@ss"
    assert found["OPTIONS"] == {"sslmode": "verify-full"}


def test_without_an_address_there_is_no_database(tmp_path: Path) -> None:
    assert derive(settings_in(tmp_path), None)["DATABASES"] == {"default": {}}


def test_instants_are_aware_and_in_utc(tmp_path: Path) -> None:
    found = derive(settings_in(tmp_path), None)
    assert (found["USE_TZ"], found["TIME_ZONE"]) == (True, "UTC")


def test_djangos_own_admin_is_not_installed(tmp_path: Path) -> None:
    found = derive(settings_in(tmp_path), None)["INSTALLED_APPS"]
    assert "jiesu.adapters.store" in found
    assert [app for app in found if "admin" in app] == []


def test_the_signing_key_comes_from_its_file(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    assert derive(settings, None)["SECRET_KEY"] == ""
    settings.secret_key_file.parent.mkdir()
    settings.secret_key_file.write_text("signing-key\n")
    assert derive(settings, None)["SECRET_KEY"] == "signing-key"


@pytest.mark.parametrize(("language", "code"), [("zh", "zh-hans"), ("en", "en")])
def test_pages_speak_the_language_of_the_settings(language: str, code: str, tmp_path: Path) -> None:
    settings = settings_in(tmp_path).model_copy(update={"language": language})
    assert derive(settings, None)["LANGUAGE_CODE"] == code
