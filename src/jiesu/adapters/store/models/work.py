# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Work for the workers: timers, deliveries, counts."""

from typing import ClassVar

from django.db import models


class Timer(models.Model):
    """A running clock written down; ``wake_at`` is when the sweeper looks at it next."""

    pk = models.CompositePrimaryKey("stream", "name")
    stream = models.UUIDField()
    kind = models.TextField()
    name = models.TextField()
    due_at = models.DateTimeField()
    wake_at = models.DateTimeField()
    attempts = models.IntegerField(db_default=0)
    last_error = models.TextField(null=True)

    class Meta:
        """Dormant timers cost an index entry and nothing else."""

        db_table = "timer"
        indexes: ClassVar = [
            models.Index(fields=["wake_at"], name="timer_wake_at"),
            models.Index(
                fields=["attempts"],
                name="timer_failing",
                condition=models.Q(attempts__gt=0),
            ),
        ]


class Delivery(models.Model):
    """The outbox: one notice on its way; ``dead_at`` is set when it was given up."""

    id = models.UUIDField(primary_key=True)
    stream = models.UUIDField()
    notice = models.TextField()
    created_at = models.DateTimeField()
    wake_at = models.DateTimeField()
    attempts = models.IntegerField(db_default=0)
    last_error = models.TextField(null=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        """Waiting rows are found by a partial index."""

        db_table = "outbox"
        indexes: ClassVar = [
            models.Index(
                fields=["wake_at"],
                name="outbox_waiting",
                condition=models.Q(done_at=None, dead_at=None),
            ),
            models.Index(
                fields=["dead_at"],
                name="outbox_dead",
                condition=models.Q(dead_at__isnull=False),
            ),
        ]


class TallyDelta(models.Model):
    """What one change moved one count by; summed up and removed by the workers."""

    id = models.BigAutoField(primary_key=True)
    scope = models.TextField()
    day = models.DateField()
    key = models.TextField()
    state = models.TextField()
    n = models.IntegerField()

    class Meta:
        """Added to by every change, so that no change waits for another."""

        db_table = "tally_delta"


class Tally(models.Model):
    """A count by day (``2026-11-24``), month (``2026-11``), or altogether (``all``)."""

    pk = models.CompositePrimaryKey("scope", "period", "key", "state")
    scope = models.TextField()
    period = models.TextField()
    key = models.TextField()
    state = models.TextField()
    n = models.BigIntegerField()

    class Meta:
        """Read together with what has not been summed up yet."""

        db_table = "tally"
