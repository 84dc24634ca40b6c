# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application of what all pages share: components, style, script."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Registers templates and static files of the shared room."""

    name = "jiesu.web.shared"
    label = "web_shared"
