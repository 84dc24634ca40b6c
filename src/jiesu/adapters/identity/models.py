# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of accounts and tokens. Roles and units are no part of them: the gate keeps those."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

LOGIN_LENGTH = 64
NAME_LENGTH = 64


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by what people type."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with that login, however it is spelled."""
        return self.get(login=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """账号: somebody who signs in. The id stands in the log, the name never does."""

    id = models.UUIDField(primary_key=True)
    login = models.CharField(max_length=LOGIN_LENGTH, unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    is_active = models.BooleanField(default=True, db_column="active")
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Where the table is."""

        db_table = "identity_account"

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the login in the one spelling it is looked up by."""
        self.login = self.login.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # -- handed on as it came


class AppealToken(models.Model):
    """查询凭证: whoever holds it may follow one appeal. Only its hash is kept."""

    hash = models.BinaryField(primary_key=True)
    appeal = models.UUIDField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    exchanged_at = models.DateTimeField(null=True)

    class Meta:
        """Where the table is, and how tokens of an appeal are found."""

        db_table = "identity_appeal_token"
        indexes: ClassVar = [models.Index(fields=["appeal"], name="appeal_token_appeal")]


class ApiToken(models.Model):
    """接口令牌: a program acts for an account, within scopes, until a day; only a hash is kept."""

    hash = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    label = models.CharField(max_length=NAME_LENGTH)
    scopes = ArrayField(models.TextField())
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Where the table is."""

        db_table = "identity_api_token"
