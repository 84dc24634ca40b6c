# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Signatures for appeals that have none, from their redacted copies: in batches.

Appeals get theirs as they are registered; this is for those that were there before.
"""

from collections.abc import Iterator

from jiesu.adapters.store.likeness import PgLikeness
from jiesu.adapters.text.likeness import signature
from jiesu.bootstrap.wiring import City


def sign_appeals(city: City, *, again: bool = False) -> Iterator[int]:
    """Sign every appeal that has no signature; yield how many are done after each batch.

    Broken off, it goes on where it was when run again. While it runs, near-copies of appeals not
    reached yet are not found; nothing else waits for it.

    Args:
        city: where.
        again: forget all signatures first, to make them anew.
    """
    index = PgLikeness(city.store, city.policy.time_zone)
    if again:
        index.forget(erased_only=False)
    done, batch = 0, index.unsigned()
    while batch:
        done += index.sign((id_, signature(text)) for id_, text in batch if text is not None)
        yield done
        batch = index.unsigned(batch[-1][0])
    index.forget(erased_only=True)
