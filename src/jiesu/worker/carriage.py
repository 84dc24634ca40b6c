# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From a notice to the transport that takes it: which address, which channel, what went wrong."""

import re
from typing import TextIO
from uuid import UUID

from jiesu.adapters.notify.transports import (
    ConsoleTransport,
    DeliveryChannel,
    FileTransport,
    Message,
    PermanentDelivery,
    SmtpTransport,
    TemporaryDelivery,
    Transport,
)
from jiesu.adapters.personal.contacts import normalise_email, normalise_phone
from jiesu.application.notices import Carry, Notice, Undelivered
from jiesu.bootstrap.settings import Settings

_BETWEEN = re.compile(r"[\s,;/|，；、。（）()]+")

Address = tuple[DeliveryChannel, str]


def address_in(contact: str) -> Address | None:
    """Return where contact details can be reached: the first e-mail address, else phone number."""
    parts = [contact, *_BETWEEN.split(contact)]
    for channel, normalise in (
        (DeliveryChannel.EMAIL, normalise_email),
        (DeliveryChannel.SMS, normalise_phone),
    ):
        found = next(filter(None, map(normalise, parts)), None)
        if found is not None:
            return channel, found
    return None


def transport_of(settings: Settings, console: TextIO) -> Transport:
    """Return the transport the settings choose."""
    match settings.notify:
        case "file":
            return FileTransport(settings.mail_folder)
        case "console":
            return ConsoleTransport(console)
        case "smtp":
            return SmtpTransport(
                host=settings.smtp_host,
                port=settings.smtp_port,
                tls=settings.smtp_tls,
                user=settings.smtp_user,
                password=_password(settings),
                sender=settings.smtp_from,
            )


def carrier(transport: Transport) -> Carry:
    """Return the courier's view of a transport: it reads addresses, and failures are values."""

    def carry(message_id: UUID, notice: Notice) -> Undelivered | None:
        address = address_in(notice.contact)
        if address is None:
            return Undelivered(True, "no usable address")
        channel, to = address
        message = Message(to, channel, notice.subject, notice.body, notice.language)
        try:
            transport.deliver(message_id, message)
        except PermanentDelivery as error:
            return Undelivered(True, str(error.facts["reason"]))
        except TemporaryDelivery as error:
            return Undelivered(False, str(error.facts["reason"]))
        return None

    return carry


def _password(settings: Settings) -> str:
    if settings.smtp_password_file is None:
        return ""
    return settings.smtp_password_file.read_text(encoding="utf-8").strip()
