# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The workers: fire clocks that ran out, deliver notices, and tend the house once a day."""
