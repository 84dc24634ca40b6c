# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The guided tour of ``jiesu tour``: one appeal through the gate, then its timeline."""

from typing import TYPE_CHECKING

from jiesu.cli.case import print_timeline

if TYPE_CHECKING:
    from uuid import UUID

    from jiesu.bootstrap.settings import Settings
    from jiesu.bootstrap.wiring import City
    from jiesu.domain.access import Actor

_WORDS = "我们小区三号楼的电梯已经停了四天，老人上不了楼，物业电话没人接。联系电话13800138000。"
_REPORT = "已督促物业更换电梯主板，电梯恢复运行，并当面告知诉求人。"


def walk_through(settings: "Settings") -> str:
    """Register, dispatch, sign for, contact, report; print the timeline; return the case number."""
    from jiesu.application.showing import show_case
    from jiesu.bootstrap.wiring import open_city
    from jiesu.domain.access import Actor

    city = open_city(settings)
    try:
        number = _walk(city)
        today = city.policy.calendar.local_day(city.clock.now())
        timeline = show_case(number, Actor("demo", "auditor"), city.reader, city.policy, today)
        print_timeline(timeline, [], settings.language)
    finally:
        city.close()
    return timeline.number


def _walk(city: "City") -> str:
    from jiesu.domain.access import Actor
    from jiesu.domain.appeals.messages import DispatchAppeal

    operator = Actor("demo", "operator")
    appeal_id, number = _register(city, operator)
    city.gate.handle(DispatchAppeal(appeal_id=appeal_id), operator)
    case = city.reader.find(number)
    for order in case.orders if case else ():
        _handle(city, order.id, Actor("demo", "handler", order.unit))
    return number


def _register(city: "City", operator: "Actor") -> "tuple[UUID, str]":
    from jiesu.domain.appeals.messages import RegisterAppeal
    from jiesu.domain.taxonomy import AppealKind, Channel
    from jiesu.kernel.private import PrivateKind, PrivateText

    command = RegisterAppeal(
        appeal_id=city.ids.new(),
        interaction_id=city.ids.new(),
        kind=AppealKind.COMPLAINT,
        channel=Channel.PHONE,
        words=PrivateText(PrivateKind.WORDS, _WORDS),
        contact=PrivateText(PrivateKind.CONTACT, "13800138000"),
        matter="housing.property.service",
        area="qc-liuyin",
    )
    receipt = city.gate.handle(command, operator)
    return command.appeal_id, receipt.number or ""


def _handle(city: "City", order_id: "UUID", handler: "Actor") -> None:
    from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
    from jiesu.kernel.private import PrivateKind, PrivateText

    report = PrivateText(PrivateKind.REPLY, _REPORT)
    for command in (
        SignFor(order_id=order_id),
        RecordFirstContact(order_id=order_id),
        ReportResult(order_id=order_id, report=report),
    ):
        city.gate.handle(command, handler)
