# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu worker``: fire timers and deliver notices, see how that goes, mend what failed."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiesu.cli.rooms import Json, opened_city
from jiesu.kernel.errors import BadInput, NotFound
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from uuid import UUID

    from jiesu.application.notices import DeadNotice
    from jiesu.kernel.instants import Instant
    from jiesu.kernel.text import Language
    from jiesu.worker.assembly import Status

app = typer.Typer(name="worker", help="Fire timers and deliver notices.", no_args_is_help=True)

_MOST_LISTED = 1000
_SAID = {
    "running": Text("正在运行：{tasks}。按 Ctrl-C 停止。", "Running: {tasks}. Ctrl-C stops it."),
    "done": Text("已处理：{counts}", "Done: {counts}"),
    "timers": Text(
        "时钟：约 {about} 个在走，{due} 个到期，滞后 {lag} 秒，{failing} 个未能触发",
        "Timers: about {about} running, {due} due, {lag} s behind, {failing} failing",
    ),
    "outbox": Text(
        "通知：待发 {waiting} 条，其中 {due} 条应已发出，滞后 {lag} 秒，失败 {dead} 条",
        "Notices: {waiting} waiting, {due} of them due, {lag} s behind, {dead} dead",
    ),
    "failing": Text(
        "  {kind} {stream} 的 {name}：失败 {attempts} 次（{error}），下次 {wake}",
        "  {name} of {kind} {stream}: failed {attempts} times ({error}), next try {wake}",
    ),
    "handovers": Text(
        "移交：{waiting} 件在办工单的单位已撤并（{units}），{stuck} 件未能移交",
        "Hand-overs: {waiting} open orders of units that have ended ({units}), {stuck} stuck",
    ),
    "stuck": Text("  工单 {id}（{unit}）：{error}", "  order {id} of {unit}: {error}"),
    "pack": Text("政策包：{pack}", "Pack: {pack}"),
    "pack trouble": Text(
        "现有文件未启用，仍适用上述版本：{trouble}",
        "What lies there now is not used, the above stays in force: {trouble}",
    ),
    "none dead": Text("没有发送失败的通知。", "There are no dead letters."),
    "dead": Text(
        "{id}  {number}  {notice}：{attempts} 次后放弃（{error}），{at}",
        "{id}  {number}  {notice}: given up after {attempts} tries ({error}), {at}",
    ),
    "signed": Text("已生成 {count} 件诉求的文本指纹。", "{count} appeals have been signed."),
    "revived": Text("将重新发送 {count} 条通知。", "{count} notices will be sent again."),
}


class WhichNotice(BadInput):
    """``worker retry`` needs one id, or to be told that all are meant."""

    what = Text("请给出一条通知的编号，或使用 --all。", "Name one notice by its id, or say --all.")
    next_step = Text("编号见“jiesu worker dead”。", 'The ids stand in "jiesu worker dead".')


class NoSuchDeadNotice(NotFound):
    """No dead letter has that id."""

    what = Text("没有编号为“{id}”的失败通知。", 'There is no dead letter "{id}".')
    next_step = WhichNotice.next_step


@app.command()
def run(
    once: Annotated[
        bool, typer.Option("--once", help="Work off what is due now, then end.")
    ] = False,
    timers: Annotated[bool, typer.Option(help="Fire timers.")] = True,
    outbox: Annotated[bool, typer.Option(help="Deliver notices.")] = True,
    upkeep: Annotated[bool, typer.Option(help="Do the chores of the day.")] = True,
) -> None:
    """Fire timers and deliver notices until stopped; a batch begun is finished first."""
    from threading import Event

    from jiesu.bootstrap.amending import PackWatch
    from jiesu.worker.assembly import pack_task, tasks_of
    from jiesu.worker.loop import run as run_tasks
    from jiesu.worker.loop import run_once, stopped_by_signals

    stop = Event()
    with opened_city() as (city, settings), stopped_by_signals(stop):
        watch = PackWatch(settings, city)
        tasks = tasks_of(watch.present, settings, timers=timers, outbox=outbox, upkeep=upkeep)
        if once:
            counts = run_once(tasks, stop)
            said = ", ".join(f"{name} {count}" for name, count in counts.items())
            typer.echo(_SAID["done"].say(settings.language, counts=said))
            return
        tasks.append(pack_task(watch))
        names = ", ".join(task.name for task in tasks)
        typer.echo(_SAID["running"].say(settings.language, tasks=names))
        run_tasks(tasks, city.clock, stop)


@app.command()
def status(as_json: Json = False) -> None:
    """Say how far timers and notices are behind, and what could not be done."""
    from jiesu.worker.assembly import status_of

    with opened_city() as (city, settings):
        found = status_of(city, settings)
    if as_json:
        typer.echo(json.dumps(_status_data(found), ensure_ascii=False, indent=2))
    else:
        _print_status(found, settings.language)


