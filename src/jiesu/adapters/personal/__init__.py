# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Personal words at rest: one key an appeal, wrapped by a master key that lies in a file."""
