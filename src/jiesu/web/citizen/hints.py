# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the words of an appeal suggest: an emergency, a matter. Only hints; nothing is decided."""

from dataclasses import dataclass
from datetime import date

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import Ground, ground_of
from jiesu.domain.taxonomy import Matter, SpecialRoute
from jiesu.kernel.text import Text

_MOST_MATTERS = 3
_SCRIPT_ONLINE = "script.emergency_online"
_ALARM_WORDS = "words.emergency"


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is said about emergencies, by which rule, and the words that sound like one."""

    said: Text
    ground: Ground
    words: tuple[str, ...]

    def heard_in(self, text: str) -> bool:
        """Return whether a text sounds like an emergency; it is never held up for that."""
        lower = text.lower()
        return any(word in lower for word in self.words)


def emergency(policy: CityPolicy, today: date) -> Emergency:
    """Return what the pack has about emergencies; its own words for pages come first."""
    script = policy.appeals.routes[SpecialRoute.EMERGENCY].as_of(today)
    spoken = policy.texts.get(script.value, Text(script.value, script.value))
    listed = policy.texts.get(_ALARM_WORDS, Text("", ""))
    words = (*listed.zh.split(), *(word.replace("_", " ") for word in listed.en.lower().split()))
    said = policy.texts.get(_SCRIPT_ONLINE, spoken)
    return Emergency(said, ground_of(script.basis, policy), words)


def likely_matters(policy: CityPolicy, text: str, place: str = "") -> list[Matter]:
    """Return the matters whose words occur most in a text, at most three; often none."""
    lower = f"{text} {place}".lower()
    counted = [
        (sum(word.lower() in lower for word in matter.words), matter)
        for matter in policy.catalogue.matters.values()
        if matter.words and policy.catalogue.is_leaf(matter.code)
    ]
    found = sorted((pair for pair in counted if pair[0]), key=lambda pair: -pair[0])
    return [matter for _, matter in found[:_MOST_MATTERS]]
