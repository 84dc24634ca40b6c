# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Before rollout: indexes for lists of a large city; the SQL beside this file is what is run."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models

_SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Ways to the rows of a page that do not pass by all others."""

    dependencies: ClassVar = [("store", "0002_last_word")]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_SQL, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AddIndex(
                    model_name="callback",
                    index=models.Index(
                        condition=models.Q(("state", "answered")),
                        fields=["ended_at", "id"],
                        name="callback_answered",
                    ),
                ),
                migrations.AddIndex(
                    model_name="appeal",
                    index=models.Index(
                        condition=models.Q(("complained_unit__isnull", False)),
                        fields=["complained_unit"],
                        name="appeal_of_unit",
                    ),
                ),
                migrations.AddIndex(
                    model_name="appeal",
                    index=models.Index(
                        condition=models.Q(("complained_officer__isnull", False)),
                        fields=["complained_officer"],
                        name="appeal_of_officer",
                    ),
                ),
            ],
        ),
    ]
