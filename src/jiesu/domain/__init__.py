# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is decided, stage by stage; pure functions over frozen facts."""
