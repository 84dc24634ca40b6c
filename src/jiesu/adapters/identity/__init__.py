# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who signs in: accounts, sessions, second factors, tokens. What an account may do is not here."""
