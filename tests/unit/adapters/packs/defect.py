# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One slip in a copy of the example pack."""

from dataclasses import dataclass

from jiesu.adapters.packs import ProblemKind as K


@dataclass(frozen=True)
class Defect:
    """``old`` becomes ``new``; the problem is reported at ``at``, or where the file changed."""

    kind: K
    file: str
    old: str
    new: str
    at: tuple[str, str] | None = None
