# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu demo``: a city with two months of invented history, alive on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from datetime import date
    from subprocess import Popen
    from threading import Event

    from jiesu.application.policy import CityPolicy
    from jiesu.bootstrap.settings import Settings
    from jiesu.bootstrap.wiring import City
    from jiesu.simulation.posts import Post
    from jiesu.worker.loop import Task

_SAID = {
    "begins": Text(
        "演示：{city}。规则来自政策包，人物、诉求和数字都是虚构的，仅供体验。"
        "数据在 {home}，只在本机可见，按 Ctrl-C 全部停止。",
        "A demonstration: {city}. The rules are those of its pack; people, appeals and figures are "
        "invented. Data in {home}, seen on this machine only; "
        "Ctrl-C stops all of it.",
    ),
    "database": Text("正在启动数据库……", "Starting the database …"),
    "unfinished": Text(
        "上次填充没有完成，重新开始。", "The story was left half told; it is told again."
    ),
    "another": Text(
        "现有演示数据属于另一座城市（政策包 {before}）。",
        "The demonstration that is here is of another city (pack {before}).",
    ),
    "sure": Text("删除现有演示数据并重新生成？", "Delete the demonstration and tell it anew?"),
    "fills": Text("正在生成历史", "Telling its past"),
    "filled": Text(
        "已生成 {days} 天的历史：{accepted} 项操作，种子 {seed}",
        "{days} days are told: {accepted} deeds, seed {seed}",
    ),
    "kept": Text("沿用已有演示数据（种子 {seed}）", "The city is as you left it (seed {seed})"),
    "accounts": Text("正在开通账号、启动网页……", "Opening accounts, starting the pages …"),
    "login": Text("登录名", "Login"),
    "password": Text("密码", "Password"),
    "post": Text("岗位", "Post"),
    "unit": Text("单位", "Unit"),
    "addresses": Text("网页地址", "Addresses"),
    "follow": Text("可跟踪的诉求", "A case to follow"),
    "code": Text("查询码", "code"),
    "lives": Text(
        "城市正在运转，每隔几秒就有新的事情。按 Ctrl-C 停止。",
        "The city is alive: something happens every few seconds. Ctrl-C stops it.",
    ),
    "still": Text("城市静止，只走时钟。按 Ctrl-C 停止。", "Only clocks run. Ctrl-C stops it."),
    "stopping": Text("正在停止……", "Stopping …"),
    "stopped": Text(
        "已停止，数据保留。再次运行即可继续。", "Stopped. The data is kept; run it again to go on."
    ),
    "nothing": Text("未做任何改动。", "Nothing was changed."),
}


def demo(
    port: Annotated[int, typer.Option(help="Where the pages answer, on 127.0.0.1.")] = 8000,
    seed: Annotated[int | None, typer.Option(help="Tell the story of this seed.")] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete the demonstration and tell it anew; asks first.")
    ] = False,
    living: Annotated[bool, typer.Option(help="Let something happen every few seconds.")] = True,
    days: Annotated[int, typer.Option(help="How many days of a past it has.", min=1)] = 61,
    fill_only: Annotated[
        bool, typer.Option("--fill-only", help="Fill the city, then end.")
    ] = False,
) -> None:
    """Show a city with two months of invented history, alive; Ctrl-C stops all of it."""
    from jiesu.bootstrap.demonstrating import demo_settings, require_free
    from jiesu.bootstrap.law import present_pack
    from jiesu.bootstrap.settings import load_settings

    settings = demo_settings(load_settings(), port)
    if not fill_only:
        require_free(port)
    policy = present_pack(settings)
    _say(settings, "begins", city=policy.name.say(settings.language), home=str(settings.home))
    _say(settings, "database")
    with _database_put_to_rest(settings):
        if not _told(settings, policy, seed, days, fresh=fresh):
            return
        if not fill_only:
            _show(settings, living=living)
    _say(settings, "stopped")


@contextmanager
def _database_put_to_rest(settings: "Settings") -> Iterator[None]:
    """Stop our own database at the end, if it was at rest before; Ctrl-C comes to the same."""
    import signal

    from jiesu.bootstrap.database import is_running, stop_server

    ours = settings.database_url is None and not is_running(settings)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))  # a closed window
    try:
        yield
    except KeyboardInterrupt:
        typer.echo()
    finally:
        if ours:
            _say(settings, "stopping")
            stop_server(settings)


