# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The personal store: keys, ciphertexts, blind index, the redacted copy and its signature."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PersonalKey(models.Model):
    """The wrapped data key of one owner; ``wrapped`` is null once destroyed."""

    owner = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        """One row an appeal or draft."""

        db_table = "personal_key"


class PersonalItem(models.Model):
    """One sealed piece of personal content; partitioned by month of its id."""

    id = models.UUIDField(primary_key=True)
    owner = models.UUIDField()
    kind = models.TextField()
    ciphertext = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        """Partitioned table."""

        db_table = "personal_item"
        indexes: ClassVar = [models.Index(fields=["owner"], name="personal_item_owner")]


class RedactedCopy(models.Model):
    """The words with personal data taken out; what lists, search and training read."""

    id = models.UUIDField(primary_key=True)
    owner = models.UUIDField()
    kind = models.TextField()
    text = models.TextField()

    class Meta:
        """Partitioned table."""

        db_table = "redacted_copy"
        indexes: ClassVar = [models.Index(fields=["owner"], name="redacted_copy_owner")]


class BlindIndex(models.Model):
    """A keyed token of a phone number or address, by which its appeals are found again."""

    pk = models.CompositePrimaryKey("token", "owner")
    token = models.BinaryField()
    owner = models.UUIDField()

    class Meta:
        """Token first: looked up by token."""

        db_table = "blind_index"
        indexes: ClassVar = [models.Index(fields=["owner"], name="blind_index_owner")]


class AppealLikeness(models.Model):
    """文本指纹: the minhash of an appeal's redacted words; no bands where they say too little."""

    appeal = models.UUIDField(primary_key=True)
    bands = ArrayField(models.IntegerField())

    class Meta:
        """Partitioned table."""

        db_table = "appeal_likeness"


class LikenessBand(models.Model):
    """One band of a signature again, by which the newest appeals that share it are found."""

    pk = models.CompositePrimaryKey("band", "appeal")
    band = models.IntegerField()
    appeal = models.UUIDField()

    class Meta:
        """Partitioned table."""

        db_table = "likeness_band"
