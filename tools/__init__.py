# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Programs for those who work on jiesu; nothing here is installed with it."""
