# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Accounts made, found, locked and unlocked. Nobody signs up: an administrator makes them."""

import re
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from jiesu.adapters.identity.models import Account
from jiesu.adapters.identity.sessions import end_all
from jiesu.adapters.identity.signing_in import forget_failures
from jiesu.kernel.errors import BadInput, Conflict, NotFound
from jiesu.kernel.instants import Clock
from jiesu.kernel.text import Text

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class BadLogin(BadInput):
    """A login is what people type every morning: short, plain, the same on every keyboard."""

    what = Text("“{login}”不能作为登录名。", '"{login}" cannot be a login.')
    next_step = Text(
        "请使用 2 至 64 个小写字母、数字、点、横线或下划线，以字母或数字开头。",
        "Use 2 to 64 lower-case letters, digits, dots, dashes or underscores; a letter or digit "
        "comes first.",
    )


class LoginTaken(Conflict):
    """Another account has that login."""

    what = Text("登录名“{login}”已被使用。", 'The login "{login}" is taken.')
    next_step = Text("请换一个登录名。", "Choose another one.")


class NoSuchAccount(NotFound):
    """No account has that login."""

    what = Text("没有登录名为“{login}”的账号。", 'There is no account "{login}".')
    next_step = Text(
        "可用“jiesu account list”查看所有账号。", 'See them all with "jiesu account list".'
    )


class WeakPassword(BadInput):
    """The password is easily guessed; why is said, the password is not."""

    what = Text("密码不够安全：{why}", "The password is too weak: {why}")
    next_step = Text(
        "请使用至少 10 个字符、不常见的密码，例如几个不相关的词。",
        "Take at least ten characters that nobody would guess, such as a few unrelated words.",
    )


class Accounts:
    """Makes, finds and changes accounts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def add(self, id_: UUID, login: str, name: str, password: str) -> Account:
        """Make an account.

        Raises:
            BadLogin, LoginTaken, WeakPassword: see there.
        """
        login = login.strip().lower()
        if not _LOGIN.fullmatch(login):
            raise BadLogin(login=login)
        account = Account(id=id_, login=login, name=name, created_at=self._clock.now())
        _set(account, password)
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError:
            raise LoginTaken(login=login) from None
        return account

    def all(self) -> list[Account]:
        """Return every account in the order of logins."""
        return list(Account.objects.order_by("login"))

    def find(self, login: str) -> Account:
        """Return the account with that login.

        Raises:
            NoSuchAccount: there is none.
        """
        found = Account.objects.filter(login=login.strip().lower()).first()
        if found is None:
            raise NoSuchAccount(login=login)
        return found

    def lock(self, account: Account) -> None:
        """Keep the account out, and end its sessions at once."""
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_all(account)

    def unlock(self, account: Account) -> None:
        """Let the account in again, also where too many attempts had failed."""
        account.is_active = True
        account.save(update_fields=["is_active"])
        forget_failures(account.login)

    def set_password(self, account: Account, password: str) -> None:
        """Give the account a new password; its sessions end.

        Raises:
            WeakPassword: see there.
        """
        _set(account, password)
        account.save(update_fields=["password"])
        end_all(account)
        forget_failures(account.login)

    def forget_factor(self, account: Account) -> None:
        """Let the account in by password alone, for somebody who has lost the second factor."""
        Authenticator.objects.filter(user=account).delete()


def _set(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(why=_why(error)) from None
    account.set_password(password)


def _why(error: ValidationError) -> Text:
    """Return Django's reasons in both our languages."""
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said[language] = " ".join(str(message) for message in error.messages)
    return Text(said["zh-hans"], said["en"])
