# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A notice is handed over once; a failure says whether to try again, and names nobody."""

import io
import json
import os
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
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

ID, OTHER_ID = UUID(int=1), UUID(int=2)
NOTICE = Message(
    "li.si@example.com", DeliveryChannel.EMAIL, "诉求已受理", "您的诉求已受理。\n案号 AH-1。", "zh"
)


def test_a_message_shows_neither_address_nor_words() -> None:
    assert repr(NOTICE) == "Message(email, zh, 17 characters)"


# ------------------------------------------------------------------------------- file, console


def test_a_notice_becomes_one_private_file(tmp_path: Path) -> None:
    FileTransport(tmp_path / "out").deliver(ID, NOTICE)
    file = tmp_path / "out" / f"{ID}.json"
    assert json.loads(file.read_text("utf-8")) == {
        "id": str(ID),
        "to": "li.si@example.com",
        "channel": "email",
        "subject": "诉求已受理",
        "body": "您的诉求已受理。\n案号 AH-1。",
        "language": "zh",
    }
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_repeated_notice_leaves_the_first_file(tmp_path: Path) -> None:
    transport = FileTransport(tmp_path)
    transport.deliver(ID, NOTICE)
    transport.deliver(ID, replace(NOTICE, body="other"))
    transport.deliver(OTHER_ID, NOTICE)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{ID}.json", f"{OTHER_ID}.json"]
    assert "案号" in (tmp_path / f"{ID}.json").read_text("utf-8")


def test_a_failed_write_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TemporaryDelivery, match="No space left"):
        FileTransport(tmp_path).deliver(ID, NOTICE)
    assert list(tmp_path.iterdir()) == []


def test_the_console_shows_a_notice_once() -> None:
    stream = io.StringIO()
    transport = ConsoleTransport(stream)
    transport.deliver(ID, NOTICE)
    transport.deliver(ID, NOTICE)
    assert stream.getvalue() == (
        f"[email] li.si@example.com · 诉求已受理 · {ID}\n您的诉求已受理。\n案号 AH-1。\n\n"
    )


def test_ids_are_remembered_without_growing_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiesu.adapters.notify.transports._REMEMBERED", 1)
    stream = io.StringIO()
    transport = ConsoleTransport(stream)
    for message_id in (ID, OTHER_ID, OTHER_ID, ID):
        transport.deliver(message_id, NOTICE)
    assert stream.getvalue().count("诉求已受理 ·") == 3


# ---------------------------------------------------------------------------------------- SMTP


