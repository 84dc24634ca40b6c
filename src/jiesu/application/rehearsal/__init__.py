# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The law rehearsed: a city in memory on which the scenarios of a pack are played."""
