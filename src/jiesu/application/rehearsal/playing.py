# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A scenario played: every step through the gate, then what was found beside what was expected."""

from collections.abc import Iterator, Mapping

from jiesu.application.policy import CityPolicy
from jiesu.application.rehearsal.expecting import EXPECTATIONS, assigned
from jiesu.application.rehearsal.script import (
    Act,
    AskDuty,
    AskHolders,
    Assign,
    Finding,
    LookUp,
    Plain,
    Play,
    Script,
    Step,
)
from jiesu.application.rehearsal.stage import Making, Stage
from jiesu.kernel.errors import JiesuError
from jiesu.rulebook.citation import Citation

DONE = "accepted"
"""What a step is expected to be where no refusal is named."""


def play(script: Script, policy: CityPolicy, making: Making) -> tuple[Finding, ...]:
    """Return everything that is not as the scenario says; empty: it holds."""
    if isinstance(script.when, Assign | Play):
        return tuple(_played(script, Stage(policy, script.begins, making)))
    found = _answer(script, policy)
    return tuple(differences("then", dict(script.then), found))


def _answer(script: Script, policy: CityPolicy) -> Plain:
    """Return what the pack alone says to a question."""
    when = script.when
    if isinstance(when, LookUp):
        return _looked_up(when, script, policy)
    if isinstance(when, AskDuty):
        return _duty(when, script, policy)
    assert isinstance(when, AskHolders)
    roles = policy.access.roles.values()
    held = (role for role in roles if role.permissions.in_force(script.day))
    holders = (r.id for r in held if when.permission in r.permissions.as_of(script.day).value)
    return {"roles": tuple(holders)}


def _looked_up(when: LookUp, script: Script, policy: CityPolicy) -> Plain:
    rule = policy.parameters.get(when.key)
    if rule is None or not rule.in_force(script.day):
        return {"nothing": "true"}
    ruled = rule.as_of(script.day)
    value = ruled.value
    written = ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    facts = {"value": written, "standing": ruled.standing.value}
    return {name: facts.get(name) for name in script.then}


def _duty(when: AskDuty, script: Script, policy: CityPolicy) -> Plain:
    known = when.matter in policy.catalogue.matters
    duty = policy.catalogue.duty(when.matter, script.day) if known else None
    if duty is None:
        return {"nothing": "true"}
    facts: dict[str, Plain] = {
        "lead": duty.lead,
        "co_handlers": duty.co_handlers,
        "class": duty.time_limit_class,
        "standing": duty.standing.value,
    }
    return {name: facts.get(name) for name in script.then}


def _played(script: Script, stage: Stage) -> Iterator[Finding]:
    when = script.when
    assert isinstance(when, Assign | Play)
    if isinstance(when, Assign):
        yield from _assigned(when, script, stage)
        return
    for number, step in enumerate(when.steps, start=1):
        wrong = tuple(_stepped(f"when[{number}]", step, stage))
        yield from wrong
        if wrong:
            return  # whatever follows would only speak of this
    wanted = dict(script.then)
    of = wanted.pop("of", None)
    try:
        stage.turn_to(of if isinstance(of, str) else None)
    except JiesuError as error:
        yield Finding("of", of, _said(error))
        return
    for name, want in wanted.items():
        yield from _expected(name, want, stage)


def _assigned(when: Assign, script: Script, stage: Stage) -> Iterator[Finding]:
    wanted = dict(script.then)
    for step in when.steps:
        refusal = stage.take(step)
        if refusal is not None:
            found = {"refused": refusal.code} if "refused" in wanted else _said(refusal)
            yield from differences("then", wanted, found)
            return
    yield from differences("then", wanted, assigned(stage, stage.case(), wanted))


def _stepped(path: str, step: Step, stage: Stage) -> Iterator[Finding]:
    refusal = stage.take(step)
    wanted = step.refused if isinstance(step, Act) else None
    where = f"{path} {step.command}" if isinstance(step, Act) else path
    if wanted is None and refusal is not None:
        yield Finding(where, DONE, _said(refusal))
    elif wanted is not None:
        yield from differences(where, wanted, refusal.code if refusal else DONE)
    if refusal is not None and isinstance(step, Act) and step.rule is not None:
        yield from differences(f"{where} rule", dict(step.rule), _rule(refusal))


def _expected(name: str, wanted: Plain, stage: Stage) -> Iterator[Finding]:
    try:
        found = EXPECTATIONS[name].read(stage, wanted)
    except JiesuError as error:
        found = _said(error)
    yield from differences(name, wanted, found)


def _said(error: JiesuError) -> str:
    return f"{error.code}: {error.explain('en')}"


def _rule(refusal: JiesuError) -> Plain:
    rule = refusal.rule
    if not isinstance(rule, Citation):
        return None
    return {"instrument": rule.instrument, "article": rule.article}


def differences(path: str, expected: Plain, found: Plain) -> Iterator[Finding]:
    """Yield where the two differ, as deep inside as possible."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for name in dict.fromkeys((*expected, *found)):
            inside = name if path == "then" else f"{path}.{name}"
            yield from differences(inside, expected.get(name), found.get(name))
    elif _are_alike(expected, found):
        assert isinstance(expected, tuple)
        assert isinstance(found, tuple)
        for number, (one, other) in enumerate(zip(expected, found, strict=True), start=1):
            yield from differences(f"{path}[{number}]", one, other)
    elif expected != found:
        yield Finding(path, expected, found)


def _are_alike(expected: Plain, found: Plain) -> bool:
    """Return whether both are lists of the same length whose items have names."""
    if not (isinstance(expected, tuple) and isinstance(found, tuple)):
        return False
    named = all(isinstance(one, Mapping) for one in (*expected, *found))
    return named and len(expected) == len(found)
