# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A contact from its first second: a call or a message, drafted, then taken up or ended."""
