# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The command line: a door for people and scripts. Commands import what they need when they run."""
