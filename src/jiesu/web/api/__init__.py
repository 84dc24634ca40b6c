# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The door for programs: every command of the registry and the lists, typed and documented."""
