# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL for every machine: the one addressed, the machine's own, or the wheel's."""
