# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application of the citizens' pages."""

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    """Registers templates and static files of the citizens' room."""

    name = "jiesu.web.citizen"
    label = "web_citizen"
