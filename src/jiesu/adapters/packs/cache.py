# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Loaded policies kept on disk, so that a program starts without reading YAML.

A pickle can run code when it is read, so only a regular file that is ours and that nobody else may
write is trusted; anything else is ignored and built anew.
"""

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from pathlib import Path

import jiesu
from jiesu.application.policy import CityPolicy

_ROOMS = ("kernel", "rulebook", "domain", "application", "adapters/packs")
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_STALE = (
    OSError,
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    IndexError,
    TypeError,
    ValueError,
)


def cache_file(cache_dir: Path, digest: str, known_permissions: frozenset[str] | None) -> Path:
    """Return where the policy of these bytes is kept for this very engine."""
    asked = "" if known_permissions is None else "\n".join(sorted(known_permissions))
    parts = (digest, jiesu.__version__, sys.version, engine_stamp(), asked)
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return cache_dir / f"pack-{key[:32]}.pickle"


def engine_stamp() -> str:
    """Return a stamp that changes when the code that shapes a policy changes."""
    root = Path(jiesu.__file__).parent
    files = sorted(path for room in _ROOMS for path in (root / room).rglob("*.py"))
    facts = ((path.relative_to(root), path.stat()) for path in files)
    return "\n".join(f"{name} {info.st_size} {info.st_mtime_ns}" for name, info in facts)


def read_cache(file: Path) -> CityPolicy | None:
    """Return the policy kept in ``file``, or None if it is absent, foreign or unreadable."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb") as opened:
            if not _ours(os.fstat(opened.fileno())):
                return None
            kept = pickle.load(opened)  # noqa: S301 - owner and mode are checked above
    except _STALE:
        return None
    return kept if isinstance(kept, CityPolicy) else None


def _ours(info: os.stat_result) -> bool:
    regular = stat.S_ISREG(info.st_mode)
    return regular and info.st_uid == os.geteuid() and not info.st_mode & _OTHERS_MAY_WRITE


def write_cache(file: Path, policy: CityPolicy) -> None:
    """Keep the policy in ``file``, whole or not at all, readable by us only (0600).

    A cache that cannot be written costs time, not truth: the failure is passed over.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".pack-")  # made with mode 0600
    except OSError:
        return
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            pickle.dump(policy, opened, protocol=pickle.HIGHEST_PROTOCOL)
        written.replace(file)
    except OSError:
        written.unlink(missing_ok=True)
