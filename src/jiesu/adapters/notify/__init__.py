# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Notices on their way out: to a file, to a terminal, to a mail server."""
