# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import io
from pathlib import Path
from uuid import UUID

import pytest

from jiesu.adapters.notify.transports import (
    ConsoleTransport,
    DeliveryChannel,
    FileTransport,
    Message,
    PermanentDelivery,
    SmtpTransport,
    TemporaryDelivery,
)
from jiesu.application.notices import Notice, Undelivered
from jiesu.bootstrap.settings import Settings
from jiesu.worker.carriage import address_in, carrier, transport_of

EMAIL, SMS = DeliveryChannel.EMAIL, DeliveryChannel.SMS


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("13800138000", (SMS, "13800138000")),
        ("手机：138 0013 8000", (SMS, "13800138000")),
        ("王先生 13800138000", (SMS, "13800138000")),
        ("Wang@Example.org", (EMAIL, "wang@example.org")),
        ("13800138000，wang@example.org", (EMAIL, "wang@example.org")),
        ("微信同名", None),
        ("", None),
    ],
)
def test_contact_details_are_read_for_an_address(contact: str, address: object) -> None:
    assert address_in(contact) == address


class Failing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def deliver(self, message_id: UUID, message: Message) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (PermanentDelivery(reason="SMTP 550"), Undelivered(True, "SMTP 550")),
        (TemporaryDelivery(reason="SMTP 451"), Undelivered(False, "SMTP 451")),
    ],
)
def test_a_transport_s_failure_says_whether_to_try_again(
    error: Exception, outcome: Undelivered
) -> None:
    notice = Notice("13800138000", "s", "b", "zh")
    assert carrier(Failing(error))(UUID(int=1), notice) == outcome


def test_contact_details_nobody_can_use_are_given_up_visibly() -> None:
    stream = io.StringIO()
    notice = Notice("微信同名", "s", "b", "zh")
    outcome = carrier(ConsoleTransport(stream))(UUID(int=1), notice)
    assert outcome == Undelivered(True, "no usable address")
    assert stream.getvalue() == ""


def test_the_settings_choose_the_transport(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("hidden\n", encoding="utf-8")
    smtp = {"notify": "smtp", "smtp_host": "mail.example.org", "smtp_from": "a@example.org"}
    console = io.StringIO()
    assert isinstance(transport_of(Settings(), console), FileTransport)
    assert isinstance(transport_of(Settings(notify="console"), console), ConsoleTransport)
    chosen = transport_of(Settings(**smtp, smtp_password_file=secret), console)
    assert isinstance(chosen, SmtpTransport)
    assert chosen.password == "hidden"
