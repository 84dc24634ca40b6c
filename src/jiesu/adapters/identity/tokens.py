# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens of capability: made of entropy, shown once, kept as a hash, good until a day."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from jiesu.adapters.identity.models import ApiToken, AppealToken
from jiesu.kernel.errors import NotFound
from jiesu.kernel.instants import Clock, instant
from jiesu.kernel.text import Text

_TOKEN_BYTES = 24  # 192 bits
_SEEN_EVERY = timedelta(minutes=1)
API_PREFIX = "jsu_"
"""What tokens for programs begin with, so that one left in a file is recognised."""


class NoSuchToken(NotFound):
    """The token is unknown, used up or expired: all read alike, and it is not repeated."""

    what = Text("查询凭证无效或已过期。", "This code is not valid, or not any more.")
    next_step = Text(
        "请使用最近一次通知中的凭证，或凭诉求编号和联系电话查询。",
        "Use the code of the newest message, or the case number and your phone.",
    )


@dataclass(frozen=True, slots=True)
class ApiCaller:
    """Whom a program acts for, and within which scopes."""

    account: UUID
    scopes: frozenset[str]


def hash_of(token: str) -> bytes:
    """Return what is kept of a token: it has more entropy than can be guessed, so no salt."""
    return sha256(token.strip().encode("utf-8", "surrogatepass")).digest()


class AppealTokens:
    """Issues and exchanges the tokens by which people follow an appeal."""

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._entropy = entropy

    def issue(self, appeal: UUID, lifetime: timedelta) -> str:
        """Return a fresh token for ``appeal``; it cannot be had a second time."""
        token = _text_of(self._entropy(_TOKEN_BYTES))
        now = self._clock.now()
        AppealToken.objects.create(
            hash=hash_of(token), appeal=appeal, issued_at=now, expires_at=now + lifetime
        )
        return token

    def exchange(self, token: str) -> UUID:
        """Return the appeal a token opens, and note when it was first used.

        It stays good until it expires: people open the same message on two machines.

        Raises:
            NoSuchToken: unknown or expired.
        """
        now = self._clock.now()
        found = AppealToken.objects.filter(hash=hash_of(token), expires_at__gt=now).first()
        if found is None:
            raise NoSuchToken
        AppealToken.objects.filter(hash=found.hash, exchanged_at=None).update(exchanged_at=now)
        appeal: UUID = found.appeal
        return appeal

    def withdraw(self, appeal: UUID) -> int:
        """End every token of an appeal; return how many were still good."""
        now = self._clock.now()
        good = AppealToken.objects.filter(appeal=appeal, expires_at__gt=now)
        return good.update(expires_at=now)


class ApiTokens:
    """Issues and recognises the tokens programs send."""

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._entropy = entropy

    def issue(self, account: UUID, label: str, scopes: Iterable[str], lifetime: timedelta) -> str:
        """Return a fresh token; it cannot be had a second time."""
        token = API_PREFIX + _text_of(self._entropy(_TOKEN_BYTES))
        now = self._clock.now()
        ApiToken.objects.create(
            hash=hash_of(token),
            account_id=account,
            label=label,
            scopes=sorted(scopes),
            created_at=now,
            expires_at=now + lifetime,
        )
        return token

    def recognise(self, token: str) -> ApiCaller:
        """Return whom the token acts for; notes its use, at most once a minute.

        Raises:
            NoSuchToken: unknown, expired, revoked, or its account is locked.
        """
        now = self._clock.now()
        good = ApiToken.objects.filter(expires_at__gt=now, revoked_at=None)
        found = good.filter(hash=hash_of(token), account__is_active=True).first()
        if found is None:
            raise NoSuchToken
        if found.last_used_at is None or instant(found.last_used_at) + _SEEN_EVERY <= now:
            ApiToken.objects.filter(hash=found.hash).update(last_used_at=now)
        return ApiCaller(found.account.pk, frozenset(found.scopes))

    def revoke(self, account: UUID) -> int:
        """End every token of an account; return how many there were."""
        standing = ApiToken.objects.filter(account_id=account, revoked_at=None)
        return standing.update(revoked_at=self._clock.now())


def _text_of(entropy: bytes) -> str:
    return urlsafe_b64encode(entropy).rstrip(b"=").decode("ascii")
