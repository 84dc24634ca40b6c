# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens of capability: made of entropy, shown once, kept as a hash, good until a day."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from unicodedata import normalize
from uuid import UUID

import psycopg

from jiesu.adapters.identity.models import ApiToken, AppealToken
from jiesu.kernel.errors import NotFound
from jiesu.kernel.instants import Clock
from jiesu.kernel.text import Text

Connection = psycopg.Connection[tuple[Any, ...]]

_TOKEN_BYTES = 24  # 192 bits
_SEEN_EVERY = timedelta(minutes=1)
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # nobody takes one for another when typing
_CODE_LENGTH = 20  # 100 bits
_CODE_GROUP = 4
_BITS = 5
_CODE_BYTES = 13
_BETWEEN = re.compile(r"[\s\-_.·‐‑‒–—―−]+")
_MISREAD = str.maketrans("OIL", "011")
_OPENED = """
SELECT hash, appeal FROM identity_appeal_token
WHERE hash = ANY (%(hashes)s::bytea[]) AND expires_at > %(now)s
"""
_RECOGNISE = """
WITH good AS (
    SELECT t.hash, t.account_id, t.scopes, t.last_used_at
    FROM identity_api_token AS t JOIN identity_account AS a ON a.id = t.account_id
    WHERE t.hash = %(hash)s AND t.expires_at > %(now)s AND t.revoked_at IS NULL AND a.active
),
noted AS (
    UPDATE identity_api_token AS t SET last_used_at = %(now)s FROM good AS g
    WHERE t.hash = g.hash AND (g.last_used_at IS NULL OR g.last_used_at <= %(long_ago)s)
)
SELECT account_id, scopes FROM good
"""
API_PREFIX = "jsu_"
"""What tokens for programs begin with, so that one left in a file is recognised."""


class NoSuchToken(NotFound):
    """The token is unknown, used up or expired: all read alike, and it is not repeated."""

    what = Text("查询凭证无效或已过期。", "This code is not valid, or not any more.")
    next_step = Text(
        "请对照回执逐组核对；查询码遗失或过期的，请致电热线。",
        "Compare it with your receipt, group by group; if it is lost or expired, call the hotline.",
    )


@dataclass(frozen=True, slots=True)
class ApiCaller:
    """Whom a program acts for, and within which scopes."""

    account: UUID
    scopes: frozenset[str]


def hash_of(token: str) -> bytes:
    """Return what is kept of a token: it has more entropy than can be guessed, so no salt."""
    return sha256(token.strip().encode("utf-8", "surrogatepass")).digest()


def code_of(text: str) -> str:
    """Return a code as it is kept, from what somebody typed: spaces, dashes, small letters, O."""
    plain = _BETWEEN.sub("", normalize("NFKC", text)).upper()
    return plain.translate(_MISREAD)


def spoken_code(code: str) -> str:
    """Return a code as it is written down: ``7QMK-4XPA-9RTD-2WHE-H3KX``."""
    groups = (code[at : at + _CODE_GROUP] for at in range(0, len(code), _CODE_GROUP))
    return "-".join(groups)


class AppealTokens:
    """Issues and exchanges the tokens by which people follow an appeal.

    They are typed from paper now and then, so they are codes of 20 letters and digits.
    """

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._entropy = entropy

    def issue(self, appeal: UUID, lifetime: timedelta) -> str:
        """Return a fresh token for ``appeal``; it cannot be had a second time."""
        token = _code_from(self._entropy(_CODE_BYTES))
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
        kept = hash_of(code_of(token))
        found = AppealToken.objects.filter(hash=kept, expires_at__gt=now).first()
        if found is None:
            raise NoSuchToken
        AppealToken.objects.filter(hash=found.hash, exchanged_at=None).update(exchanged_at=now)
        appeal: UUID = found.appeal
        return appeal

    def opened(self, tokens: Iterable[str], connection: Connection) -> Mapping[str, UUID]:
        """Return the appeals these tokens open now, by token; notes nothing."""
        by_hash = {hash_of(code_of(token)): token for token in tokens}
        if not by_hash:
            return {}
        facts = {"hashes": list(by_hash), "now": self._clock.now()}
        return {by_hash[bytes(kept)]: appeal for kept, appeal in connection.execute(_OPENED, facts)}

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

    def recognise(self, token: str, connection: Connection) -> ApiCaller:
        """Return whom the token acts for, by one statement; notes its use, at most once a minute.

        Every call of a program begins here, so it goes by the connection of the case work.

        Raises:
            NoSuchToken: unknown, expired, revoked, or its account is locked.
        """
        now = self._clock.now()
        facts = {"hash": hash_of(token), "now": now, "long_ago": now - _SEEN_EVERY}
        found = connection.execute(_RECOGNISE, facts).fetchone()
        if found is None:
            raise NoSuchToken
        return ApiCaller(found[0], frozenset(found[1]))

    def revoke(self, account: UUID) -> int:
        """End every token of an account; return how many there were."""
        standing = ApiToken.objects.filter(account_id=account, revoked_at=None)
        return standing.update(revoked_at=self._clock.now())


def _code_from(entropy: bytes) -> str:
    bits = int.from_bytes(entropy, "big")
    last = len(_CODE_LETTERS) - 1
    return "".join(_CODE_LETTERS[(bits >> (_BITS * at)) & last] for at in range(_CODE_LENGTH))


def _text_of(entropy: bytes) -> str:
    return urlsafe_b64encode(entropy).rstrip(b"=").decode("ascii")
