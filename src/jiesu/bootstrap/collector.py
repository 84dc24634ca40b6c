# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How often the garbage collector looks, in programs that work in batches or for many visitors."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 100_000, 20, 20


def collect_rarely() -> None:
    """Let the collector look once a batch or so, and never at what is loaded by now.

    A batch makes a hundred thousand small objects and drops them together. Looking through them
    every few hundred, as Python does unless told, finds nothing and costs a tenth of the work; and
    the city's law need not be walked again and again.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Do that inside the block."""
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
