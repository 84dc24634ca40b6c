# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city that lives: two months of an invented past, and something new every few seconds."""
