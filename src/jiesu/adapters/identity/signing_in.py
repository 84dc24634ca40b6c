# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How allauth signs people in here: no sign-up, no e-mail, failures counted, factors sealed."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from math import ceil
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import Rate, get_cache_key, parse_rates
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.cache import cache
from django.forms import ValidationError
from django.http import HttpRequest

from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Text

_FAILED = "login_failed"
_APP = "allauth.account"
_NONCE_SIZE = 12
_MINUTE = 60


class FactorUnreadable(Trouble):
    """A second factor was sealed under another key than the present one."""

    what = Text("无法读取该账号的动态口令。", "The second factor of this account cannot be read.")
    next_step = Text(
        "请管理员运行 jiesu account password --forget-factor 后重新绑定。",
        "Ask an administrator for jiesu account password --forget-factor, then enrol again.",
    )


class TooManyAttempts(ValidationError):
    """Somebody failed too often; carries how many seconds are left."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many attempts", code="too_many_login_attempts")
        self.seconds = seconds


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # -- allauth ships no types
    """Accounts are made by an administrator; a login is counted by itself and by its address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that nobody signs up."""
        del request
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 -- allauth's signature
        """Count the attempt; refuse it with the time that is left where there were too many.

        Raises:
            TooManyAttempts: of this login, or from this address.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise TooManyAttempts(_seconds_left(request, self._key_of(**credentials))) from None

    def authentication_error(self) -> None:
        """Say nothing: the form says what can be said to somebody who is not known."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: accounts have no address."""

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Leave messages to our own pages."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:
        """Return what failures of a login are counted under, by whatever host it came."""
        del request
        return self._key_of(**credentials)

    @staticmethod
    def _key_of(**credentials: str) -> str:
        return credentials.get("username", "").strip().lower()


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # -- allauth ships no types
    """Secrets of second factors lie under a key made from the city's master key."""

    def encrypt(self, text: str) -> str:
        """Return ``text`` sealed; the nonce is the hash of the text, which is random itself."""
        data = text.encode()
        nonce = hashlib.sha256(b"nonce" + _factor_key() + data).digest()[:_NONCE_SIZE]
        return urlsafe_b64encode(nonce + AESGCM(_factor_key()).encrypt(nonce, data, None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed.

        Raises:
            FactorUnreadable: under another key.
        """
        data = urlsafe_b64decode(encrypted_text)
        try:
            sealed = AESGCM(_factor_key()).decrypt(data[:_NONCE_SIZE], data[_NONCE_SIZE:], None)
        except (InvalidTag, ValueError):
            raise FactorUnreadable from None
        return sealed.decode()

    def get_totp_label(self, user: Any) -> str:  # noqa: ANN401 -- allauth's signature
        """Return the login: what an authenticator app shows beside the code."""
        return str(user.login)


def forget_failures(login: str) -> None:
    """Let ``login`` be tried again at once."""
    key_hash = hashlib.sha256(login.encode()).hexdigest()
    for rate in _rates():
        if rate.per == "key":
            cache.delete(f"allauth:rl:{_APP}:{_FAILED}:{rate}:{key_hash}")


def _rates() -> Iterable[Rate]:
    found: list[Rate] = parse_rates(app_settings.RATE_LIMITS.get(_FAILED))
    return found


def _seconds_left(request: HttpRequest, key: str) -> int:
    """Return how long until the oldest attempt that still counts is forgotten."""
    now, waits = settings.JIESU_SECONDS_NOW(), [1]
    for rate in _rates():
        place = get_cache_key(request, app=_APP, action=_FAILED, rate=rate, key=key)
        history = cache.get(place, [])
        if len(history) >= rate.amount:
            waits.append(ceil(history[rate.amount - 1] + rate.duration - now))
    return max(waits)


def spoken_wait(seconds: int) -> Text:
    """Return a time to wait as people say it."""
    if seconds < _MINUTE:
        return Text(f"{seconds} 秒", f"{seconds} second{'s' * (seconds != 1)}")
    minutes = ceil(seconds / _MINUTE)
    return Text(f"{minutes} 分钟", f"{minutes} minute{'s' * (minutes != 1)}")


def _factor_key() -> bytes:
    key: bytes = settings.JIESU_FACTOR_KEY()
    return key
