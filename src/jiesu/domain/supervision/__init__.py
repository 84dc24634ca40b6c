# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What drives the work on: whistles, escalation, surges. So far as data of the pack."""
