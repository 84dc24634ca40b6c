# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""State rows: what the log folds to, kept for reading; written by the gate only."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Stream(models.Model):
    """What every aggregate's row has: its id, version, and where its hash chain stands."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    head = models.TextField()
    head_at = models.DateTimeField()
    state = models.TextField()

    class Meta:
        """Shared columns only."""

        abstract = True


class Interaction(Stream):
    """来电/来件: partitioned by month of its id."""

    channel = models.TextField()
    owner = models.TextField()
    opened_at = models.DateTimeField()
    account = models.JSONField(null=True)
    draft = models.JSONField(null=True)
    draft_due = models.DateTimeField(null=True)
    expired = ArrayField(models.TextField())
    appeals = ArrayField(models.UUIDField())
    ended_reason = models.TextField(null=True)
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Partitioned table."""

        db_table = "interaction"
        indexes: ClassVar = [models.Index(fields=["opened_at"], name="interaction_opened_at")]


class Appeal(Stream):
    """诉求: partitioned by month of its id."""

    revision = models.IntegerField()
    number = models.TextField()
    interaction_id = models.UUIDField()
    kind = models.TextField()
    channel = models.TextField()
    registered_at = models.DateTimeField()
    words = models.JSONField()
    dispatch_due = models.DateTimeField()
    title = models.JSONField(null=True)
    appellant = models.JSONField(null=True)
    contact = models.JSONField(null=True)
    place = models.JSONField(null=True)
    account = models.JSONField(null=True)
    capacity = models.TextField()
    representative = models.JSONField(null=True)
    confidential = models.BooleanField()
    organisation = models.BooleanField()
    minor = models.TextField(null=True)
    matter = models.TextField(null=True)
    area = models.TextField(null=True)
    district = models.TextField(null=True)
    complained_unit = models.TextField(null=True)
    complained_officer = models.TextField(null=True)
    lead = models.TextField(null=True)
    orders = ArrayField(models.UUIDField())
    route = models.TextField(null=True)
    reply = models.JSONField(null=True)
    round = models.IntegerField()
    asked = models.BooleanField()
    asked_round = models.IntegerField()
    callback_due = models.DateTimeField(null=True)
    callbacks = ArrayField(models.UUIDField())
    additions = models.IntegerField()
    settled_at = models.DateTimeField(null=True)
    closing = models.TextField(null=True)
    closed_at = models.DateTimeField(null=True)
    undoable = models.TextField(null=True)
    undoable_at = models.DateTimeField(null=True)
    expired = ArrayField(models.TextField())
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Partitioned table."""

        db_table = "appeal"
        indexes: ClassVar = [
            models.Index(fields=["registered_at", "id"], name="appeal_registered_at"),
            models.Index(fields=["district", "state", "id"], name="appeal_district_state"),
            models.Index(
                fields=["dispatch_due", "id"],
                name="appeal_waiting",
                condition=models.Q(state="registered"),
            ),
            models.Index(fields=["interaction_id"], name="appeal_interaction"),
            models.Index(fields=["area", "matter", "registered_at"], name="appeal_of_matter"),
            models.Index(
                fields=["complained_unit"],
                name="appeal_of_unit",
                condition=models.Q(complained_unit__isnull=False),
            ),
            models.Index(
                fields=["complained_officer"],
                name="appeal_of_officer",
                condition=models.Q(complained_officer__isnull=False),
            ),
        ]


class WorkOrder(Stream):
    """工单: partitioned by month of its id."""

    appeal_id = models.UUIDField()
    role = models.TextField()
    unit = models.TextField()
    route = models.TextField()
    automatic = models.BooleanField()
    limit_class = models.TextField()
    dispatched_at = models.DateTimeField()
    signing_due = models.DateTimeField()
    contact_due = models.DateTimeField()
    handling_due = models.DateTimeField()
    due_assumed = models.BooleanField()
    copies = ArrayField(models.TextField())
    counterpart = models.TextField(null=True)
    district = models.TextField(null=True)
    matter = models.TextField(null=True)
    duty_item = models.TextField(null=True)
    signed_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    no_contact = models.TextField(null=True)
    report = models.JSONField(null=True)
    on_time = models.BooleanField(null=True)
    closed_at = models.DateTimeField(null=True)
    round = models.IntegerField()
    messages = models.IntegerField()
    expired = ArrayField(models.TextField())

    class Meta:
        """Partitioned table."""

        db_table = "work_order"
        indexes: ClassVar = [
            models.Index(fields=["unit", "state", "handling_due"], name="work_order_inbox"),
            models.Index(fields=["appeal_id"], name="work_order_appeal"),
            models.Index(
                fields=["unit", "handling_due", "id"],
                name="work_order_open",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["unit", "closed_at", "id"],
                name="work_order_done",
                condition=models.Q(closed_at__isnull=False),
            ),
            GinIndex(
                fields=["copies"], name="work_order_copies", condition=models.Q(closed_at=None)
            ),
        ]


class CallBack(Stream):
    """回访: partitioned by month of its id."""

    appeal_id = models.UUIDField()
    round = models.IntegerField()
    trigger = models.TextField()
    lead = models.TextField()
    kind = models.TextField()
    registered_at = models.DateTimeField()
    dispatched_at = models.DateTimeField()
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    asking_due = models.DateTimeField()
    helpers = ArrayField(models.TextField())
    copies = ArrayField(models.TextField())
    district = models.TextField(null=True)
    matter = models.TextField(null=True)
    area = models.TextField(null=True)
    attempts = models.IntegerField()
    via = models.TextField(null=True)
    contacted = models.BooleanField(null=True)
    solved = models.TextField(null=True)
    satisfied = models.TextField(null=True)
    process = models.TextField(null=True)
    note = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    expired = ArrayField(models.TextField())

    class Meta:
        """Partitioned table."""

        db_table = "callback"
        indexes: ClassVar = [
            models.Index(fields=["state", "asking_due", "id"], name="callback_desk"),
            models.Index(fields=["ended_at"], name="callback_ended_at"),
            models.Index(
                fields=["ended_at", "id"],
                name="callback_answered",
                condition=models.Q(state="answered"),
            ),
            models.Index(fields=["due_at"], name="callback_due_at"),
            models.Index(fields=["appeal_id"], name="callback_appeal"),
        ]


class Membership(Stream):
    """岗位归属: an account's role and unit."""

    account = models.TextField()
    role = models.TextField()
    since = models.DateTimeField()
    unit = models.TextField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        """Small and never partitioned."""

        db_table = "membership"
        indexes: ClassVar = [
            models.Index(fields=["account", "state"], name="membership_account"),
        ]


class CaseNumber(models.Model):
    """The number people know a case by; unique across all months."""

    number = models.TextField(primary_key=True)
    appeal = models.UUIDField()

    class Meta:
        """Small and never partitioned, so that it can be unique."""

        db_table = "case_number"
