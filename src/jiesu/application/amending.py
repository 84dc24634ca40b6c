# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a sound pack may take the place of the one in force.

What was decided stays decided, so a pack that follows must know what its forerunners knew: it is
the same city's, its version never goes back, and no unit that orders may name is missing.
"""

from typing import NamedTuple

from jiesu.application.policy import CityPolicy
from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Text


class AnotherCity(Trouble):
    """The log holds entries of one city, and this is the pack of another."""

    what = Text(
        "数据属于政策包“{before}”的城市，不能改用“{after}”。",
        'The log is that of "{before}"; the pack "{after}" is another city\'s.',
    )
    next_step = Text(
        "请改回原来的政策包，或为另一个城市使用新的数据库。",
        "Use the city's own pack, or another database for another city.",
    )


class OlderPack(Trouble):
    """The version is lower than one that decisions have been made under."""

    what = Text(
        "已有决定适用政策包 {before} 版，{after} 版更旧，未启用。",
        "Decisions were made under version {before} of the pack; {after} is older and is not used.",
    )
    next_step = Text(
        "要恢复旧的内容，请给它一个更高的版本号。",
        "To go back to what it said, give that a higher version number.",
    )


class UnitsVanished(Trouble):
    """Units of the pack in force are missing: orders, roles and the log may name them."""

    what = Text(
        "政策包缺少现行的承办单位：{units}，未启用。",
        "The pack lacks units of the one in force, so it is not used: {units}.",
    )
    next_step = Text(
        "已用过的代码不能删除；撤销的单位请填写 until 和 successor。",
        "A code once used stays; give a unit that ends its until and successor.",
    )


class Stamp(NamedTuple):
    """What a log entry names of the pack it was decided under: ``example@1.0.0+3f2a9c11``."""

    id: str
    version: str
    digest: str


def stamp_from_text(text: str) -> Stamp:
    """Return the stamp written as ``text``."""
    id_, _, rest = text.partition("@")
    version, _, digest = rest.partition("+")
    return Stamp(id_, version, digest)


def check_stamp(policy: CityPolicy, last: str | None) -> None:
    """Let pass a pack that may follow what the newest log entry names; None is an empty log.

    Raises:
        AnotherCity, OlderPack: it may not.
    """
    if last is None:
        return
    before, after = stamp_from_text(last), policy.identity
    if before.id != after.id:
        raise AnotherCity(before=before.id, after=after.id)
    if _numbers(after.version) < _numbers(before.version):
        raise OlderPack(before=before.version, after=after.version)


def check_heir(policy: CityPolicy, before: CityPolicy | None, last: str | None) -> None:
    """Let pass a pack that may take the place of ``before``, the one that was in force.

    While nothing has been decided (``last`` is None), every sound pack may: one is being written.

    Raises:
        AnotherCity, OlderPack, UnitsVanished: it may not.
    """
    if last is None:
        return
    check_stamp(policy, last)
    if before is None:
        return
    check_stamp(policy, before.identity.stamp)
    lost = sorted(set(before.organisation.units) - set(policy.organisation.units))
    if lost:
        raise UnitsVanished(units=", ".join(lost))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
