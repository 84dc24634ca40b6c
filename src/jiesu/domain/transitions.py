# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One transition table per aggregate: what may happen from where, who may, by which rule.

The table yields the refusal, the allowed actions (and why the others are not), the state diagram
and the property tests.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from jiesu.kernel.errors import Refusal
from jiesu.kernel.events import Command
from jiesu.kernel.text import Text

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A")

_ABSENT = Text("尚不存在", "not there yet")


class NotInThisState(Refusal):
    """The action is not possible from where the thing stands."""

    what = Text(
        "当前状态为“{state}”，不能执行“{action}”。",
        'It is "{state}" now, so "{action}" is not possible.',
    )
    next_step = Text("现在可以：{allowed}。", "Possible now: {allowed}.")


class GuardRefused(Refusal):
    """The state would allow it, but a condition is not met."""

    what = Text("不能执行“{action}”：{reason}", '"{action}" is not possible: {reason}')
    next_step = Text("满足条件后再办理。", "Meet the condition first.")


@dataclass(frozen=True, slots=True)
class Guard(Generic[A]):
    """A condition on the aggregate; ``reason`` says what is missing when it does not hold."""

    holds: Callable[[A], bool]
    reason: Text


@dataclass(frozen=True, slots=True)
class Transition(Generic[S, A]):
    """From ``source``, ``command`` leads to ``target``; no source means it does not exist yet."""

    source: S | None
    command: type[Command]
    target: S
    permission: str
    rule: str
    guard: Guard[A] | None = None


@dataclass(frozen=True, slots=True)
class Possibility:
    """One action seen from a state: allowed, or the reason why not."""

    command: type[Command]
    permission: str
    refusal: Text | None


@dataclass(frozen=True, slots=True)
class TransitionTable(Generic[S, A]):
    """All transitions of one aggregate."""

    name: str
    states: Mapping[S, Text]
    actions: Mapping[type[Command], Text]
    rows: tuple[Transition[S, A], ...]

    def permission(self, command: type[Command]) -> str:
        """Return the permission the command needs."""
        return next(row.permission for row in self.rows if row.command is command)

    def commands(self) -> tuple[type[Command], ...]:
        """Return every command of the table once, in the order of the rows."""
        return tuple(dict.fromkeys(row.command for row in self.rows))

    def pass_through(self, state: S | None, command: type[Command], subject: A) -> S:
        """Return the target state of ``command`` from ``state``.

        Raises:
            NotInThisState: no such row.
            GuardRefused: the row's condition does not hold.
        """
        row = self._row(state, command)
        if row is None:
            raise NotInThisState(
                state=self.states[state] if state else _ABSENT,
                action=self.actions[command],
                allowed=tuple(self._from(state)),
            )
        if row.guard is not None and not row.guard.holds(subject):
            raise GuardRefused(action=self.actions[command], reason=row.guard.reason)
        return row.target

    def possibilities(self, state: S, subject: A) -> Iterator[Possibility]:
        """Yield every command with whether it is possible now, and why not."""
        for command in self.commands():
            row = self._row(state, command)
            if row is None:
                reason = Text("当前状态不允许。", "Not from this state.")
            elif row.guard is not None and not row.guard.holds(subject):
                reason = row.guard.reason
            else:
                yield Possibility(command, row.permission, None)
                continue
            yield Possibility(command, self.permission(command), reason)

    def mermaid(self) -> str:
        """Return the state diagram as Mermaid text, rows in table order."""
        lines = ["stateDiagram-v2"]
        for row in self.rows:
            source = row.source.value if row.source else "[*]"
            lines.append(f"    {source} --> {row.target.value}: {row.command.__name__}")
        return "\n".join(lines) + "\n"

    def _row(self, state: S | None, command: type[Command]) -> Transition[S, A] | None:
        for row in self.rows:
            if row.source == state and row.command is command:
                return row
        return None

    def _from(self, state: S | None) -> Iterator[Text]:
        return (self.actions[row.command] for row in self.rows if row.source == state)
