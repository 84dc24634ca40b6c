# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One linear folder of its own: other applications point to the table of accounts from its start.

The head is pinned in ``head.txt``.
"""
