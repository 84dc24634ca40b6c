# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu log`` and ``jiesu audit`` over a town lived in long before today."""

import json
from pathlib import Path

import psycopg
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.cli import log
from jiesu.cli.audit import audit
from jiesu.cli.rooms import console_account
from jiesu.domain.access import NotPermitted
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.taxonomy import Channel
from jiesu.domain.workorders.case import NoSuchCase
from jiesu.kernel.errors import JiesuError
from tests.builders.appeals import words
from tests.builders.desk import MASTER_KEY
from tests.builders.logged import Town
from tests.builders.town import DAY

app = typer.Typer()
app.add_typer(log.app)
app.command()(audit)


@pytest.fixture
def settled(own_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town of one's own, named by the environment."""
    key = tmp_path / "master.key"
    create_key_file(key, lambda size: MASTER_KEY[:size])
    monkeypatch.setenv("DATABASE_URL", own_town.dsn)
    monkeypatch.setenv("JIESU_MASTER_KEY_FILE", str(key))
    monkeypatch.setenv("JIESU_HOME", str(tmp_path))
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    return own_town


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_sealing_verifying_and_proving_from_the_command_line(settled: Town, tmp_path: Path) -> None:
    sealed = json.loads(run("log", "seal", "--json").stdout)
    assert sealed[0]["entries"] > 0
    assert "Every day up to yesterday is sealed." in run("log", "seal").stdout

    root = f"{sealed[0]['day']}={sealed[0]['root']}"
    checked = run("log", "verify", "--rows", "--personal", "--root", root)
    assert (checked.exit_code, "Sound" in checked.stdout) == (0, True)

    with settled.city.pool.connection() as connection:
        row = connection.execute("SELECT number FROM appeal WHERE state = 'handled'").fetchone()
    assert row is not None
    file = tmp_path / "proof.json"
    assert (
        root.split("=", maxsplit=1)[0] not in run("log", "prove", row[0], "--out", str(file)).stdout
    )
    held = run("log", "check-proof", str(file))
    assert (held.exit_code, DAY.isoformat() in held.stdout) == (0, True)
    file.write_text(file.read_text(encoding="utf-8").replace("phone", "web"), encoding="utf-8")
    broken = run("log", "check-proof", str(file), "--json")
    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["sound"] is False


def test_a_changed_byte_makes_verify_fail_and_name_it(settled: Town) -> None:
    run("log", "seal")
    with psycopg.connect(settled.superuser) as hand:
        hand.execute("SET LOCAL session_replication_role = replica")
        hand.execute("UPDATE log_entry SET actor = 'x' || actor WHERE seq = 9")
    said = run("log", "verify")
    assert said.exit_code == 1
    assert "(seq 9): body must be" in said.stdout
    told = json.loads(run("log", "verify", "--json").stdout)
    assert [(f["table"], f["seq"], f["column"]) for f in told["findings"]] == [
        ("log_entry", 9, "body")
    ]


def test_audit_prints_the_equation_and_fails_when_it_does_not_hold(settled: Town) -> None:
    sound = run("audit", DAY.isoformat())
    assert (sound.exit_code, "difference 0" in sound.stdout) == (0, True)
    with psycopg.connect(settled.superuser) as hand:
        hand.execute("DELETE FROM appeal WHERE state = 'routed'")
    lost = run("audit", DAY.isoformat(), "--json")
    told = json.loads(lost.stdout)
    assert lost.exit_code == 1
    assert (told["rows"]["difference"], told["log"]["difference"]) == (1, 0)
    assert {each["doubt"] for each in told["listed"]} >= {"unexplained", "disagreeing"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "yesterday"),
        ("log", "seal", "--day", "2026-13-01"),
        ("log", "verify", "--root", "abc"),
        ("log", "verify", "--root", "2026-03-10="),
        ("log", "verify", "--root", "2026-03-10=abc"),
        ("log", "verify", f"--root=2026-03-10={'a' * 64}", f"--root=20260310={'b' * 64}"),
        ("log", "check-proof", "/nowhere"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(arguments: tuple[str, ...]) -> None:
    with pytest.raises(JiesuError):
        run(*arguments)


def test_a_file_of_endless_brackets_is_no_proof(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(log.NotAProof):
        run("log", "check-proof", str(file))


def test_a_root_known_from_elsewhere_for_a_day_without_a_seal_is_a_finding(settled: Town) -> None:
    run("log", "seal")
    said = run("log", "verify", "--root", f"2020-01-01={'a' * 64}")
    assert (said.exit_code, "seal 2020-01-01" in said.stdout) == (1, True)


def test_a_proof_that_cannot_be_written_says_so(settled: Town, tmp_path: Path) -> None:
    with settled.city.pool.connection() as connection:
        row = connection.execute("SELECT number FROM appeal LIMIT 1").fetchone()
    assert row is not None
    with pytest.raises(log.UnwritableProof):
        run("log", "prove", row[0], "--out", str(tmp_path / "nowhere" / "proof.json"))


def test_no_proof_is_made_for_whom_the_case_or_its_contact_complains_of(settled: Town) -> None:
    desk, contact = settled.desk, settled.desk.ids.new()
    draft = SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words())
    desk.do(draft)
    about_nobody = desk.registered(interaction_id=contact, from_draft=True)
    complaint = desk.registered(
        interaction_id=contact, from_draft=True, complained_officer=console_account()
    )
    run("log", "prove", desk.appeal(desk.registered()).number)
    for appeal in (about_nobody, complaint):
        with pytest.raises(NoSuchCase):
            run("log", "prove", desk.appeal(appeal).number)


@pytest.mark.parametrize(
    "arguments",
    [
        ("log", "seal"),
        ("log", "verify"),
        ("log", "prove", "261122000010060"),
        ("audit", "2026-03-09"),
    ],
)
def test_a_role_without_the_right_is_refused_at_the_door(
    settled: Town, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(NotPermitted):
        run(*arguments, "--as", "operator")
