# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The pack in force: loaded once, watched while the city runs, replaced only by a sound one.

A process decides with the pack it has until another one has been read whole, found without a fault
and may follow (``application/amending.py``). Then a new city takes the place of the old one between
two commands; whoever holds the old one finishes what they began under it.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jiesu.adapters.packs import pack_folder
from jiesu.adapters.packs.files import list_files
from jiesu.application.policy import CityPolicy
from jiesu.application.ports import StoreUnavailable
from jiesu.bootstrap.law import (
    check_follows,
    first_problems,
    keep,
    own_places,
    present_pack,
)
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City, under
from jiesu.kernel.errors import JiesuError, Trouble
from jiesu.kernel.text import Text

LOOKS_EVERY = 2.0
"""Seconds between two looks at the files of the pack.

What has changed must stand still from one look to the next before it is read: somebody may be
copying it just now.
"""

_log = logging.getLogger(__name__)

Look = tuple[tuple[str, int, int], ...]
"""Names, sizes and times of change of a pack's files: enough to see that something moved."""


class UnreadablePack(Trouble):
    """A file of the pack is there and cannot be read."""

    what = Text("无法读取政策包文件“{path}”：{reason}。", 'Cannot read "{path}": {reason}.')
    next_step = Text("请核对读取权限和磁盘。", "Check that it may be read, and the disk.")


def trouble_with_pack(settings: Settings, city: City) -> JiesuError | None:
    """Return why the pack as it lies there now could not take the place of the one in force."""
    try:
        check_follows(present_pack(settings), city.policy, city.pool)
    except JiesuError as error:
        return error
    except OSError as error:
        return _unreadable(error)
    return None


@dataclass
class PackWatch:
    """The city a process works with, and an eye on the files of its pack."""

    settings: Settings
    city: City
    told: Callable[[City], object] = lambda _city: None
    """Called with every city that takes the place of another."""
    trouble: JiesuError | None = field(default=None, init=False)
    """Why the pack that lies there is not the one in force; None when it is."""
    _moving: Look | None = field(default=None, init=False)
    _seen: Look | None = field(default=None, init=False)
    _places: Look = field(default=(), init=False)
    """The city's own places that its areas lie at."""

    def __post_init__(self) -> None:
        """Note which places the city began with."""
        self._places = self._look_at_places()

    def present(self) -> City:
        """Return the city as it stands; ask again for every piece of work."""
        return self.city

    def look(self) -> bool:
        """Look once; return whether another pack has come into force."""
        try:
            now = self._looked()
            if now == self._seen:
                return False
            if now != self._moving:
                self._moving = now  # it may still be changing: next time
                return False
            return self._take_up(now)
        except StoreUnavailable:
            return False  # no fault of the pack: look again
        except (OSError, JiesuError) as error:
            self._moving = self._seen = None
            self._note(error if isinstance(error, JiesuError) else _unreadable(error))
            return False

    def _take_up(self, looked: Look) -> bool:
        places = self._look_at_places()
        digest = list_files(pack_folder(self.settings.pack)).digest()
        if digest == self.city.policy.identity.digest and places == self._places:
            self._seen, self.trouble = looked, None
            return False
        try:
            policy = present_pack(self.settings)
            check_follows(policy, self.city.policy, self.city.pool)
        except StoreUnavailable:
            raise
        except JiesuError as error:
            self._seen = looked
            self._note(error)
            return False
        if self._looked() != looked:
            return False  # it changed while it was read: what was read may be half of each
        keep(self.settings, policy)
        self._put_in_force(policy)
        self._seen, self._places = looked, places
        return True

    def _put_in_force(self, policy: CityPolicy) -> None:
        stamps = policy.identity.stamp, self.city.policy.identity.stamp
        self.city, self.trouble = under(self.city, policy), None
        _log.warning("pack %s in force, before %s", *stamps)
        self.told(self.city)

    def _looked(self) -> Look:
        return (*_look(self.settings), *self._look_at_places())

    def _look_at_places(self) -> Look:
        return _facts(own_places(self.settings, self.city.policy))

    def _note(self, error: JiesuError) -> None:
        """Keep what is wrong, and say it once."""
        if self.trouble is not None and str(self.trouble) == str(error):
            return
        self.trouble = error
        stamp = self.city.policy.identity.stamp
        _log.error("%s (%s)", first_problems(error, self.settings.language), stamp)


def watch_in_background(watch: PackWatch) -> threading.Event:
    """Look every few seconds in a thread of its own, until the event returned is set."""
    stop = threading.Event()

    def looking() -> None:
        while not stop.wait(LOOKS_EVERY):
            try:
                watch.look()
            except Exception as error:  # noqa: BLE001 -- a look that fails must not be the last
                _log.error("pack: %s", type(error).__name__)

    threading.Thread(target=looking, name="pack", daemon=True).start()
    return stop


def _look(settings: Settings) -> Look:
    files = list_files(pack_folder(settings.pack))
    return tuple(fact for name in files.names for fact in _facts(files.folder / name))


def _unreadable(error: OSError) -> UnreadablePack:
    return UnreadablePack(path=str(error.filename or ""), reason=error.strerror or "")


def _facts(file: Path) -> Look:
    try:
        found = file.stat()
    except FileNotFoundError:
        return ()
    return ((str(file), found.st_size, found.st_mtime_ns),)
