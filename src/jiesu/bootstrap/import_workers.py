# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Batches of an import through the gate in several processes, answered in the order of the file.

Each process opens the city for itself. When the program that began them ends, however it ends,
they end too; what one of them was just writing is whole or not there.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from jiesu.application.importing.chains import Narrator
from jiesu.application.importing.run import Batch, Taken, Taker
from jiesu.bootstrap.collector import collect_rarely
from jiesu.bootstrap.settings import load_settings
from jiesu.bootstrap.wiring import City, open_city
from jiesu.kernel.errors import JiesuError

_AHEAD = 2  # batches handed out to each process before the first answer is asked for
_SMALL = 4_000_000  # bytes: some ten thousand rows, packed files more
_MOST = 8  # beyond that the one that reads the file is the slowest
_own: list[Taker] = []  # the taker of this process, once it has begun


@dataclass(frozen=True, slots=True)
class Work:
    """What every process of an import must know."""

    narrator: Narrator
    dry_run: bool

    def taker(self, city: City) -> Taker:
        """Return the taker of rows at the city's gate."""
        decide = city.gate.rehearse if self.dry_run else city.gate.handle_many
        return Taker(self.narrator, partial(decide, history=True), city.store.load)


def fitting_workers(file: Path) -> int:
    """Return how many processes are worth their start for ``file``: one for each processor.

    Each reads the city's law for itself, which takes as long as some thousand rows.
    """
    try:
        small = file.stat().st_size < _SMALL
    except OSError:
        return 1  # whoever opens it will say what is wrong
    return 1 if small else min(os.cpu_count() or 1, _MOST)


def take_in_processes(batches: Iterable[Batch], workers: int, work: Work) -> Iterator[Taken]:
    """Take the batches in ``workers`` processes; a file that breaks off still gives its last rows.

    Reading stays a few batches ahead of the slowest process, so memory does not grow.
    """
    fault: JiesuError | None = None
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(work,)) as pool:
        waiting: deque[Future[Taken]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_take, batch))
                if len(waiting) > _AHEAD * workers:
                    yield waiting.popleft().result()
        except JiesuError as error:
            fault = error
        while waiting:
            yield waiting.popleft().result()
    if fault is not None:
        raise fault


def _begin(work: Work) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _own.append(work.taker(open_city(load_settings())))
    collect_rarely()


def _take(batch: Batch) -> Taken:
    return _own[0].take(batch)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
