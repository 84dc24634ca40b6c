# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How fast texts are understood, one at a time as the doors ask, and what training costs.

The ceiling is the bare work nobody can leave out: cutting the same texts into their short runs of
characters and counting these, in the same run. Rates are for each second of CPU, latencies as the
clock on the wall has them.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from jiesu.adapters.text.learning.pieces import pieces, plain
from jiesu.adapters.text.redact import redact
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.understanding import places_of, reader_of, understanding_of
from jiesu.bootstrap.wiring import SystemClock

Figures = dict[str, dict[str, Any]]
_MS = 1000.0
_KIB, _MIB = 1024, 1024 * 1024
_P50, _P99 = 49, 98
_LONGEST = 10_000  # characters: what a form accepts at most
_START = "from jiesu.cli.app import main; main()"


class NothingTrained(Exception):
    """Training left no model, so there is nothing to measure."""


def run(policy: CityPolicy, pack: str, texts: Sequence[str]) -> Figures:
    """Measure reading: everything, each part by itself, and one very long text."""
    understanding, now = understanding_of(policy, pack), SystemClock().now()
    began = time.perf_counter()
    understanding.read(texts[0], policy, now)
    first = (time.perf_counter() - began) * _MS
    matters, places = reader_of(policy, pack), places_of(policy, pack)
    ceiling = _figures(lambda text: Counter(pieces(plain(text))), texts)["rate"]

    def whole(text: str) -> object:
        return understanding.read(text, policy, now)

    parts: dict[str, Callable[[str], object]] = {
        "light, everything": whole,
        "light, matter and manner": matters.read,
        "light, places": places.read,
        "hiding personal data": redact,
        "thorough, everything": lambda text: understanding.read(text, policy, now, thorough=True),
    }
    figures = {name: _figures(read, texts, ceiling) for name, read in parts.items()}
    long = ("".join(texts) * (_LONGEST // max(len("".join(texts)), 1) + 1))[:_LONGEST]
    figures["light, 10,000 characters"] = _figures(whole, [long] * 5)
    figures["light, everything"]["first_ms"] = round(first, 1)
    return figures


def train(rows: Iterable[tuple[str, str, str]], tier: str) -> Figures:
    """Measure ``jiesu train`` on rows of title, body and label, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-train-") as folder:
        file = Path(folder, "rows.jsonl")
        count = _written(rows, file)
        asked = ["train", str(file), "--text", "title,body", "--label", "label"]
        asked += ["--tier", tier, "--out", str(Path(folder, "model"))]
        began, before = time.perf_counter(), _children_cpu()
        command = [sys.executable, "-c", _START, *asked]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 -- ours
        seconds = time.perf_counter() - began
        if not Path(folder, "model").is_dir():  # the code is 1 also when rows were left out
            raise NothingTrained(done.stderr)
        size = sum(path.stat().st_size for path in Path(folder, "model").rglob("*"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    told = {
        "size": count,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(_children_cpu() - before, 1),
        "peak_mib": round(peak / _KIB),
        "model_mib": round(size / _MIB, 2),
    }
    return {f"train, {tier}": told}


def _figures(
    read: Callable[[str], object], texts: Sequence[str], ceiling: float | None = None
) -> dict[str, Any]:
    """Return the flat figures of reading each text once, one after the other."""
    latencies: list[float] = []
    began = time.process_time()
    for text in texts:
        started = time.perf_counter()
        read(text)
        latencies.append((time.perf_counter() - started) * _MS)
    used = time.process_time() - began
    cuts = quantiles(latencies, n=100) if len(latencies) > 1 else latencies * 99
    rate = len(texts) / used if used else 0.0
    return {
        "size": len(texts),
        "rate": round(rate, 1),
        "cpu_ms_app": round(used * _MS / len(texts), 3),
        "p50_ms": round(cuts[_P50], 3),
        "p99_ms": round(cuts[_P99], 3),
        "ceiling": None if ceiling is None else round(ceiling, 1),
        "ratio": None if not ceiling else round(rate / ceiling, 3),
    }


def _written(rows: Iterable[tuple[str, str, str]], file: Path) -> int:
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for title, body, label in rows:
            row = {"title": title, "body": body, "label": label}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