class _MailServer(socketserver.ThreadingTCPServer):
    """A mail server on the loopback that answers as it is told and keeps what it accepts."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.answers: dict[str, str] = {}
        self.accepted: list[bytes] = []
        self.recipients: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: _MailServer

    def handle(self) -> None:
        self._say(self.server.answers.get("CONNECT", "220 ready"))
        while line := self.rfile.readline().decode("utf-8").strip():
            verb = line.split()[0].upper()
            if verb == "RCPT":
                self.server.recipients.append(line)
            answer = self.server.answers.get(verb, _USUAL.get(verb, "250 OK"))
            if answer == "HANG UP":
                return
            self._say(answer)
            if verb == "QUIT":
                return
            if answer.startswith("354"):
                self._take()

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        answer = self.server.answers.get("CONTENT", "250 accepted")
        if answer.startswith("250"):
            self.server.accepted.append(b"".join(lines))
        self._say(answer)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


_USUAL = {"EHLO": "250-here\r\n250 AUTH PLAIN", "DATA": "354 go on", "QUIT": "221 bye",
          "AUTH": "235 welcome"}  # fmt: skip


@pytest.fixture
def server() -> Iterator[_MailServer]:
    with _MailServer() as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


def _transport(server: _MailServer, user: str = "") -> SmtpTransport:
    return SmtpTransport(
        "127.0.0.1", server.port, "none", user, "secret", "接诉 <hotline@anhe.example>", 2.0
    )


def test_mail_arrives_whole(server: _MailServer) -> None:
    _transport(server).deliver(ID, NOTICE)
    mail = message_from_bytes(server.accepted[0])
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().replace("\r\n", "\n").strip() == NOTICE.body
    assert str(make_header(decode_header(mail["Subject"]))) == "诉求已受理"
    assert mail["To"] == "li.si@example.com"
    assert mail["Message-ID"] == f"<{ID}@anhe.example>"
    assert mail["Content-Language"] == "zh-CN"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_repeated_mail_is_sent_once(server: _MailServer) -> None:
    transport = _transport(server)
    transport.deliver(ID, NOTICE)
    transport.deliver(ID, NOTICE)
    transport.deliver(OTHER_ID, NOTICE)
    assert len(server.accepted) == 2


def test_a_user_logs_in(server: _MailServer) -> None:
    _transport(server, user="hotline").deliver(ID, NOTICE)
    assert len(server.accepted) == 1


@pytest.mark.parametrize(
    ("stage", "answer", "error", "reason"),
    [
        ("RCPT", "550 5.1.1 <li.si@example.com> unknown", PermanentDelivery, "SMTP 550 5.1.1"),
        ("RCPT", "450 4.2.1 <li.si@example.com> busy", TemporaryDelivery, "SMTP 450 4.2.1"),
        ("MAIL", "553 not you", PermanentDelivery, "SMTP 553"),
        ("MAIL", "452 disk full", TemporaryDelivery, "SMTP 452"),
        ("DATA", "451 later", TemporaryDelivery, "SMTP 451"),
        ("CONTENT", "554 5.7.1 spam", PermanentDelivery, "SMTP 554 5.7.1"),
        ("CONTENT", "421 going down", TemporaryDelivery, "SMTP 421"),
        ("MAIL", "HANG UP", TemporaryDelivery, "SMTPServerDisconnected"),
        ("CONNECT", "554 go away", TemporaryDelivery, "SMTP 554"),
    ],
)
def test_an_answer_is_permanent_or_temporary(
    server: _MailServer, stage: str, answer: str, error: type[Exception], reason: str
) -> None:
    server.answers[stage] = answer
    with pytest.raises(error) as failed:
        _transport(server).deliver(ID, NOTICE)
    assert failed.value.facts == {"reason": reason}  # type: ignore[attr-defined]
    assert "li.si" not in str(failed.value)


def test_a_refused_login_costs_no_notice(server: _MailServer) -> None:
    server.answers["AUTH"] = "535 5.7.8 wrong password"
    with pytest.raises(TemporaryDelivery, match="SMTP 535"):
        _transport(server, user="hotline").deliver(ID, NOTICE)


def test_a_failed_delivery_may_be_tried_again(server: _MailServer) -> None:
    transport = _transport(server)
    server.answers["RCPT"] = "450 busy"
    with pytest.raises(TemporaryDelivery):
        transport.deliver(ID, NOTICE)
    server.answers.clear()
    transport.deliver(ID, NOTICE)
    assert len(server.accepted) == 1


@pytest.mark.parametrize("farewell", ["421 too busy to say goodbye", "HANG UP"])
def test_an_accepted_mail_stays_accepted_whatever_the_farewell(
    server: _MailServer, farewell: str
) -> None:
    server.answers["QUIT"] = farewell
    _transport(server).deliver(ID, NOTICE)
    assert len(server.accepted) == 1


def test_a_server_without_tls_gets_nothing_when_tls_is_asked(server: _MailServer) -> None:
    with pytest.raises(TemporaryDelivery, match="SMTPNotSupportedError"):
        replace(_transport(server), tls="starttls").deliver(ID, NOTICE)
    assert server.accepted == []


def test_an_absent_server_is_temporary() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        transport = SmtpTransport("127.0.0.1", unused.getsockname()[1], "none", "", "", "a@b.cn")
        with pytest.raises(TemporaryDelivery, match="ConnectionRefusedError"):
            transport.deliver(ID, NOTICE)


def test_a_silent_server_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        transport = SmtpTransport("127.0.0.1", port, "none", "", "", "a@b.cn", 0.1)
        started = time.perf_counter()
        with pytest.raises(TemporaryDelivery):
            transport.deliver(ID, NOTICE)
        assert time.perf_counter() - started < 5.0


@pytest.mark.parametrize(
    "address",
    ["", "li.si", "@", "li si@example.com", "a@b.cn\r\nBcc: x@y.cn", "a@b.cn, c@d.cn", "<a@b.cn>"],
)
def test_what_is_no_address_is_permanent(server: _MailServer, address: str) -> None:
    with pytest.raises(PermanentDelivery, match="not a valid address"):
        _transport(server).deliver(ID, replace(NOTICE, to=address))
    assert server.recipients == []


def test_an_address_the_server_cannot_take_is_permanent(server: _MailServer) -> None:
    with pytest.raises(PermanentDelivery):
        _transport(server).deliver(ID, replace(NOTICE, to="李四@example.com"))


def test_a_subject_cannot_smuggle_in_headers(server: _MailServer) -> None:
    _transport(server).deliver(ID, replace(NOTICE, subject="hello\r\nBcc: x@y.cn"))
    assert len(server.recipients) == 1
    assert message_from_bytes(server.accepted[0])["Bcc"] is None


@pytest.mark.parametrize("channel", [c for c in DeliveryChannel if c != "email"])
def test_mail_carries_only_mail(server: _MailServer, channel: DeliveryChannel) -> None:
    with pytest.raises(PermanentDelivery, match=channel.value):
        _transport(server).deliver(ID, replace(NOTICE, channel=channel))
