# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The ids an appeal will have, made when its form is drawn and sealed into it.

Sent twice, the form is one command with one receipt. The seal keeps others out: who could name the
ids and words of somebody's appeal, from the log say, would otherwise be handed its receipt again.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing

from jiesu.kernel.ids import Ids

_SALT = "jiesu/appeal-form/1"
_GOOD_FOR = timedelta(days=30)  # a tab may stay open over a holiday


@dataclass(frozen=True, slots=True)
class DraftIds:
    """Under which ids an appeal will be registered."""

    command: UUID
    appeal: UUID
    contact: UUID

    def sealed(self) -> str:
        """Return the ids as a form carries them."""
        return signing.dumps(
            [each.hex for each in (self.command, self.appeal, self.contact)], salt=_SALT
        )


def new_ids(ids: Ids) -> DraftIds:
    """Return fresh ids for a form."""
    return DraftIds(ids.new(), ids.new(), ids.new())


def opened(text: str) -> DraftIds | None:
    """Return the ids a form carried; None where they are not ours, or too old."""
    try:
        return DraftIds(*map(UUID, signing.loads(text, salt=_SALT, max_age=_GOOD_FOR)))
    except (signing.BadSignature, TypeError, ValueError):
        return None
