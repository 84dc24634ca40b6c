# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Policy as dated, cited values. Knows no city and no stage of the process."""
