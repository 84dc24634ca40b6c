# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where people's words lie: once, encrypted, and in no log, outbox, receipt or other table."""

import base64
import json
from uuid import UUID

import psycopg
import pytest

from jiesu.bootstrap.wiring import City
from jiesu.domain.appeals.messages import DispatchAppeal, RevealPersonal, WithdrawAppeal
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.taxonomy import Channel
from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import note, registration, reply, words
from tests.builders.bad_input import KEPT
from tests.builders.desk import Desk
from tests.builders.peek import PgPeek, check_whole
from tests.builders.people import PRIVACY, handler

NAME, PHONE, CARD = "欧阳铁柱", "13812345678", "110101199003070636"
ADDRESS, ACCOUNT = "青川区柳荫路8号院3号楼2单元501室", "010-66554433"
CANARIES = (NAME, PHONE, CARD, ADDRESS, ACCOUNT)
SECRETS = {
    "appellant": PrivateText(PrivateKind.NAME, NAME),
    "contact": PrivateText(PrivateKind.CONTACT, PHONE),
    "place": PrivateText(PrivateKind.PLACE, ADDRESS),
    "account": PrivateText(PrivateKind.ACCOUNT, ACCOUNT),
    "title": PrivateText(PrivateKind.TITLE, f"{NAME}反映停水"),
}
TOLD = f"我叫{NAME}，身份证号{CARD}，电话{PHONE}，座机{ACCOUNT}，住{ADDRESS}，家里停水三天了。"
REDACTED = {"redacted_copy"}


def spoken_of(desk: Desk) -> UUID:
    """Take an appeal with every canary through drafts, orders, notes, reports and a look."""
    contact_id, appeal_id = desk.ids.new(), desk.ids.new()
    account = SECRETS["account"]
    draft = SaveDraft(
        interaction_id=contact_id, channel=Channel.PHONE, words=words(TOLD), account=account
    )
    desk.do(draft)
    told = {"words": words(TOLD), "from_draft": True, "complained_officer": "agent-77", **SECRETS}
    desk.do(registration(desk.ids, appeal_id=appeal_id, interaction_id=contact_id, **told))
    desk.do(DispatchAppeal(appeal_id=appeal_id, unit="health-bureau", reason=note(TOLD)))
    order = desk.lead(appeal_id)
    someone = handler(order.unit)
    desk.do(SignFor(order_id=order.id), someone)
    desk.do(RecordFirstContact(order_id=order.id, note=note(TOLD)), someone)
    desk.do(ReportResult(order_id=order.id, report=reply(TOLD)), someone)
    desk.do(RevealPersonal(appeal_id=appeal_id, reason=note(TOLD)), PRIVACY)
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note(TOLD)))
    return appeal_id


def spellings(text: str) -> tuple[str, ...]:
    """Return how a text could stand in a row: plain, as bytes in hex, in base64, JSON-escaped."""
    data = text.encode()
    return text, data.hex(), base64.b64encode(data).decode()[:-4], json.dumps(text).strip('"')


def found(peek: PgPeek, canary: str, but: set[str]) -> list[str]:
    return [
        table
        for table in peek.tables()
        if table not in but
        for row in peek.rows_as_text(table)
        if any(spelling in row for spelling in spellings(canary))
    ]


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_personal_stands_readable_in_any_table(
    desk: Desk, peek: PgPeek, canary: str
) -> None:
    spoken_of(desk)
    assert len(peek.tables()) > 10
    assert found(peek, canary, but=REDACTED) == []


@pytest.mark.parametrize("canary", [PHONE, CARD, ACCOUNT, "3号楼2单元501室"])
def test_the_redacted_copy_holds_no_phone_number_identity_number_or_door(
    desk: Desk, peek: PgPeek, canary: str
) -> None:
    spoken_of(desk)
    copies = peek.rows_as_text("redacted_copy")
    assert any("停水三天" in copy for copy in copies)
    assert not any(canary in copy for copy in copies)


def test_names_contacts_and_addresses_have_no_copy_at_all(desk: Desk, peek: PgPeek) -> None:
    spoken_of(desk)
    kinds = {row["kind"] for row in peek.query("SELECT kind FROM redacted_copy")}
    assert kinds == {"words", "title", "reply", "note"}


def test_the_same_words_twice_leave_nothing_that_shows_they_are_the_same(
    desk: Desk, peek: PgPeek
) -> None:
    for _ in range(2):
        desk.registered(words=words(TOLD))
    digests = [e["data"]["words"]["digest"] for e in peek.entries() if "words" in e["data"]]
    ciphers = [r["ciphertext"] for r in peek.query("SELECT ciphertext FROM personal_item")]
    assert len(set(digests)) == len(set(ciphers)) == 2


def test_the_words_come_back_through_the_key_and_only_through_it(
    city: City, desk: Desk, peek: PgPeek
) -> None:
    for sent, kept in KEPT.values():
        appeal_id = desk.registered(words=words(sent))
        assert opened(city, peek, appeal_id) == [kept]


def opened(city: City, peek: PgPeek, owner: UUID) -> list[str]:
    key_rows = peek.query("SELECT wrapped FROM personal_key WHERE owner = %(o)s", o=owner)
    key = city.vault.unwrap(owner, bytes(key_rows[0]["wrapped"]))
    items = peek.query("SELECT * FROM personal_item WHERE owner = %(o)s ORDER BY id", o=owner)
    return [
        key.open(item["id"], PrivateKind(item["kind"]), bytes(item["ciphertext"])) for item in items
    ]


def test_after_erasure_not_one_row_of_the_person_is_left(
    city: City, desk: Desk, peek: PgPeek
) -> None:
    appeal_id = spoken_of(desk)
    contact_id = desk.appeal(appeal_id).interaction_id
    desk.erase(appeal_id)
    for owner in (appeal_id, contact_id):
        assert not any(peek.personal(owner).values())
        (key,) = peek.query("SELECT * FROM personal_key WHERE owner = %(o)s", o=owner)
        assert key["wrapped"] is None
        assert key["destroyed_at"] is not None
        with pytest.raises(JiesuError):
            city.vault.unwrap(owner, key["wrapped"])
    assert [found(peek, canary, but=set()) for canary in (*CANARIES, "停水三天")] == [[]] * 6
    check_whole(peek)


def test_the_blind_index_finds_a_phone_number_by_token_however_it_is_written(
    city: City, desk: Desk, peek: PgPeek
) -> None:
    written = ("138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８")
    for contact in written:
        desk.registered(contact=PrivateText(PrivateKind.CONTACT, contact))
    tokens = [bytes(r["token"]) for r in peek.query("SELECT token FROM blind_index")]
    assert len(tokens) == 3
    assert len(set(tokens)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET actor = 'somebody else'",
        "DELETE FROM log_entry",
        "UPDATE log_entry SET data = '{}'::jsonb WHERE version = 1",
    ],
)
def test_the_log_refuses_to_be_rewritten(desk: Desk, database: str, statement: str) -> None:
    desk.registered()
    with (
        psycopg.connect(database) as connection,
        pytest.raises(psycopg.DatabaseError, match="append-only"),
    ):
        connection.execute(statement.encode())


def test_the_log_refuses_to_be_emptied(desk: Desk, database: str) -> None:
    desk.registered()
    with (
        psycopg.connect(database) as connection,
        pytest.raises(psycopg.DatabaseError, match="append-only"),
    ):
        connection.execute("TRUNCATE log_entry")
