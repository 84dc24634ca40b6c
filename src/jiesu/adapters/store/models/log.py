# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The append-only log, the receipts, and the seals over it."""

from typing import ClassVar

from django.db import models


class LogEntry(models.Model):
    """One event, chained to the one before in its stream; partitioned by month of its id.

    ``seq`` is the order in which entries were written; updates and deletes are refused by trigger.
    """

    id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    stream = models.UUIDField()
    kind = models.TextField()
    version = models.IntegerField()
    type = models.TextField()
    data = models.JSONField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.TextField()
    command = models.UUIDField()
    pack = models.TextField()
    history = models.BooleanField()
    district = models.TextField(null=True)
    prev = models.TextField()
    hash = models.TextField()

    class Meta:
        """Partitioned table."""

        db_table = "log_entry"
        indexes: ClassVar = [
            models.Index(fields=["stream", "version"], name="log_entry_stream"),
            models.Index(fields=["seq"], name="log_entry_seq"),
        ]


class Receipt(models.Model):
    """回执: what a command id was answered with; makes sending it twice harmless."""

    command_id = models.UUIDField(primary_key=True)
    owner = models.UUIDField()
    digest = models.TextField(null=True)
    recorded_at = models.DateTimeField()
    result = models.JSONField()

    class Meta:
        """Unique over all months, so not partitioned."""

        db_table = "receipt"
        indexes: ClassVar = [models.Index(fields=["owner"], name="receipt_owner")]


class Seal(models.Model):
    """A Merkle root over all entries after the seal before, up to ``last_seq``."""

    day = models.DateField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    entries = models.BigIntegerField()
    root = models.TextField()
    prev_root = models.TextField()
    sealed_at = models.DateTimeField()

    class Meta:
        """One row a local day of the city."""

        db_table = "seal"
