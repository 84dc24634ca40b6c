# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The door of those who appeal: say it, follow it, judge it; with an account or without."""
