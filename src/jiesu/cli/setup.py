# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu migrate``, ``tour``, ``serve``, ``stop``: a city made, kept running, put to rest."""

import typer

from jiesu.kernel.text import Text

_STEPS = {
    "database": Text("数据库已就绪", "The database is up"),
    "schema": Text("数据表已更新：{applied}", "Tables brought up to date: {applied}"),
    "current": Text("数据表已是最新", "Tables are up to date"),
    "registered": Text("一件诉求的全过程：", "One appeal, from the first word to the result:"),
    "stopped": Text("数据库已停止。", "The database is stopped."),
    "at rest": Text("数据库本来就没有在运行。", "The database was not running."),
    "pages": Text("网页地址：{address}", "Pages at {address}"),
    "serving": Text(
        "正在运行：网页 {address}（日志 {log}）、时钟、通知。按 Ctrl-C 停止。",
        "Running: pages at {address} (log in {log}), timers, notices. Ctrl-C stops it all.",
    ),
    "next": Text("接下来可以试试：", "Try next:"),
}


def migrate() -> None:
    """Bring the database to the present schema; makes keys and tables of a new city."""
    from jiesu.bootstrap.preparing import prepare
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    applied = prepare(settings)
    step = "schema" if applied else "current"
    typer.echo(_STEPS[step].say(settings.language, applied=", ".join(applied)))


def tour() -> None:
    """Walk one appeal through the gate and print its timeline."""
    from jiesu.bootstrap.preparing import prepare
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli.tour import walk_through

    settings = load_settings()
    language = settings.language
    applied = prepare(settings)
    typer.secho(f"✓ {_STEPS['database'].say(language)}", fg=typer.colors.GREEN)
    step = "schema" if applied else "current"
    said = _STEPS[step].say(language, applied=", ".join(applied))
    typer.secho(f"✓ {said}", fg=typer.colors.GREEN)
    typer.secho(f"\n{_STEPS['registered'].say(language)}", bold=True)
    number = walk_through(settings)
    typer.secho(f"\n{_STEPS['next'].say(language)}", bold=True)
    for line in (f"jiesu show {number}", "jiesu do", "jiesu pack explain limit.d7", "jiesu doctor"):
        typer.echo(f"  .venv/bin/{line}")


def serve() -> None:
    """Keep the city running on this machine: its database, pages, timers and notices."""
    from threading import Event

    from jiesu.bootstrap.amending import PackWatch
    from jiesu.bootstrap.pages import PagesSilent, start_web, stop_web, web_log
    from jiesu.bootstrap.preparing import prepare
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli.rooms import opened_city
    from jiesu.worker.assembly import pack_task, pages_task, server_task, tasks_of
    from jiesu.worker.loop import run, stopped_by_signals

    prepare(load_settings())
    stop = Event()
    with opened_city() as (city, settings), stopped_by_signals(stop):
        pages = start_web(settings)
        try:
            said = _STEPS["serving"].say(
                settings.language, address=settings.web_bind, log=web_log(settings)
            )
            typer.echo(said)
            watch = PackWatch(settings, city)
            own = (server_task(settings), pages_task(pages, stop), pack_task(watch))
            tasks = [*tasks_of(watch.present, settings), *own]
            run(tasks, city.clock, stop)
            if pages.poll() is not None:
                raise PagesSilent(log=str(web_log(settings)))
        finally:
            stop_web(pages)


def stop() -> None:
    """Stop the database of our own; the next command that needs it starts it again."""
    from jiesu.bootstrap.database import stop_server
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    step = "stopped" if stop_server(settings) else "at rest"
    typer.echo(_STEPS[step].say(settings.language))


def serve_pages() -> None:
    """Serve the pages to browsers until stopped."""
    from jiesu.bootstrap.preparing import prepare
    from jiesu.bootstrap.settings import load_settings
    from jiesu.web.server import serve as serve_web

    settings = load_settings()
    prepare(settings)
    typer.echo(_STEPS["pages"].say(settings.language, address=settings.web_bind))
    serve_web(settings)
