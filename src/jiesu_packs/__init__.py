# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""City packs (城市政策包): data only. The engine is told a folder; it never imports this."""
