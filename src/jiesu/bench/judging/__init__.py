# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How good the judgements are that are made of an appeal: the quality table, one file a topic."""
