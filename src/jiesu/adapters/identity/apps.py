# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application that owns the tables of accounts and tokens."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Registers the models of accounts and tokens."""

    name = "jiesu.adapters.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
