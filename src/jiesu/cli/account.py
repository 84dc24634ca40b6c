# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu account``: open accounts, lock and unlock them, give a new password."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.cli.rooms import Json, console_account
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.bootstrap.desks import AccountDesk
    from jiesu.kernel.text import Language

app = typer.Typer(name="account", help="Who may sign in to the pages.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="What the person types to sign in.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it, once.")]

_SAID = {
    "password": Text("密码", "Password"),
    "again": Text("再输一遍", "Once more"),
    "made": Text("已开通账号 {login}（{id}）", "Account {login} is open ({id})"),
    "generated": Text("密码（只显示这一次）：{password}", "Password, shown only now: {password}"),
    "token": Text(
        "令牌（只显示这一次，{days} 天内有效）：{token}",
        "Token, shown only now, good for {days} days: {token}",
    ),
    "locked": Text("账号 {login} 已停用。", "Account {login} is locked."),
    "unlocked": Text("账号 {login} 已恢复。", "Account {login} is unlocked."),
    "changed": Text("账号 {login} 的密码已修改。", "Account {login} has a new password."),
    "none": Text("还没有账号。", "There is no account yet."),
    "inactive": Text("（已停用）", " (locked)"),
}


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="How the pages call the person.")] = "",
    role: Annotated[str, typer.Option(help="A role of the pack.")] = "",
    unit: Annotated[str, typer.Option(help="The unit, for a role bound to one.")] = "",
    generate: Generate = False,
) -> None:
    """Open an account, with a role and a unit if they are named."""
    with _desk() as (desk, language):
        password = _password(desk, language, generate)
        account = desk.add(login, name or login, password, role, unit)
        typer.echo(_SAID["made"].say(language, login=account.login, id=account.pk))
        _tell(password, language, generate)


@app.command("list")
def list_accounts(as_json: Json = False) -> None:
    """List every account with its roles."""
    with _desk() as (desk, language):
        rows = desk.rows()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        mark = "" if row["active"] else _SAID["inactive"].say(language)
        typer.echo(f"{row['login']}  {row['name']}{mark}  {', '.join(row['roles']) or '–'}")
    if not rows:
        typer.echo(_SAID["none"].say(language))


@app.command()
def lock(login: Login) -> None:
    """Keep an account out, at once and everywhere."""
    with _desk() as (desk, language):
        account = desk.accounts.find(login)
        desk.accounts.lock(account)
        typer.echo(_SAID["locked"].say(language, login=account.login))


@app.command()
def unlock(login: Login) -> None:
    """Let an account in again; failed attempts are forgotten."""
    with _desk() as (desk, language):
        account = desk.accounts.find(login)
        desk.accounts.unlock(account)
        typer.echo(_SAID["unlocked"].say(language, login=account.login))


@app.command()
def password(
    login: Login,
    generate: Generate = False,
    forget_factor: Annotated[
        bool, typer.Option("--forget-factor", help="Also forget the second factor.")
    ] = False,
) -> None:
    """Give an account a new password; its sessions end."""
    with _desk() as (desk, language):
        account = desk.accounts.find(login)
        chosen = _password(desk, language, generate)
        desk.accounts.set_password(account, chosen)
        if forget_factor:
            desk.accounts.forget_factor(account)
        typer.echo(_SAID["changed"].say(language, login=account.login))
        _tell(chosen, language, generate)


@app.command()
def token(
    login: Login,
    scope: Annotated[list[str], typer.Option(help="A permission the token is good for.")],
    label: Annotated[str, typer.Option(help="What the token is for.")] = "",
    days: Annotated[int, typer.Option(min=1, help="How long it is good.")] = 90,
) -> None:
    """Make a token by which a program acts for an account; it is printed once."""
    with _desk() as (desk, language):
        account = desk.accounts.find(login)
        made = desk.token(account, label or login, scope, days)
        typer.echo(_SAID["token"].say(language, token=made, days=days))


@contextmanager
def _desk() -> Iterator[tuple["AccountDesk", "Language"]]:
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    from jiesu.bootstrap.desks import account_desk
    from jiesu.domain.access import Actor

    with account_desk(settings, Actor(console_account(), "admin")) as desk:
        yield desk, settings.language


def _password(desk: "AccountDesk", language: "Language", generate: bool) -> str:
    if generate:
        return desk.new_password()
    again = _SAID["again"].say(language)
    typed: str = typer.prompt(
        _SAID["password"].say(language), hide_input=True, confirmation_prompt=again
    )
    return typed


def _tell(chosen: str, language: "Language", generate: bool) -> None:
    if generate:
        typer.echo(_SAID["generated"].say(language, password=chosen))
