# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What every page shares: who asks, what a page needs, how it looks, what happens when it fails."""
