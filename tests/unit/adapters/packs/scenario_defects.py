# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Slips in scenarios, each with the kind of problem it is: one row, one change."""

from jiesu.adapters.packs import ProblemKind as K
from tests.unit.adapters.packs.defect import Defect

SCENARIOS = "scenarios/duties.yaml"

DAY = "given: {day: 2020-03-01}"
RIVER_ASKED = "when: {matter: water.river.pollution}"
RIVER_LED = "then: {lead: water-bureau, co_handlers: [urban-bureau], class: d7}"


def step(written: str) -> str:
    """Return steps in place of a question."""
    return f"when: [{written}]"


def asking(question: str, then: str = "nothing: true") -> tuple[str, str]:
    """Return a question and its answer in place of those about the river."""
    return BOTH, f"when: {{{question}}}\n  then: {{{then}}}"


def played(steps: str, then: str) -> tuple[str, str]:
    """Return steps and what follows in place of what is asked about the river."""
    return BOTH, f"when: [{steps}]\n  then: {{{then}}}"


BOTH = f"{RIVER_ASKED}\n  {RIVER_LED}"
SIGNED = "{do: SignFor}"
SIGNED_A = "{do: SignFor, as: A}"
TITLE = (SCENARIOS, "- title: {zh: 河道")
WHEN = (SCENARIOS, "when: [")
LAST = (SCENARIOS, "then: {nowhere")


SCENARIO_DEFECTS = [
    Defect(K.NOTHING_EXPECTED, SCENARIOS, RIVER_LED, "then: {}", (SCENARIOS, "- title: {zh: 河道")),
    Defect(K.KEY_UNKNOWN, SCENARIOS, RIVER_LED, "then: {leed: water-bureau}"),
    Defect(K.PARAMETER_UNKNOWN, SCENARIOS, *asking("look_up: limit.d77"), TITLE),
    Defect(K.MATTER_UNKNOWN, SCENARIOS, *asking("matter: no.such.matter"), TITLE),
    Defect(K.PERMISSION_UNKNOWN, SCENARIOS, *asking("permission: no.such", "roles: []"), TITLE),
    *(
        Defect(K.NOTHING_EXPECTED, SCENARIOS, *played(SIGNED, then), TITLE)
        for then in (
            "appeal: {}",
            "events: []",
            "absent_events: []",
            "orders: [{}]",
            "rates: {month: 2020-03}",
            "of: A",
            "appeals: {A: {}}",
        )
    ),
    Defect(K.ROLE_UNKNOWN, SCENARIOS, *played(SIGNED, "seen_by: [nobody]"), TITLE),
    Defect(K.UNIT_UNKNOWN, SCENARIOS, *played(SIGNED, "hidden_from: [handler@nope]"), TITLE),
    Defect(K.NEVER_SAID, SCENARIOS, *played(SIGNED, "nowhere: [unsaid]"), LAST),
    Defect(K.WRONG_TYPE, SCENARIOS, *played("{do: SignFor, round: one}", "notices: []"), WHEN),
    Defect(K.CODE_TWICE, SCENARIOS, *played(f"{SIGNED_A}, {SIGNED_A}", "notices: []"), WHEN),
    Defect(
        K.KEY_UNKNOWN,
        SCENARIOS,
        *played("{do: SignFor, try: SignFor, refused: not-yours}", "notices: []"),
        WHEN,
    ),
    Defect(K.KEY_MISSING, SCENARIOS, DAY, "given: {}"),
    Defect(K.WRONG_TYPE, SCENARIOS, DAY, "given: {at: noon}"),
    Defect(K.KEY_UNKNOWN, SCENARIOS, DAY, "given: {day: 2020-03-01, hour: 10}"),
    Defect(K.KEY_MISSING, SCENARIOS, RIVER_ASKED, "when: {}"),
    Defect(K.KEY_UNKNOWN, SCENARIOS, RIVER_ASKED, "when: {matter: a.b, area: c}"),
    Defect(K.COMMAND_FIELDS, SCENARIOS, RIVER_ASKED, "when: {appeal: {kind: praise}}"),
    Defect(K.COMMAND_FIELDS, SCENARIOS, RIVER_ASKED, step("{do: RouteSpecially}")),
    Defect(K.WRONG_CHOICE, SCENARIOS, RIVER_ASKED, step("{do: Dispatch}")),
    Defect(K.KEY_UNKNOWN, SCENARIOS, RIVER_ASKED, step("{do: SignFor, unit: hotline}")),
    Defect(K.KEY_UNKNOWN, SCENARIOS, RIVER_ASKED, step("{do: SignFor, refused: not-yours}")),
    Defect(K.KEY_MISSING, SCENARIOS, RIVER_ASKED, step("{try: SignFor}")),
    Defect(K.KEY_MISSING, SCENARIOS, RIVER_ASKED, step("{by: operator}")),
    Defect(K.WRONG_TYPE, SCENARIOS, RIVER_ASKED, step("SignFor")),
    Defect(K.WRONG_TYPE, SCENARIOS, RIVER_ASKED, step("{pass: a while}")),
    Defect(K.WRONG_CHOICE, SCENARIOS, RIVER_ASKED, step("{until: doomsday}")),
    Defect(
        K.WRONG_CHOICE,
        SCENARIOS,
        f"{RIVER_ASKED}\n  {RIVER_LED}",
        step("{do: RegisterAppeal}") + "\n  then: {appeal: {state: lost}}",
        (SCENARIOS, "state: lost"),
    ),
    Defect(
        K.KEY_UNKNOWN,
        SCENARIOS,
        f"{RIVER_ASKED}\n  {RIVER_LED}",
        step("{do: RegisterAppeal}") + "\n  then: {orders: [{leader: hotline}]}",
        (SCENARIOS, "leader: hotline"),
    ),
]
