# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The Django application of asking and evaluating."""

from django.apps import AppConfig


class EvaluationPagesConfig(AppConfig):
    """Registers the templates of the evaluation pages."""

    name = "jiesu.web.evaluation"
    label = "web_evaluation"
