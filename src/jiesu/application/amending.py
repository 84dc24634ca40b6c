# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a sound pack may take the place of the one in force.

What was decided stays decided, so a pack that follows must know what its forerunners knew: it is
the same city's, its version never goes back, and nothing that orders may name is missing.
"""

from collections.abc import Iterable, Iterator
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


class CodesVanished(Trouble):
    """Codes of the pack in force are missing: orders, appeals, roles and the log may name them."""

    what = Text(
        "政策包缺少现行的代码：{codes}，未启用。",
        "The pack lacks codes of the one in force, so it is not used: {codes}.",
    )
    next_step = Text(
        "已用过的代码不能删除；撤销的单位请填写 until 和 successor，停用的时限类别写 null。",
        "A code once used stays; give a unit that ends its until and successor, and a class that "
        "ends the value null.",
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
        AnotherCity, OlderPack, CodesVanished: it may not.
    """
    if last is None:
        return
    check_stamp(policy, last)
    if before is None:
        return
    check_stamp(policy, before.identity.stamp)
    lost = [code for one, other in _codes(before, policy) for code in sorted(set(one) - set(other))]
    if lost:
        raise CodesVanished(codes=", ".join(lost))


def _codes(before: CityPolicy, after: CityPolicy) -> Iterator[tuple[Iterable[str], Iterable[str]]]:
    """Yield what appeals, orders and accounts name by code: in the one pack, and in the other."""
    yield before.organisation.units, after.organisation.units
    yield before.organisation.areas, after.organisation.areas
    yield before.catalogue.matters, after.catalogue.matters
    yield before.access.roles, after.access.roles
    yield before.orders.limits, after.orders.limits


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
