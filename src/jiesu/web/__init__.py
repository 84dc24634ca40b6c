# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The doors made of pages: one room for each kind of visitor, and what they share."""
