# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Before rollout: call-backs, memberships and counts; the SQL beside this file is what is run."""

from pathlib import Path
from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

_SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """What asking people, granting roles and counting need."""

    dependencies: ClassVar = [("store", "0001_initial")]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_SQL, migrations.RunSQL.noop)],
            state_operations=[
                migrations.CreateModel(
                    name="TallyDelta",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("scope", models.TextField()),
                        ("day", models.DateField()),
                        ("key", models.TextField()),
                        ("state", models.TextField()),
                        ("n", models.IntegerField()),
                    ],
                    options={
                        "db_table": "tally_delta",
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "scope",
                                "period",
                                "key",
                                "state",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("scope", models.TextField()),
                        ("period", models.TextField()),
                        ("key", models.TextField()),
                        ("state", models.TextField()),
                        ("n", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "tally",
                    },
                ),
                migrations.CreateModel(
                    name="CallBack",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("version", models.IntegerField()),
                        ("head", models.TextField()),
                        ("head_at", models.DateTimeField()),
                        ("state", models.TextField()),
                        ("appeal_id", models.UUIDField()),
                        ("round", models.IntegerField()),
                        ("trigger", models.TextField()),
                        ("lead", models.TextField()),
                        ("kind", models.TextField()),
                        ("registered_at", models.DateTimeField()),
                        ("dispatched_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField()),
                        ("asking_due", models.DateTimeField()),
                        (
                            "helpers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                        (
                            "copies",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                        ("district", models.TextField(null=True)),
                        ("matter", models.TextField(null=True)),
                        ("area", models.TextField(null=True)),
                        ("attempts", models.IntegerField()),
                        ("via", models.TextField(null=True)),
                        ("contacted", models.BooleanField(null=True)),
                        ("solved", models.TextField(null=True)),
                        ("satisfied", models.TextField(null=True)),
                        ("process", models.TextField(null=True)),
                        ("note", models.JSONField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "expired",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                    ],
                    options={
                        "db_table": "callback",
                        "indexes": [
                            models.Index(
                                fields=["state", "asking_due", "id"], name="callback_desk"
                            ),
                            models.Index(fields=["ended_at"], name="callback_ended_at"),
                            models.Index(fields=["due_at"], name="callback_due_at"),
                            models.Index(fields=["appeal_id"], name="callback_appeal"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("version", models.IntegerField()),
                        ("head", models.TextField()),
                        ("head_at", models.DateTimeField()),
                        ("state", models.TextField()),
                        ("account", models.TextField()),
                        ("role", models.TextField()),
                        ("since", models.DateTimeField()),
                        ("unit", models.TextField(null=True)),
                        ("until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "db_table": "membership",
                        "indexes": [
                            models.Index(fields=["account", "state"], name="membership_account"),
                        ],
                    },
                ),
            ],
        ),
    ]
