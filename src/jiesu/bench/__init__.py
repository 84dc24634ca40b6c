# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A stopwatch for the city: every figure by a command, with its ceiling from the same run."""
