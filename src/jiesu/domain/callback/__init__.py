# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Asking the person: was somebody in touch, is it solved, are they satisfied."""
