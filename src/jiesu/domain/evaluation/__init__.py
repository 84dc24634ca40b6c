# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Counting what people answered: three rates, scores and rankings, exactly and readably."""
