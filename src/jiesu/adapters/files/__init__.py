# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Files people send us, as rows; and what an import leaves beside them: problems and progress."""