@app.command()
def dead(as_json: Json = False) -> None:
    """List the notices that were given up, the oldest first."""
    from jiesu.adapters.store.outbox import PgOutbox

    with opened_city() as (city, settings):
        found = PgOutbox(city.store).dead(_MOST_LISTED)
    if as_json:
        rows = [_dead_data(each) for each in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for each in found:
        typer.echo(_SAID["dead"].say(settings.language, **_dead_facts(each)))
    if not found:
        typer.echo(_SAID["none dead"].say(settings.language))


@app.command()
def retry(
    notice: Annotated[str, typer.Argument(metavar="[ID]", help="The id of a dead letter.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All dead letters.")] = False,
) -> None:
    """Send a dead letter again, or all of them, from the first attempt."""
    from jiesu.adapters.store.outbox import PgOutbox

    if every == bool(notice):
        raise WhichNotice
    chosen = _id(notice) if notice else None
    with opened_city() as (city, settings):
        count = PgOutbox(city.store).revive(chosen, city.clock.now())
    if notice and not count:
        raise NoSuchDeadNotice(id=notice)
    typer.echo(_SAID["revived"].say(settings.language, count=count))


@app.command()
def signatures(
    again: Annotated[
        bool, typer.Option("--again", help="Forget those there are, and make all anew.")
    ] = False,
) -> None:
    """Sign the appeals that have no signature yet, so that near-copies of them are found.

    New appeals are signed as they come in. Stopped half-way, run it again.
    """
    from jiesu.bootstrap.signatures import sign_appeals

    with opened_city() as (city, settings):
        count = 0
        for count in sign_appeals(city, again=again):
            typer.echo(f"\r{count}", nl=False, err=True)
        typer.echo("", err=True)
    typer.echo(_SAID["signed"].say(settings.language, count=count))


def _id(text: str) -> "UUID":
    from uuid import UUID

    try:
        return UUID(text)
    except ValueError:
        raise NoSuchDeadNotice(id=text) from None


def _behind(now: "Instant", oldest: "Instant | None") -> float:
    return 0.0 if oldest is None else round(max((now - oldest).total_seconds(), 0.0), 1)


def _status_data(found: "Status") -> dict[str, Any]:
    timers, outbox = found.timers, found.outbox
    return {
        "timers": {
            "running_about": timers.about,
            "due": timers.due,
            "lag_seconds": _behind(found.now, timers.oldest_due),
            "failing": timers.failing,
            "failing_most": [
                {
                    "kind": each.kind,
                    "stream": str(each.stream),
                    "name": each.name,
                    "due_at": each.due_at.isoformat(),
                    "wake_at": each.wake_at.isoformat(),
                    "attempts": each.attempts,
                    "last_error": each.last_error,
                }
                for each in found.failing
            ],
        },
        "outbox": {
            "waiting": outbox.waiting,
            "due": outbox.due,
            "lag_seconds": _behind(found.now, outbox.oldest_due),
            "oldest_seconds": _behind(found.now, outbox.oldest_waiting),
            "dead": outbox.dead,
        },
        "handovers": {
            "waiting": sum(found.handovers.waiting.values()),
            "by_unit": dict(found.handovers.waiting),
            "stuck": [
                {"id": str(each.id), "unit": each.unit, "error": each.error}
                for each in found.handovers.stuck
            ],
        },
        "pack": {
            "in_force": found.pack,
            "trouble": None if found.pack_trouble is None else found.pack_trouble.code,
        },
    }


def _print_status(found: "Status", language: "Language") -> None:
    said = _status_data(found)
    timers, outbox = said["timers"], said["outbox"]
    lag = timers["lag_seconds"]
    facts = {"about": timers["running_about"], "due": timers["due"], "failing": timers["failing"]}
    typer.echo(_SAID["timers"].say(language, lag=lag, **facts))
    for each in timers["failing_most"]:
        facts = {key: each[key] for key in ("kind", "stream", "name", "attempts")}
        line = _SAID["failing"].say(
            language, error=each["last_error"], wake=each["wake_at"], **facts
        )
        typer.secho(line, fg=typer.colors.YELLOW)
    facts = {key: outbox[key] for key in ("waiting", "due", "dead")}
    typer.echo(_SAID["outbox"].say(language, lag=outbox["lag_seconds"], **facts))
    _print_handovers(said["handovers"], language)
    typer.echo(_SAID["pack"].say(language, pack=found.pack))
    if found.pack_trouble is not None:
        trouble = found.pack_trouble.explain(language)
        line = _SAID["pack trouble"].say(language, trouble=trouble)
        typer.secho(line, fg=typer.colors.YELLOW)


def _print_handovers(said: dict[str, Any], language: "Language") -> None:
    if not said["waiting"]:
        return
    units, stuck = ", ".join(said["by_unit"]), said["stuck"]
    line = _SAID["handovers"].say(language, waiting=said["waiting"], units=units, stuck=len(stuck))
    typer.secho(line, fg=typer.colors.YELLOW)
    for each in stuck:
        typer.secho(_SAID["stuck"].say(language, **each), fg=typer.colors.YELLOW)


def _dead_data(each: "DeadNotice") -> dict[str, Any]:
    return {
        "id": str(each.id),
        "notice": each.notice,
        "case": each.number,
        "created_at": each.created_at.isoformat(),
        "dead_at": each.dead_at.isoformat(),
        "attempts": each.attempts,
        "last_error": each.last_error,
    }


def _dead_facts(each: "DeadNotice") -> dict[str, object]:
    from jiesu.kernel.ids import spoken_case_number

    return {
        "id": each.id,
        "number": spoken_case_number(each.number) if each.number else "–",
        "notice": each.notice,
        "attempts": each.attempts,
        "error": each.last_error,
        "at": f"{each.dead_at:%Y-%m-%d %H:%MZ}",
    }
