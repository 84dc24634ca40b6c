# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Words every room shares: instants, ids, exact rates, errors. Knows no city, no law, no stage."""
