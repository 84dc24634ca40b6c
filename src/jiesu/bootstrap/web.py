# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What pages and accounts need of Django besides the store, and the one city a process serves.

Nothing here is imported by the command line before a command needs it.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.core.management import call_command

from jiesu.adapters.identity.memberships import Membership, MembershipReader
from jiesu.adapters.personal.key_file import load_key_file
from jiesu.bootstrap.django import configure
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City
from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Text

WEB = Path(__file__).parents[1] / "web"
"""Where the doors made of pages lie; named as a folder, since only they may import this module."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "font-src 'self'; manifest-src 'self'"
)

_APPS = (
    "jiesu.adapters.store",
    "jiesu.adapters.identity",
    "jiesu.web.shared",
    "jiesu.web.account",
    "jiesu.web.api",
    "jiesu.web.evaluation",
    "jiesu.web.operator",
    "jiesu.web.unit",
    "jiesu.web.citizen",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
)

_MIDDLEWARE = (
    "jiesu.web.shared.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiesu.web.shared.rooms.CityMiddleware",
    "jiesu.web.shared.language.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiesu.web.shared.actors.ActorMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jiesu.web.shared.problems.ProblemMiddleware",
    "jiesu.web.shared.guard.GuardMiddleware",
)

_FORM_BYTES = 2 * 2**20  # the longest appeal is some thousand characters; files do not count
_FORM_FIELDS = 500
_SHORTEST_PASSWORD = 10
_FACTOR_KEY_SIZE = 32
_FACTOR_KEY = b"jiesu/second-factor/1"
_CACHE_ROWS = 100_000
_NOT_OURS_TO_DECIDE = ["security.W005", "security.W021"]  # other names of the domain; preload lists


class NoCityHere(Trouble):
    """Pages are asked for before a city was opened in this process."""

    what = Text("本进程尚未打开城市。", "No city was opened in this process.")
    next_step = Text("请用 jiesu web 启动网页服务。", "Start the pages with jiesu web.")


@dataclass(frozen=True, slots=True)
class Office:
    """What the pages of one process work with."""

    city: City
    settings: Settings
    memberships: MembershipReader
    entropy: Callable[[int], bytes] = os.urandom


_office: list[Office] = []


def open_office(
    city: City, settings: Settings, memberships: MembershipReader | None = None
) -> Office:
    """Let this process serve ``city``; a later call takes the place of an earlier one."""
    office = Office(city, settings, memberships or GateMemberships(city))
    _office[:] = [office]
    return office


def the_office() -> Office:
    """Return what this process serves.

    Raises:
        NoCityHere: nothing was opened.
    """
    if not _office:
        raise NoCityHere
    return _office[0]


@dataclass(frozen=True, slots=True)
class GateMemberships:
    """``MembershipReader`` over what the gate has recorded."""

    city: City

    def of(self, account: str) -> tuple[Membership, ...]:
        """Return the roles the account holds now, the oldest first."""
        held = self.city.reader.memberships(account)
        return tuple(Membership(one.role, one.unit) for one in held)


def configure_web(settings: Settings, dsn: str | None = None, **changes: object) -> None:
    """Set Django up for a process that shows pages or keeps accounts."""
    configure(settings, dsn, {**web_settings(settings), **changes})


def web_settings(settings: Settings) -> dict[str, Any]:
    """Return what pages and accounts need of Django, as it follows from our settings."""
    return {
        "INSTALLED_APPS": list(_APPS),
        "MIDDLEWARE": list(_MIDDLEWARE),
        "ROOT_URLCONF": "jiesu.web.urls",
        "LANGUAGE_CODE": "zh-hans",
        "LOCALE_PATHS": [settings.catalogue_folder],
        "FORM_RENDERER": "jiesu.web.shared.forms.Renderer",
        "TEMPLATES": [_templates()],
        "DATA_UPLOAD_MAX_MEMORY_SIZE": _FORM_BYTES,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": _FORM_FIELDS,
        "CACHES": {"default": _cache()},
        "SILENCED_SYSTEM_CHECKS": _NOT_OURS_TO_DECIDE,
        **_static(settings),
        **_transport(settings),
        **_accounts(settings),
    }


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jiesu.web.shared.shell.shell",
            ],
            "builtins": ["jiesu.web.shared.templatetags.jiesu", "django.templatetags.i18n"],
        },
    }


def _cache() -> dict[str, Any]:
    """Return the cache all processes share: how often somebody failed must not depend on luck."""
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "identity_cache",
        "OPTIONS": {"MAX_ENTRIES": _CACHE_ROWS},
    }


def _static(settings: Settings) -> dict[str, Any]:
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return {
        "STATIC_URL": "/static/",
        "STATIC_ROOT": settings.static_folder,
        "STORAGES": {
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": storage},
        },
    }


def _transport(settings: Settings) -> dict[str, Any]:
    """Return how pages travel: over https, save on this machine alone."""
    secure = not settings.only_this_machine
    return {
        "SECURE_SSL_REDIRECT": secure,
        "SECURE_REDIRECT_EXEMPT": [r"^healthz$", r"^readyz$"],
        "SECURE_HSTS_SECONDS": settings.web_hsts_seconds if secure else 0,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_PROXY_SSL_HEADER": (
            ("HTTP_X_FORWARDED_PROTO", "https") if settings.web_proxies else None
        ),
        "X_FRAME_OPTIONS": "DENY",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_FAILURE_VIEW": "jiesu.web.shared.kept.csrf_failure",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_AGE": settings.session_hours * 3600,
        "JIESU_CSP": CONTENT_SECURITY_POLICY,
    }


def _accounts(settings: Settings) -> dict[str, Any]:
    validation = "django.contrib.auth.password_validation."
    return {
        "AUTH_USER_MODEL": "identity.Account",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{validation}MinimumLengthValidator",
                "OPTIONS": {"min_length": _SHORTEST_PASSWORD},
            },
            {
                "NAME": f"{validation}UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["login", "name"]},
            },
            {"NAME": f"{validation}CommonPasswordValidator"},
            {"NAME": f"{validation}NumericPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "home",
        "ACCOUNT_ADAPTER": "jiesu.adapters.identity.signing_in.SignInAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "login",
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_PRESERVE_USERNAME_CASING": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_RATE_LIMITS": {
            "login": "60/m/ip",
            "login_failed": "30/10m/ip,5/5m/key",
            "reauthenticate": "10/m/user",
            "change_password": "5/m/user",
        },
        "ALLAUTH_TRUSTED_PROXY_COUNT": settings.web_proxies,
        "MFA_ADAPTER": "jiesu.adapters.identity.signing_in.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp"],
        "MFA_TOTP_ISSUER": "jiesu",
        "JIESU_FACTOR_KEY": lambda: _factor_key(settings),
        "JIESU_SECONDS_NOW": time.time,  # what allauth counts failures by
    }


def _factor_key(settings: Settings) -> bytes:
    """Return the key second factors lie under: made from the master key, for this purpose only."""
    master = load_key_file(settings.master_key_file)
    return HKDFExpand(SHA256(), _FACTOR_KEY_SIZE, _FACTOR_KEY).derive(master)


def lay_out(settings: Settings) -> None:
    """Lay out what pages read from files: style and script under hashed names, translations.

    Done once before the first page is served, by the process that starts the others.
    """
    lay_out_catalogue(settings.catalogue_folder)
    call_command("collectstatic", interactive=False, verbosity=0)


def lay_out_catalogue(folder: Path) -> None:
    """Join the English catalogues of all doors into one that Django can read."""
    joined = polib.POFile()
    joined.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}
    joined.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    entries = {
        (entry.msgid, entry.msgid_plural): entry
        for path in sorted(WEB.glob("*/locale/en/LC_MESSAGES/django.po"))
        for entry in polib.pofile(str(path))
    }
    joined.extend(entries.values())
    place = folder / "en" / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    joined.save_as_mofile(str(place / "django.mo"))
