# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Django's settings, derived from the one typed object. There is no settings module."""

from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings as django_settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from jiesu.bootstrap.settings import Settings

_OWN_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
_OWN_NAMES |= {"port": "PORT"}
_LANGUAGES = {"zh": "zh-hans", "en": "en"}
_KEEP_CONNECTION = 60  # seconds a thread's idle connection is kept


def configure(
    settings: Settings, dsn: str | None = None, further: Mapping[str, Any] | None = None
) -> None:
    """Set Django up for this process; again for another database, point it there.

    Args:
        settings: The one settings object.
        dsn: The database's address; by default ``settings.database_url``. Without either Django
            runs without a database, which is enough to read models and write migrations.
        further: What accounts and pages need besides; see ``bootstrap.web``. Left out, only the
            store is set up, which starts faster.
    """
    chosen = dsn or _given(settings)
    if django_settings.configured:
        _point_at(chosen)
        return
    django_settings.configure(**{**derive(settings, chosen), **(further or {})})
    django.setup()


def derive(settings: Settings, dsn: str | None) -> dict[str, Any]:
    """Return Django's settings as they follow from ours."""
    return {
        "INSTALLED_APPS": ["jiesu.adapters.store"],
        "DATABASES": {"default": database(dsn)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "USE_I18N": True,
        "LANGUAGE_CODE": _LANGUAGES[settings.language],
        "LANGUAGES": [("zh-hans", "简体中文"), ("en", "English")],
        "DEBUG": settings.debug,
        "ALLOWED_HOSTS": list(settings.allowed_hosts),
        "SECRET_KEY": _secret_key(settings),
        "LOGGING": _logging(settings),
    }


def database(dsn: str | None) -> dict[str, Any]:
    """Return Django's description of the database at ``dsn``; {} is none."""
    if dsn is None:
        return {}
    parts = dict(conninfo_to_dict(dsn))
    own = {name: parts.pop(key) for key, name in _OWN_NAMES.items() if key in parts}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **own,
        "OPTIONS": parts,
        "CONN_MAX_AGE": _KEEP_CONNECTION,
        "CONN_HEALTH_CHECKS": True,
    }


def _given(settings: Settings) -> str | None:
    return settings.database_url.get_secret_value() if settings.database_url else None


def _point_at(dsn: str | None) -> None:
    """Lead later connections to another database; tests clone one for each test."""
    if dsn is None:
        return
    connection = connections["default"]
    if {key: connection.settings_dict.get(key) for key in database(dsn)} == database(dsn):
        return
    connection.close()
    connections.settings["default"].update(database(dsn))
    del connections["default"]


def _secret_key(settings: Settings) -> str:
    """Return the key that signs sessions; Django itself refuses to sign without one."""
    try:
        return settings.secret_key_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _logging(settings: Settings) -> dict[str, Any]:
    """Return logging to standard error: the machine's journal keeps and turns it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": settings.log_level.upper()},
    }