def _told(
    settings: "Settings", policy: "CityPolicy", seed: int | None, days: int, *, fresh: bool
) -> bool:
    """Make sure that the city is there and whole; False if somebody thought better of it."""
    from jiesu.bootstrap.demonstrating import another_city, end_of_filling, find_demo, make_demo
    from jiesu.bootstrap.preparing import prepare

    language, mark = settings.language, find_demo(settings)
    if mark is not None and mark.filled_at is not None:
        before = another_city(settings, policy)
        if before is not None:
            _say(settings, "another", before=before)
        elif not fresh:
            prepare(settings)
            _say(settings, "kept", seed=mark.seed)
            return True
        if not typer.confirm(_SAID["sure"].say(language)):
            _say(settings, "nothing")
            return False
    elif mark is not None:
        _say(settings, "unfinished")
        seed = mark.seed if seed is None else seed
    mark = make_demo(settings, seed)
    accepted = _filled(settings, mark.seed, days)
    end_of_filling(settings)
    _say(settings, "filled", days=days, accepted=accepted, seed=mark.seed)
    return True


def _filled(settings: "Settings", seed: int, days: int) -> int:
    """Fill the town under a bar that tells how far the story is; return how much happened."""
    from threading import Event

    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from jiesu.simulation.filling import fill
    from jiesu.worker.loop import stopped_by_signals

    stop = Event()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]}"))
    with stopped_by_signals(stop), Progress(*columns, TimeElapsedColumn()) as progress:
        bar = progress.add_task(_SAID["fills"].say(settings.language), total=days + 1, day="")

        def tell(day: "date", _accepted: int) -> None:
            progress.update(bar, advance=1, day=f"{day}")
            if stop.is_set():  # between two days nothing is half written
                raise KeyboardInterrupt

        return fill(settings, seed, tell, days).accepted


def _show(settings: "Settings", *, living: bool) -> None:
    """Serve the pages and keep the town alive until somebody stops it."""
    from threading import Event

    from jiesu.bootstrap.pages import PagesSilent, start_web, stop_web, wait_for_pages, web_log
    from jiesu.bootstrap.wiring import open_city
    from jiesu.worker.loop import run, stopped_by_signals

    stop = Event()
    _say(settings, "accounts")
    with stopped_by_signals(stop):
        pages = start_web(settings)
        try:
            city = open_city(settings)
            try:
                _print_doors(settings, city)
                wait_for_pages(settings, pages, stop.is_set)
                _say(settings, "lives" if living else "still")
                run(_tasks(city, settings, pages, stop, living=living), city.clock, stop)
                if pages.poll() is not None:
                    raise PagesSilent(log=str(web_log(settings)))
            finally:
                city.close()
        finally:
            stop_web(pages)


def _tasks(
    city: "City", settings: "Settings", pages: "Popen[bytes]", stop: "Event", *, living: bool
) -> "list[Task]":
    from jiesu.simulation.filling import present_of
    from jiesu.worker.assembly import pages_task, server_task, tasks_of
    from jiesu.worker.loop import Task

    own = (server_task(settings), pages_task(pages, stop))
    tasks = [*tasks_of(lambda: city, settings), *own]
    if living:
        present = present_of(city, settings)
        tasks.append(Task("living", lambda _: present.step(), present.next_wake))
    return tasks


def _print_doors(settings: "Settings", city: "City") -> None:
    """Print who can sign in, where, and a case to follow."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from jiesu.bootstrap.demonstrating import a_case_to_follow, doors
    from jiesu.kernel.ids import spoken_case_number
    from jiesu.simulation.posts import POSTS
    from jiesu.simulation.priors import load_priors

    language, town = settings.language, load_priors(settings.pack).town
    passwords = _passwords(settings, POSTS)
    console, table = Console(), Table(box=SIMPLE_HEAD, pad_edge=False)
    widest = {"login": max(map(len, passwords)), "password": max(map(len, passwords.values()))}
    for column in ("login", "password", "post", "unit"):  # a password cut short is none
        table.add_column(_SAID[column].say(language), min_width=widest.get(column), overflow="fold")
    for post in POSTS:
        unit = post.unit(town)
        name = city.policy.organisation.units[unit].name.say(language) if unit else ""
        table.add_row(post.login, passwords[post.login], post.name.say(language), name)
    console.print(table)
    typer.secho(f"\n{_SAID['addresses'].say(language)}", bold=True)
    for door, address in doors(settings):
        typer.echo(f"  {address}  {door.say(language)}")
    found = a_case_to_follow(city)
    if found is not None:
        number, code = found
        typer.secho(f"\n{_SAID['follow'].say(language)}", bold=True)
        typer.echo(f"  {spoken_case_number(number)}  {_SAID['code'].say(language)} {code}\n")


def _passwords(settings: "Settings", posts: "tuple[Post, ...]") -> dict[str, str]:
    """Give every account of the demonstration a new password and return them by login."""
    from jiesu.bootstrap.desks import account_desk
    from jiesu.simulation.posts import FOUNDER

    with account_desk(settings, FOUNDER) as desk:
        return {
            post.login: desk.renew(post.account, post.login, post.name.say(settings.language))
            for post in posts
        }


def _say(settings: "Settings", step: str, **facts: object) -> None:
    typer.echo(_SAID[step].say(settings.language, **facts))
