# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The scenarios of a pack played on cities in memory: real gate, real ciphers, no database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import shake_256
from itertools import count

from jiesu.adapters.packs import load_pack, read_scenarios_of
from jiesu.adapters.packs.scenarios import Scenario
from jiesu.adapters.personal.store import VaultStore
from jiesu.adapters.personal.vault import KEY_SIZE, Vault
from jiesu.adapters.text.redact import redact
from jiesu.application.catalogue import PERMISSIONS
from jiesu.application.policy import CityPolicy
from jiesu.application.ports import PersonalStore
from jiesu.application.rehearsal.backstage import SetClock
from jiesu.application.rehearsal.playing import play
from jiesu.application.rehearsal.script import Finding
from jiesu.kernel.errors import NotFound
from jiesu.kernel.ids import Ids, Uuid7Source
from jiesu.kernel.text import Text


class NoSuchScenario(NotFound):
    """No scenario of the pack shows that article."""

    what = Text("没有场景对应“{only}”。", 'No scenario shows "{only}".')
    next_step = Text("可选的文件和条款：{known}。", "There are: {known}.")


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario and what did not come as it says."""

    scenario: Scenario
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Return whether everything came as expected."""
        return not self.findings


def rehearse(name_or_path: str, only: str | None = None) -> Iterator[Played]:
    """Play the scenarios of a pack; ``only`` those of an instrument, article or both.

    Raises:
        UnknownPack, BrokenPack: see ``load_pack``.
        NoSuchScenario: none is about ``only``.
    """
    policy = load_pack(name_or_path, known_permissions=PERMISSIONS)
    scenarios = read_scenarios_of(name_or_path)
    chosen = [each for each in scenarios if only is None or is_about(each, only)]
    if only is not None and not chosen:
        known = sorted({f"{s.citation.instrument}/{s.citation.article}" for s in scenarios})
        raise NoSuchScenario(only=only, known=", ".join(known) or "-")
    return (rehearse_one(each, policy) for each in chosen)


def rehearse_one(scenario: Scenario, policy: CityPolicy) -> Played:
    """Play one scenario under a policy."""
    return Played(scenario, play(scenario.script, policy, make))


def is_about(scenario: Scenario, only: str) -> bool:
    """Return whether a scenario shows ``instrument``, ``article`` or ``instrument/article``."""
    cited = scenario.citation
    return only in {cited.instrument, cited.article, f"{cited.instrument}/{cited.article}"}


def make(clock: SetClock) -> tuple[Ids, PersonalStore]:
    """Return ids and ciphers that are the same in every run; they protect nobody."""
    entropy = _repeated()
    vault = Vault(entropy(KEY_SIZE), entropy)
    return Uuid7Source(clock, entropy), VaultStore(
        vault, lambda text: redact(text).text, lambda _: ()
    )


def _repeated() -> Callable[[int], bytes]:
    calls = count()
    return lambda size: shake_256(f"rehearsal/{next(calls)}".encode()).digest(size)
