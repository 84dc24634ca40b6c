# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Defects to plant: each a small slip that a tired person might make, and who must find it.

A defect is a change of one text in one file. When that text moves, the plant fails and is
mended here: a defect that cannot be planted proves nothing.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.proofs.campaign import REPOSITORY

_NEEDED = ("src", "tests", "pyproject.toml")


def copy_project(folder: Path) -> Path:
    """Return a copy of the project, with what is compiled already."""
    for name in _NEEDED:
        place = REPOSITORY / name
        if place.is_dir():
            shutil.copytree(place, folder / name)
        else:
            shutil.copy(place, folder / name)
    return folder


@dataclass(frozen=True, slots=True)
class Defect:
    """One slip: in ``file``, ``old`` became ``new``; these proofs must find it."""

    name: str
    file: str
    old: str
    new: str
    found_by: tuple[str, ...]

    def plant(self, folder: Path) -> Path:
        """Return a copy of the project with the defect in it."""
        copy_project(folder)
        path = folder / "src" / "jiesu" / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} no longer says {self.old!r} just once"
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")
        return folder


FAULTS, KILLS, HANDS, LIVES, SWEEPER = "faults", "kills", "hands", "lifecycle", "sweeper"
PROOFS = {
    FAULTS: "tests/proofs/test_faults.py",
    KILLS: "tests/proofs/test_kills.py",
    HANDS: "tests/proofs/test_hands.py",
    LIVES: "tests/proofs/test_lifecycle.py",
    SWEEPER: "tests/integration/worker/test_sweeper.py",
}
"""Whom to ask, by file; the sweeper's own tests are no proof of this folder."""

DEFECTS = (
    Defect(
        "a stale version is let through",
        "adapters/store/sql/append.sql",
        "ELSE jiesu_stale() END",
        "ELSE true END",
        (HANDS,),
    ),
    Defect(
        "the version of a row is not compared",
        "adapters/store/sql/append.sql",
        "AND t.version = (e ->> 'base')::integer{guard}",
        "",
        (HANDS,),
    ),
    Defect(
        "the revision of the case is not guarded",
        "application/work.py",
        "        if self._touched:\n            self._batch.revisions",
        "        if not self._touched:\n            self._batch.revisions",
        (HANDS,),
    ),
    Defect(
        "the append is two statements, each for itself",
        "adapters/store/pg.py",
        "            self._write(batch, copying=False)\n",
        "            told, batch.outbox[:] = list(batch.outbox), []\n"
        "            self._write(batch, copying=False)\n"
        "            self._write(Batch(outbox=told), copying=False)\n",
        (FAULTS,),
    ),
    Defect(
        "no receipt is kept",
        "adapters/store/append.py",
        '    "receipts",\n',
        "",
        (FAULTS, KILLS, HANDS, LIVES),
    ),
    Defect(
        "stopped clocks keep their timers",
        "adapters/store/append.py",
        '    "timers_cleared",\n',
        "",
        (FAULTS, KILLS, HANDS, LIVES),
    ),
    Defect(
        "one kind of event is not logged",
        "application/entries.py",
        '        batch.entries.append({**body, "prev": prev, "hash": hash_})',
        "        if fact.event.name != 'OrderSigned':\n"
        '            batch.entries.append({**body, "prev": prev, "hash": hash_})',
        (FAULTS, KILLS, HANDS),
    ),
    Defect(
        "the answer comes before the commit",
        "adapters/store/pool.py",
        "-c jit=off",
        "-c jit=off -c synchronous_commit=off",
        (KILLS,),
    ),
    Defect(
        "a repetition does not look for its receipt",
        "application/gate.py",
        "        return self._seen(chain, earlier) if earlier else outcome",
        "        return outcome",
        (FAULTS, KILLS, HANDS, LIVES),
    ),
    Defect(
        "a repetition may say something else",
        "application/gate.py",
        "if found.digest not in {None, command_digest(envelope, self._personal)}:",
        "if not found.digest:",
        (LIVES,),
    ),
    Defect(
        "a database that is away counts as a refusal",
        "application/gate.py",
        "            except StoreUnavailable:\n                raise",
        "            except NotTheSameChain:\n                raise",
        (FAULTS,),
    ),
    Defect(
        "a notice is settled before it is carried",
        "application/notices.py",
        "        failure = self._try(owed, owed.contact)\n",
        "        self._outbox.done(owed.id, self._clock.now(), None)\n"
        "        failure = self._try(owed, owed.contact)\n",
        (FAULTS,),
    ),
    Defect(
        "sweepers do not skip what others hold",
        "adapters/store/sql/timers.sql",
        "    LIMIT {limit}\n    FOR UPDATE SKIP LOCKED",
        "    LIMIT {limit}",
        (SWEEPER,),
    ),
    Defect(
        "erasure forgets the index by telephone",
        "adapters/store/append.py",
        '    "erased_blind",\n',
        "",
        (FAULTS,),
    ),
    Defect(
        "a large batch is many statements, each for itself",
        "adapters/store/pg.py",
        "            with self.transaction():  # where one is under way, a savepoint:"
        " its rest stays sound\n                self._write(batch, copying=large)\n",
        "            self._write(batch, copying=large)\n",
        (FAULTS,),
    ),
)
