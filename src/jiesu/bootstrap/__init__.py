# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The only place that wires: settings, Django, the database, clock, ids and entropy."""
