# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The history checker: what hands saw against what the log says, after Jepsen's list-append.

Each stream is a list and each accepted command appends to it; the receipt's version is the place.
So the order of writes is known, and every anomaly shows: a lost update is a version given twice, a
stale read contradicts the clock, a torn read fits no moment of its case.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import psycopg
from psycopg.rows import dict_row

Seen = dict[str, Any]
Row = dict[str, Any]

EXPLAINED = {
    "NotInThisState",
    "NobodyContacted",
    "SomebodyWasFaster",
    "IdTaken",
    "AppealExists",
    "PersonalDataErased",
}
"""How a command may be refused where others were faster."""

_ONCE = {
    "AppealRegistered",
    "AppealDispatched",
    "AppealHandled",
    "AppealWithdrawn",
    "OrderOpened",
    "OrderSigned",
    "FirstContactMade",
    "OrderReported",
    "OrderCancelled",
}
"""What can happen to a stream once at most."""

_LOG = """
SELECT l.seq, l.stream::text AS stream, l.kind, l.version, l.type, l.hash, l.actor,
       l.command::text AS command, l.data,
       coalesce(o.appeal_id, c.appeal_id, l.stream)::text AS case_id
FROM log_entry AS l
LEFT JOIN work_order AS o ON o.id = l.stream LEFT JOIN callback AS c ON c.id = l.stream
ORDER BY l.seq
"""


