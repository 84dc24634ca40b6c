# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application of the units' pages."""

from django.apps import AppConfig


class UnitPagesConfig(AppConfig):
    """Registers templates and static files of the units' pages."""

    name = "jiesu.web.unit"
    label = "web_unit"
