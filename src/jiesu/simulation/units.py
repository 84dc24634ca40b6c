# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Units at work: they sign, call the person, report; how soon depends on how diligent they are."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypedDict

from jiesu.domain.workorders.messages import (
    Ending,
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.simulation.agenda import Plan
from jiesu.simulation.scene import OPEN, OPERATORS, SHUT, Scene, handler_of
from jiesu.simulation.words import private

_DAY = 24 * 60.0  # minutes
_URGENT = {"h2", "h24"}
_NEVER_CALLS = 0.4  # of the slow ones
_WRITES = 0.09
_LOOKS_UP = 0.5  # the others were put through by the hotline
_DIALLING = 1.0  # minutes
_EARLIEST, _LATEST = 0.25, 0.9  # of the limit, at which a diligent unit reports
_LATE = (0.7, 1.5)  # the same of a slow one
_SOONEST = 12.0  # minutes from contact to report
_STOPS = 0.06  # of the poor results: the same facts again
_NOT_NOW = 0.12
_PUT_OFF = timedelta(days=30)


class _Closing(TypedDict, total=False):
    """How a unit's part ends, where it is not simply done."""

    ending: Ending
    written: PrivateText
    promised: date


def work(order: WorkOrder, now: Instant, scene: Scene) -> Iterator[Plan]:
    """Yield what is left to do for an order, each step with its time."""
    diligence, at = scene.diligent(order.unit, now), now
    good = scene.happens(diligence)
    calls = good or not scene.happens(_NEVER_CALLS)
    actor = handler_of(order.unit)
    if order.state is OrderState.ASSIGNED:
        at = _office(scene.later(at, 6, 150) if good else scene.later(at, 120, 780), order, scene)
        yield scene.plan(at, order.appeal_id, SignFor(order_id=order.id), actor)
        yield from _correspondence(order, at, scene)
    if order.state is not OrderState.CONTACTED and calls:
        span = (10, 8 * 60) if good else (8 * 60, 42 * 60)
        at = _office(scene.later(at, *_shortened(span, order)), order, scene)
        yield from _conversation(order, at, scene)
    met = calls or order.state is OrderState.CONTACTED
    at = max(at, _reporting(order, now, scene, good=good))
    yield _report(order, at, scene, good=good, met=met)


def _conversation(order: WorkOrder, at: Instant, scene: Scene) -> Iterator[Plan]:
    """Yield that the unit looks up how to reach the person, and speaks to them at ``at``."""
    voices, actor = scene.priors.voices, handler_of(order.unit)
    if scene.happens(_LOOKS_UP):
        reason = private(PrivateKind.NOTE, scene.scribe.line(voices.lookups))
        look = RevealContact(order_id=order.id, reason=reason)
        before = Instant(at - timedelta(minutes=_DIALLING))
        yield scene.plan(before, order.appeal_id, look, actor)
    note = private(PrivateKind.NOTE, scene.scribe.line(voices.contacts))
    command = RecordFirstContact(order_id=order.id, note=note)
    yield scene.plan(at, order.appeal_id, command, actor)


def _reporting(order: WorkOrder, now: Instant, scene: Scene, *, good: bool) -> Instant:
    """Return when the unit reports, measured by what is left of its limit."""
    share = scene.dice.uniform(*((_EARLIEST, _LATEST) if good else _LATE))
    left = max((order.handling_due - now).total_seconds() / 60, _DAY / 12)
    return _office(scene.later(now, left * share, left * share + 1), order, scene)


def _report(order: WorkOrder, at: Instant, scene: Scene, *, good: bool, met: bool) -> Plan:
    text = scene.scribe.good_report(order.matter or "", order.round)
    if not good:
        text = scene.scribe.line(scene.priors.voices.poor)
    command = ReportResult(
        order_id=order.id,
        report=private(PrivateKind.REPLY, text),
        no_contact=None if met else NoContactReason.NOT_REACHED,
        **({} if good else _closing(at, scene)),
    )
    at = scene.later(at, _SOONEST, 3 * _SOONEST)
    return scene.plan(at, order.appeal_id, command, handler_of(order.unit))


def _closing(at: Instant, scene: Scene) -> _Closing:
    """Return how a poor result ends: some say it comes again, some put it off to a day."""
    if scene.happens(_STOPS):
        stopped = scene.scribe.line(scene.priors.voices.stops)
        return {"ending": Ending.REPEAT, "written": private(PrivateKind.REPLY, stopped)}
    if scene.happens(_NOT_NOW):
        later = scene.policy.calendar.local_day(Instant(at + _PUT_OFF))
        return {"ending": Ending.NOT_YET, "promised": later}
    return {}


def _correspondence(order: WorkOrder, at: Instant, scene: Scene) -> Iterator[Plan]:
    """Yield a word between the hotline and the unit, now and then."""
    if not scene.happens(_WRITES):
        return
    voices = scene.priors.voices
    asked, answered = scene.later(at, 60, _DAY), scene.later(at, _DAY, 1.5 * _DAY)
    turns = (
        (asked, voices.to_unit, scene.dice.choice(OPERATORS)),
        (answered, voices.from_unit, handler_of(order.unit)),
    )
    for when, phrases, actor in turns:
        message = private(PrivateKind.NOTE, scene.scribe.line(phrases))
        command = SendMessage(order_id=order.id, message=message)
        yield scene.plan(_office(when, order, scene), order.appeal_id, command, actor)


def _office(at: Instant, order: WorkOrder, scene: Scene) -> Instant:
    """Return ``at``, or the next morning; what is urgent does not wait for the morning."""
    return at if order.limit_class in _URGENT else scene.within_hours(at, OPEN, SHUT)


def _shortened(span: tuple[float, float], order: WorkOrder) -> tuple[float, float]:
    """Return a span of minutes as it is for this order: what is urgent goes six times as fast."""
    return (span[0] / 6, span[1] / 6) if order.limit_class in _URGENT else span
