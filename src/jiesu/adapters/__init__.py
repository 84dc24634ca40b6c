# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What touches the world: store, files, packs, notices. One folder for each kind of thing."""
