# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Tests; only builders and checks are imported across files, as ``tests.builders.…``."""
