# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""jiesu (接诉): a city's whole Swift Response to Public Complaints system."""

import os

__version__ = "0.1.0"

# One text is too little for several threads of linear algebra: they wait for each other and burn
# twice the time. Set before numpy is loaded; whoever sets it themselves is left alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
