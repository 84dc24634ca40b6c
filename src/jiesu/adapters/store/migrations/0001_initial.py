# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Before rollout: creates every table; the SQL beside this file is what the database gets."""

from pathlib import Path
from typing import ClassVar

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

_SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Every table of the first release."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_SQL, migrations.RunSQL.noop)],
            state_operations=[
                migrations.CreateModel(
                    name="CaseNumber",
                    fields=[
                        ("number", models.TextField(primary_key=True, serialize=False)),
                        ("appeal", models.UUIDField()),
                    ],
                    options={
                        "db_table": "case_number",
                    },
                ),
                migrations.CreateModel(
                    name="PersonalKey",
                    fields=[
                        ("owner", models.UUIDField(primary_key=True, serialize=False)),
                        ("wrapped", models.BinaryField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("destroyed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "db_table": "personal_key",
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False)),
                        ("first_seq", models.BigIntegerField()),
                        ("last_seq", models.BigIntegerField()),
                        ("entries", models.BigIntegerField()),
                        ("root", models.TextField()),
                        ("prev_root", models.TextField()),
                        ("sealed_at", models.DateTimeField()),
                    ],
                    options={
                        "db_table": "seal",
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("version", models.IntegerField()),
                        ("head", models.TextField()),
                        ("head_at", models.DateTimeField()),
                        ("state", models.TextField()),
                        ("revision", models.IntegerField()),
                        ("number", models.TextField()),
                        ("interaction_id", models.UUIDField()),
                        ("kind", models.TextField()),
                        ("channel", models.TextField()),
                        ("registered_at", models.DateTimeField()),
                        ("words", models.JSONField()),
                        ("dispatch_due", models.DateTimeField()),
                        ("title", models.JSONField(null=True)),
                        ("appellant", models.JSONField(null=True)),
                        ("contact", models.JSONField(null=True)),
                        ("place", models.JSONField(null=True)),
                        ("account", models.JSONField(null=True)),
                        ("capacity", models.TextField()),
                        ("representative", models.JSONField(null=True)),
                        ("confidential", models.BooleanField()),
                        ("organisation", models.BooleanField()),
                        ("minor", models.TextField(null=True)),
                        ("matter", models.TextField(null=True)),
                        ("area", models.TextField(null=True)),
                        ("district", models.TextField(null=True)),
                        ("complained_unit", models.TextField(null=True)),
                        ("complained_officer", models.TextField(null=True)),
                        ("lead", models.TextField(null=True)),
                        (
                            "orders",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None
                            ),
                        ),
                        ("route", models.TextField(null=True)),
                        ("reply", models.JSONField(null=True)),
                        ("round", models.IntegerField()),
                        ("asked", models.BooleanField()),
                        ("asked_round", models.IntegerField()),
                        ("callback_due", models.DateTimeField(null=True)),
                        (
                            "callbacks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None
                            ),
                        ),
                        ("additions", models.IntegerField()),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("closing", models.TextField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("undoable", models.TextField(null=True)),
                        ("undoable_at", models.DateTimeField(null=True)),
                        (
                            "expired",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                        ("erased_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "db_table": "appeal",
                        "indexes": [
                            models.Index(
                                fields=["registered_at", "id"], name="appeal_registered_at"
                            ),
                            models.Index(
                                fields=["district", "state", "id"], name="appeal_district_state"
                            ),
                            models.Index(
                                fields=["dispatch_due", "id"],
                                name="appeal_waiting",
                                condition=models.Q(state="registered"),
                            ),
                            models.Index(fields=["interaction_id"], name="appeal_interaction"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BlindIndex",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "token",
                                "owner",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("token", models.BinaryField()),
                        ("owner", models.UUIDField()),
                    ],
                    options={
                        "db_table": "blind_index",
                        "indexes": [models.Index(fields=["owner"], name="blind_index_owner")],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("stream", models.UUIDField()),
                        ("notice", models.TextField()),
                        ("created_at", models.DateTimeField()),
                        ("wake_at", models.DateTimeField()),
                        ("attempts", models.IntegerField(db_default=0)),
                        ("last_error", models.TextField(null=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("dead_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "db_table": "outbox",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("dead_at", None), ("done_at", None)),
                                fields=["wake_at"],
                                name="outbox_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("dead_at__isnull", False)),
                                fields=["dead_at"],
                                name="outbox_dead",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Interaction",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("version", models.IntegerField()),
                        ("head", models.TextField()),
                        ("head_at", models.DateTimeField()),
                        ("state", models.TextField()),
                        ("channel", models.TextField()),
                        ("owner", models.TextField()),
                        ("opened_at", models.DateTimeField()),
                        ("account", models.JSONField(null=True)),
                        ("draft", models.JSONField(null=True)),
                        ("draft_due", models.DateTimeField(null=True)),
                        (
                            "expired",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                        (
                            "appeals",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None
                            ),
                        ),
                        ("ended_reason", models.TextField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("erased_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "db_table": "interaction",
                        "indexes": [
                            models.Index(fields=["opened_at"], name="interaction_opened_at")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("seq", models.BigIntegerField()),
                        ("stream", models.UUIDField()),
                        ("kind", models.TextField()),
                        ("version", models.IntegerField()),
                        ("type", models.TextField()),
                        ("data", models.JSONField()),
                        ("at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        ("actor", models.TextField()),
                        ("command", models.UUIDField()),
                        ("pack", models.TextField()),
                        ("history", models.BooleanField()),
                        ("district", models.TextField(null=True)),
                        ("prev", models.TextField()),
                        ("hash", models.TextField()),
                    ],
                    options={
                        "db_table": "log_entry",
                        "indexes": [
                            models.Index(fields=["stream", "version"], name="log_entry_stream"),
                            models.Index(fields=["seq"], name="log_entry_seq"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonalItem",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("owner", models.UUIDField()),
                        ("kind", models.TextField()),
                        ("ciphertext", models.BinaryField()),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "db_table": "personal_item",
                        "indexes": [models.Index(fields=["owner"], name="personal_item_owner")],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        ("command_id", models.UUIDField(primary_key=True, serialize=False)),
                        ("owner", models.UUIDField()),
                        ("digest", models.TextField(null=True)),
                        ("recorded_at", models.DateTimeField()),
                        ("result", models.JSONField()),
                    ],
                    options={
                        "db_table": "receipt",
                        "indexes": [models.Index(fields=["owner"], name="receipt_owner")],
                    },
                ),
                migrations.CreateModel(
                    name="RedactedCopy",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("owner", models.UUIDField()),
                        ("kind", models.TextField()),
                        ("text", models.TextField()),
                    ],
                    options={
                        "db_table": "redacted_copy",
                        "indexes": [models.Index(fields=["owner"], name="redacted_copy_owner")],
                    },
                ),
                migrations.CreateModel(
                    name="Timer",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "stream",
                                "name",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("stream", models.UUIDField()),
                        ("kind", models.TextField()),
                        ("name", models.TextField()),
                        ("due_at", models.DateTimeField()),
                        ("wake_at", models.DateTimeField()),
                        ("attempts", models.IntegerField(db_default=0)),
                        ("last_error", models.TextField(null=True)),
                    ],
                    options={
                        "db_table": "timer",
                        "indexes": [
                            models.Index(fields=["wake_at"], name="timer_wake_at"),
                            models.Index(
                                fields=["attempts"],
                                name="timer_failing",
                                condition=models.Q(("attempts__gt", 0)),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkOrder",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("version", models.IntegerField()),
                        ("head", models.TextField()),
                        ("head_at", models.DateTimeField()),
                        ("state", models.TextField()),
                        ("appeal_id", models.UUIDField()),
                        ("role", models.TextField()),
                        ("unit", models.TextField()),
                        ("route", models.TextField()),
                        ("automatic", models.BooleanField()),
                        ("limit_class", models.TextField()),
                        ("dispatched_at", models.DateTimeField()),
                        ("signing_due", models.DateTimeField()),
                        ("contact_due", models.DateTimeField()),
                        ("handling_due", models.DateTimeField()),
                        ("due_assumed", models.BooleanField()),
                        (
                            "copies",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                        ("counterpart", models.TextField(null=True)),
                        ("district", models.TextField(null=True)),
                        ("matter", models.TextField(null=True)),
                        ("duty_item", models.TextField(null=True)),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("contacted_at", models.DateTimeField(null=True)),
                        ("no_contact", models.TextField(null=True)),
                        ("report", models.JSONField(null=True)),
                        ("on_time", models.BooleanField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("round", models.IntegerField()),
                        ("messages", models.IntegerField()),
                        (
                            "expired",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                    ],
                    options={
                        "db_table": "work_order",
                        "indexes": [
                            models.Index(
                                fields=["unit", "state", "handling_due"], name="work_order_inbox"
                            ),
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
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["copies"],
                                name="work_order_copies",
                                condition=models.Q(closed_at=None),
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
