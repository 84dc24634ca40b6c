# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is said when words sound like an emergency. Nothing is ever held up for it."""

from dataclasses import dataclass
from datetime import date

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import Ground, ground_of
from jiesu.domain.taxonomy import SpecialRoute
from jiesu.domain.understanding import Understood, Urgency
from jiesu.kernel.text import Text
from jiesu.web.shared.offers import apart

_SCRIPT_ONLINE = "script.emergency_online"
_ALARM_WORDS = "words.emergency"


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is said about emergencies, by which rule, and the words that sound like one."""

    said: Text
    ground: Ground
    words: tuple[str, ...]

    def heard_in(self, text: str, understood: Understood) -> tuple[str, ...]:
        """Return the words of a text that sound like an emergency: the pack's, then the reader's.

        A reader that finds danger without a word for it is believed, too: its guess is named "…".
        """
        lower = text.lower()
        found = [word for word in self.words if word in lower]
        if understood.urgency.level is Urgency.DANGER:
            found += [*understood.urgency.words] or ["…"]
        return apart(found)


def emergency(policy: CityPolicy, today: date) -> Emergency:
    """Return what the pack has about emergencies; its own words for pages come first."""
    script = policy.appeals.routes[SpecialRoute.EMERGENCY].as_of(today)
    spoken = policy.texts.get(script.value, Text(script.value, script.value))
    listed = policy.texts.get(_ALARM_WORDS, Text("", ""))
    words = (*listed.zh.split(), *(word.replace("_", " ") for word in listed.en.lower().split()))
    said = policy.texts.get(_SCRIPT_ONLINE, spoken)
    return Emergency(said, ground_of(script.basis, policy), words)
