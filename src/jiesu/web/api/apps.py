# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application of the door for programs."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the templates of the problem pages."""

    name = "jiesu.web.api"
    label = "web_api"
