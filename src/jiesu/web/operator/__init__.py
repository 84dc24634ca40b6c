# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The door of the hotline: take appeals down while people talk, see them through."""
