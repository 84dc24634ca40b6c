# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application of signing in and of one's own account."""

from django.apps import AppConfig


class AccountPagesConfig(AppConfig):
    """Registers templates and static files of the account pages."""

    name = "jiesu.web.account"
    label = "web_account"
