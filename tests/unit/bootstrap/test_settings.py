# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from pydantic import ValidationError

from jiesu.bootstrap.settings import (
    BadSettings,
    Settings,
    language_of_errors,
    load_settings,
    unknown_variables,
    variable_of,
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable_of(field), raising=False)


def test_keys_lie_in_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_HOME", "/srv/jiesu")
    settings = load_settings()
    assert settings.master_key_file == Path("/srv/jiesu/keys/master.key")
    assert settings.secret_key_file == Path("/srv/jiesu/keys/django.key")
    assert settings.mail_folder == Path("/srv/jiesu/mail")


def test_relative_folders_start_where_the_program_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().home == tmp_path / "var"


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("JIESU_LANGUAGE", "EN", "language", "en"),
        ("JIESU_LOG_LEVEL", "WARNING", "log_level", "warning"),
        (
            "JIESU_ALLOWED_HOSTS",
            "a.example, b.example,",
            "allowed_hosts",
            ("a.example", "b.example"),
        ),
        ("JIESU_DEBUG", "1", "debug", True),
        ("JIESU_PACK", "", "pack", "example"),
        ("PG_BIN", "/programs/bin", "pg_bin", Path("/programs/bin")),
        ("JIESU_WORKER_TIMER_BATCH", "50", "worker_timer_batch", 50),
    ],
)
def test_a_variable_sets_its_field(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str, field: str, value: object
) -> None:
    monkeypatch.setenv(variable, text)
    assert getattr(load_settings(), field) == value


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("JIESU_LANGUAGE", "fr"),
        ("JIESU_POSTGRES_PORT", "65536"),
        ("JIESU_POSTGRES_PORT", "-1"),
        ("JIESU_WORKER_OUTBOX_BATCH", "0"),
        ("JIESU_NOTIFY", "pigeon"),
        ("JIESU_DEBUG", "perhaps"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert variable in refused.value.explain("zh")
    assert text not in refused.value.explain("en").replace("65535", "").replace("than 0", "")


def test_all_wrong_values_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_LANGUAGE", "fr")
    monkeypatch.setenv("JIESU_SMTP_TLS", "maybe")
    with pytest.raises(BadSettings, match=r"JIESU_LANGUAGE.*JIESU_SMTP_TLS"):
        load_settings()


def test_sending_mail_needs_a_server_and_a_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_NOTIFY", "smtp")
    with pytest.raises(BadSettings, match="JIESU_SMTP_HOST and JIESU_SMTP_FROM"):
        load_settings()


def test_the_database_password_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:very-secret@h/d")
    settings = load_settings()
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://u:very-secret@h/d"
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "very-secret" not in shown


def test_settings_do_not_change_once_built() -> None:
    with pytest.raises(ValidationError):
        load_settings().pack = "other"  # type: ignore[misc]


def test_a_slip_of_the_pen_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIESU_LANGAUGE", "en")
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    assert unknown_variables() == ("JIESU_LANGAUGE",)


@pytest.mark.parametrize(
    ("language", "port", "spoken"),
    [("en", "0", "en"), ("en", "none", "en"), ("klingon", "0", "zh"), ("zh", "none", "zh")],
)
def test_what_is_wrong_with_the_settings_can_always_be_said(
    monkeypatch: pytest.MonkeyPatch, language: str, port: str, spoken: str
) -> None:
    monkeypatch.setenv("JIESU_LANGUAGE", language)
    monkeypatch.setenv("JIESU_POSTGRES_PORT", port)
    assert language_of_errors() == spoken
