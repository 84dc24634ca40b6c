# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An invented town that lives: two months of its past, and something new every few seconds."""
