# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""jiesu (接诉): a city's whole Swift Response to Public Complaints system."""

__version__ = "0.1.0"
