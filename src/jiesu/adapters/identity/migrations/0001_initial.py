# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Before rollout: accounts, tokens, and the cache in which failures are counted."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_CACHE = """
CREATE TABLE identity_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX identity_cache_expires ON identity_cache (expires);
"""


class Migration(migrations.Migration):
    """The first tables of identity."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.RunSQL(_CACHE, "DROP TABLE identity_cache"),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("login", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=64)),
                ("is_active", models.BooleanField(db_column="active", default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "identity_account",
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("hash", models.BinaryField(primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=64)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "identity_api_token",
            },
        ),
        migrations.CreateModel(
            name="AppealToken",
            fields=[
                ("hash", models.BinaryField(primary_key=True, serialize=False)),
                ("appeal", models.UUIDField()),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("exchanged_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "identity_appeal_token",
                "indexes": [models.Index(fields=["appeal"], name="appeal_token_appeal")],
            },
        ),
    ]
