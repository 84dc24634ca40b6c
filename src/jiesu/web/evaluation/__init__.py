# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The pages of evaluators: whom to ask, what they said, who stands where."""
