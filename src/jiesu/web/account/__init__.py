# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Signing in and out, the second factor, the password, where one is signed in."""
