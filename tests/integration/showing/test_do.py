# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu do`` answers alike for a case that is not there and for one that is hidden."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.postgres.server import Dsn
from jiesu.application.doors import BadField, UnknownField
from jiesu.cli.case import do
from jiesu.cli.rooms import console_account
from jiesu.domain.access import NotPermitted, NotYours
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.ids import case_number, spoken_case_number
from tests.builders.desk import MASTER_KEY, Desk, city_desk
from tests.builders.town import DAY

NOBODYS = case_number(DAY, 9_999_998)

app = typer.Typer()
app.command()(do)


@pytest.fixture
def desk(database: Dsn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    create_key_file(tmp_path / "master.key", lambda _size: MASTER_KEY)
    monkeypatch.setenv("JIESU_MASTER_KEY_FILE", str(tmp_path / "master.key"))
    monkeypatch.setenv("JIESU_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database)
    city, desk = city_desk(database)
    yield desk
    city.close()


def jiesu_do(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refusal(kind: type[JiesuError], *arguments: str) -> str:
    with pytest.raises(kind) as refused:
        jiesu_do(*arguments)
    return refused.value.explain("en")


def test_a_case_is_named_by_its_number(desk: Desk) -> None:
    number = desk.appeal(desk.registered()).number
    assert "AppealDispatched" in jiesu_do("DispatchAppeal", f"case={number}").stdout


@pytest.mark.parametrize(
    ("kind", "role"), [(NotYours, "operator"), (NotPermitted, "handler@qc-liuyin")]
)
def test_for_the_accused_a_hidden_number_reads_like_one_that_nobody_has(
    desk: Desk, kind: type[JiesuError], role: str
) -> None:
    appeal = desk.appeal(desk.registered(complained_officer=console_account()))
    hidden = refusal(kind, "DispatchAppeal", f"case={appeal.number}", "--as", role)
    absent = refusal(kind, "DispatchAppeal", f"case={NOBODYS}", "--as", role)
    shown, other = spoken_case_number(appeal.number), spoken_case_number(NOBODYS)
    assert hidden.replace(shown, "…") == absent.replace(other, "…")
    assert str(appeal.id) not in hidden


def test_a_command_that_begins_a_case_takes_no_number_of_one(desk: Desk) -> None:
    number = desk.appeal(desk.registered()).number
    for each in (number, NOBODYS):
        refusal(UnknownField, "RegisterAppeal", f"case={each}", "kind=inquiry", "channel=phone")


def test_an_id_that_is_none_is_a_wrong_field(desk: Desk) -> None:
    refusal(BadField, "DispatchAppeal", "appeal_id=x")
