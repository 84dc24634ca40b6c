# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every table: Django models, one linear migration folder, named SQL for the hot path."""
