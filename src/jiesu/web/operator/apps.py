# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application of the hotline's pages."""

from django.apps import AppConfig


class OperatorPagesConfig(AppConfig):
    """Registers templates and static files of the hotline's pages."""

    name = "jiesu.web.operator"
    label = "web_operator"