@dataclass
class History:
    """Everything that was seen, and the log at the end."""

    seen: Sequence[Seen]
    log: Sequence[Row]
    figures: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, seen: Sequence[Seen], connection: psycopg.Connection[Any]) -> "History":
        """Return the history with the log as it is now."""
        with connection.cursor(row_factory=dict_row) as cursor:
            return cls(seen, cursor.execute(_LOG).fetchall())

    def anomalies(self) -> Iterator[str]:
        """Yield everything no serial history could have shown."""
        yield from self._answers()
        yield from self._refusals()
        yield from self._versions()
        yield from self._order_in_time()
        yield from self._reads()
        yield from self._once()
        yield from self._cases()

    @cached_property
    def _streams(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for entry in self.log:
            found[entry["stream"]].append(entry)
        return found

    @cached_property
    def _commands(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for entry in self.log:
            found[entry["command"]].append(entry)
        return found

    def _told(self) -> Iterator[tuple[Seen, Seen]]:
        """Yield each receipt with the deed it answered."""
        for seen in self.seen:
            for outcome in seen.get("outcomes", ()):
                if not isinstance(outcome, dict):
                    for receipt in outcome:
                        yield seen, receipt

    def _answers(self) -> Iterator[str]:
        """Each receipt is in the log, under its command, carried out once; repeats get the same."""
        first: dict[str, Seen] = {}
        for _, receipt in self._told():
            said = {**receipt, "replayed": False}
            self.figures["repeated" if receipt["replayed"] else "accepted"] += 1
            if first.setdefault(receipt["command_id"], said) != said:
                yield f"one command, two receipts: {first[receipt['command_id']]}, {said}"
            written = [entry["type"] for entry in self._commands[receipt["command_id"]]]
            if sorted(written) != sorted(receipt["events"]):
                yield f"{receipt} says {receipt['events']}, the log {written}"
        fresh = Counter(r["command_id"] for _, r in self._told() if not r["replayed"])
        for command, count in fresh.items():
            if count > 1:
                yield f"command {command} was carried out {count} times"

    def _refusals(self) -> Iterator[str]:
        """Who is refused was slower than others, or too early; the sweeper never fails."""
        for seen in self.seen:
            for refused in (o["refused"] for o in seen.get("outcomes", ()) if isinstance(o, dict)):
                self.figures[f"refused {refused}"] += 1
                if refused not in EXPLAINED:
                    yield f"{seen['deed']} was refused as {refused}"
            if seen.get("failed"):
                yield f"the sweeper failed: {seen['failed']}"

    def _versions(self) -> Iterator[str]:
        """Versions of every stream are 1 … n in the order of writing, none twice, none left out."""
        for stream, entries in self._streams.items():
            versions = [entry["version"] for entry in entries]
            if versions != list(range(1, len(versions) + 1)):
                yield f"stream {stream}: versions {versions}"

    def _order_in_time(self) -> Iterator[str]:
        """What was answered before another began comes before it, on every stream."""
        for stream, found in self._writes.items():
            latest_begin = 0.0
            for version, began, ended in sorted(found):
                if ended < latest_begin:
                    yield f"stream {stream}: version {version} was answered before an earlier began"
                latest_begin = max(latest_begin, began)

    def _reads(self) -> Iterator[str]:
        """Every read shows its case as it was at one moment between question and answer."""
        moments = {case: set(_moments(entries)) for case, entries in self._by_case.items()}
        for seen in self.seen:
            if seen["deed"] == "read":
                self.figures["reads"] += 1
                heads = seen["heads"]
                if frozenset((s, *head) for s, head in heads.items()) not in moments[seen["case"]]:
                    yield f"a read of {seen['case']} fits no moment: {heads}"
                for stream, (version, _) in heads.items():
                    yield from self._in_its_time(seen, stream, version)

    def _in_its_time(self, read: Seen, stream: str, shown: int) -> Iterator[str]:
        """A read misses nothing that was answered before it, and sees nothing sent after it."""
        for version, began, ended in self._writes.get(stream, ()):
            if ended < read["began"] and version > shown:
                yield f"stream {stream}: version {version} was there, a read shows {shown}"
            if began > read["ended"] and version <= shown:
                yield f"stream {stream}: a read shows version {version} before it was sent"

    @cached_property
    def _writes(self) -> dict[str, list[tuple[int, float, float]]]:
        """Version, beginning and end of every write, by stream."""
        found: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
        for seen, receipt in self._told():
            if not receipt["replayed"]:
                write = (receipt["version"], seen["began"], seen["ended"])
                found[receipt["subject"]].append(write)
        return found

    @cached_property
    def _by_case(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for entry in self.log:
            found[entry["case_id"]].append(entry)
        return found

    def _once(self) -> Iterator[str]:
        """What can happen once has happened once; every clock ran out once at most."""
        for stream, entries in self._streams.items():
            happened = Counter(entry["type"] for entry in entries if entry["type"] in _ONCE)
            happened += Counter(
                f"overdue {entry['data']['clock']}"
                for entry in entries
                if entry["type"].endswith("Overdue")
            )
            for what, count in happened.items():
                if count > 1:
                    yield f"stream {stream}: {what} {count} times"

    def _cases(self) -> Iterator[str]:
        """An appeal is handled by the last report, and by nothing else."""
        for case, entries in self._by_case.items():
            opened = sum(entry["type"] == "OrderOpened" for entry in entries)
            reported = [e["seq"] for e in entries if e["type"] == "OrderReported"]
            handled = sum(entry["type"] == "AppealHandled" for entry in entries)
            withdrawn = [e["seq"] for e in entries if e["type"] == "AppealWithdrawn"]
            self.figures["appeals handled"] += handled
            if handled != (opened > 0 and len(reported) == opened):
                yield f"case {case}: {len(reported)} of {opened} reported, handled {handled} times"
            if withdrawn and any(seq > withdrawn[0] for seq in reported):
                yield f"case {case}: reported after it was withdrawn"


def _moments(entries: Sequence[Row]) -> Iterator[frozenset[tuple[str, int, str]]]:
    """Yield the heads of a case after each of its commands."""
    heads: dict[str, tuple[int, str]] = {}
    for entry, following in zip(entries, [*entries[1:], {"command": None}], strict=True):
        heads[entry["stream"]] = (entry["version"], entry["hash"])
        if entry["command"] != following["command"]:
            yield frozenset((stream, *head) for stream, head in heads.items())
