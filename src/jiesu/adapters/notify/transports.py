# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where a notice leaves the house. The outbox says what is still owed; a transport only carries it.

A transport is told the message's id and treats a repeat of it as done. A failure says whether to
try again; it never repeats the address or the words, since it ends up in lists people read.
"""

import json
import os
import re
import smtplib
import ssl
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Literal, Protocol, TextIO
from uuid import UUID

from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Language, Text

_REMEMBERED = 10_000
_PERMANENT = 500
_ENHANCED_STATUS = re.compile(rb"^\s*([245]\.\d{1,3}\.\d{1,3})\b")


class DeliveryChannel(StrEnum):
    """By what way a notice reaches a person."""

    SMS = "sms"  # 短信
    EMAIL = "email"  # 电子邮件
    LETTER = "letter"  # 信函
    NONE = "none"  # 不通知


@dataclass(frozen=True, slots=True)
class Message:
    """通知: one notice to one person. Personal: its ``repr`` shows neither address nor words."""

    to: str
    channel: DeliveryChannel
    subject: str
    body: str
    language: Language

    def __repr__(self) -> str:
        return f"Message({self.channel.value}, {self.language}, {len(self.body)} characters)"


class PermanentDelivery(Trouble):
    """A notice cannot be delivered as it is; trying again would fail the same way."""

    what = Text("通知无法送达（{reason}）。", "The notice cannot be delivered ({reason}).")
    next_step = Text(
        "请核对联系方式，或改用其他通知方式。",
        "Check the contact details, or notify the person another way.",
    )


class TemporaryDelivery(Trouble):
    """A notice could not be delivered now; it stays owed and is tried again."""

    what = Text("通知暂未送达（{reason}）。", "The notice could not be delivered yet ({reason}).")
    next_step = Text(
        "系统会自动重试；如持续失败，请检查邮件服务器及其设置。",
        "It is tried again by itself; if it keeps failing, check the mail server and its settings.",
    )


class Transport(Protocol):
    """Carries notices of one kind."""

    def deliver(self, message_id: UUID, message: Message) -> None:
        """Hand ``message`` over; doing so again with the same id changes nothing.

        Raises:
            PermanentDelivery: it can never be delivered as it is.
            TemporaryDelivery: it may be delivered later.
        """
        ...


class _Remembered:
    """The ids of the latest messages, so that a repeat is seen without growing for ever."""

    def __init__(self) -> None:
        self._ids: OrderedDict[UUID, None] = OrderedDict()

    def __contains__(self, message_id: UUID) -> bool:
        return message_id in self._ids

    def add(self, message_id: UUID) -> None:
        self._ids[message_id] = None
        if len(self._ids) > _REMEMBERED:
            self._ids.popitem(last=False)


class FileTransport:
    """Leaves each notice as a file of its own, for other programs or for tests to pick up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message_id: UUID, message: Message) -> None:
        """Write ``<id>.json``, whole or not at all, for the owner of the process alone."""
        target = self._folder / f"{message_id}.json"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not target.exists():
                self._write(target, _as_json(message_id, message))
        except OSError as error:
            raise TemporaryDelivery(reason=error.strerror) from None

    def _write(self, target: Path, content: str) -> None:
        handle, beside = tempfile.mkstemp(prefix=".", dir=self._folder)  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


class ConsoleTransport:
    """Prints each notice, for demonstrations and development; a repeat within one run is silent."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._done = _Remembered()

    def deliver(self, message_id: UUID, message: Message) -> None:
        """Print the notice."""
        if message_id in self._done:
            return
        heading = f"[{message.channel.value}] {message.to} · {message.subject} · {message_id}"
        self._stream.write(f"{heading}\n{message.body}\n\n")
        self._stream.flush()
        self._done.add(message_id)


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Hands e-mail to a mail server.

    A repeat within one run is not sent again; across runs the ``Message-ID`` made from the id lets
    the receiving side drop it. Only an answer about this very message (5xx to sender, recipient or
    content) is permanent: a refused login or connection is our own set-up and stays temporary, so
    that a wrong password costs no notice. The server adds ``Date`` (RFC 6409, section 8.1).
    """

    host: str
    port: int
    tls: Literal["none", "starttls", "implicit"]
    user: str
    password: str = field(repr=False)
    sender: str
    timeout_seconds: float = 20.0
    _done: _Remembered = field(init=False, repr=False, default_factory=_Remembered)

    def deliver(self, message_id: UUID, message: Message) -> None:
        """Send the notice by e-mail; other channels are refused."""
        if message_id in self._done:
            return
        if message.channel is not DeliveryChannel.EMAIL:
            raise PermanentDelivery(reason=f"not an e-mail but {message.channel.value}")
        mail = self._mail(message_id, message)
        with self._connected() as server:
            _send(server, mail)
        self._done.add(message_id)

    def _mail(self, message_id: UUID, message: Message) -> EmailMessage:
        mail = EmailMessage()
        try:
            mail["From"] = self.sender
            mail["To"] = Address(addr_spec=message.to)
            mail["Subject"] = " ".join(message.subject.split())
        except (MessageError, ValueError, IndexError):  # IndexError: the parser met an empty part
            raise PermanentDelivery(reason="not a valid address") from None
        mail["Message-ID"] = f"<{message_id}@{mail['From'].addresses[0].domain or 'localhost'}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply, please
        mail.set_content(message.body, cte="base64")  # takes away Content-… headers set before
        mail["Content-Language"] = "zh-CN" if message.language == "zh" else "en"
        return mail

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Yield a connection that is logged in; whatever fails on the way is temporary."""
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise TemporaryDelivery(reason=_reason(error)) from None
        try:
            yield server
        finally:
            # What was accepted stays accepted, however the farewell goes.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_seconds, context=context)
            if self.tls == "implicit"
            else smtplib.SMTP(self.host, self.port, timeout=self.timeout_seconds)
        )
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def _send(server: smtplib.SMTP, mail: EmailMessage) -> None:
    """Send ``mail``, telling answers that stay from those that may change."""
    try:
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _refused(code, answer) from None
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError:
        raise PermanentDelivery(reason="the server takes no such address") from None
    except (OSError, smtplib.SMTPException) as error:
        raise TemporaryDelivery(reason=_reason(error)) from None


def _refused(code: int, answer: bytes | str) -> PermanentDelivery | TemporaryDelivery:
    """Return the error for a server's answer, without its text: that often quotes the address."""
    raw = answer if isinstance(answer, bytes) else answer.encode("ascii", "replace")
    status = _ENHANCED_STATUS.match(raw)
    reason = f"SMTP {code} {status[1].decode()}" if status else f"SMTP {code}"
    return (
        PermanentDelivery(reason=reason) if code >= _PERMANENT else TemporaryDelivery(reason=reason)
    )


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"SMTP {error.smtp_code}"
    return type(error).__name__


def _as_json(message_id: UUID, message: Message) -> str:
    content = {
        "id": str(message_id),
        "to": message.to,
        "channel": message.channel.value,
        "subject": message.subject,
        "body": message.body,
        "language": message.language,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
