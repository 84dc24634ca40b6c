# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Foreign rows to typed rows: the mapping language, and reading by it. Pure; opens no file."""
