# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application that owns every table."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Registers the models of the store."""

    name = "jiesu.adapters.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
