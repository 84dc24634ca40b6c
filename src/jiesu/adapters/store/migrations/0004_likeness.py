# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Before rollout: what near-copies are found by; the SQL beside this file is what is run."""

from pathlib import Path
from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

_SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Signatures of redacted words, and a way to the appeals about one matter in one area."""

    dependencies: ClassVar = [("store", "0003_short_ways")]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_SQL, migrations.RunSQL.noop)],
            state_operations=[
                migrations.CreateModel(
                    name="AppealLikeness",
                    fields=[
                        ("appeal", models.UUIDField(primary_key=True, serialize=False)),
                        (
                            "bands",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), size=None
                            ),
                        ),
                    ],
                    options={"db_table": "appeal_likeness"},
                ),
                migrations.CreateModel(
                    name="LikenessBand",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "band",
                                "appeal",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("band", models.IntegerField()),
                        ("appeal", models.UUIDField()),
                    ],
                    options={"db_table": "likeness_band"},
                ),
                migrations.AddIndex(
                    model_name="appeal",
                    index=models.Index(
                        fields=["area", "matter", "registered_at"], name="appeal_of_matter"
                    ),
                ),
            ],
        ),
    ]
