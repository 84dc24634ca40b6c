# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu log``: seal the log day by day, verify it, prove a case from it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiesu.cli.rooms import As, Json, opened_city, require
from jiesu.kernel.errors import BadInput, Trouble
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from jiesu.adapters.personal.vault import Vault
    from jiesu.adapters.store.logbook import Snapshot
    from jiesu.application.findings import Finding
    from jiesu.application.sealedwords import Opener, Read
    from jiesu.application.seals import Seal
    from jiesu.application.verification import Request
    from jiesu.bootstrap.wiring import City
    from jiesu.domain.access import Actor
    from jiesu.kernel.private import PrivateKind
    from jiesu.kernel.text import Language

_PERMISSION = "log.verify"
_ROOT = re.compile(r"[0-9a-f]{64}")

app = typer.Typer(
    name="log", help="Seal the log, verify it, prove a case from it.", no_args_is_help=True
)

_SEALED = Text("{day}：{entries} 条，根 {root}", "{day}: {entries} entries, root {root}")
_NOTHING_TO_SEAL = Text("截至昨日均已封存。", "Every day up to yesterday is sealed.")
_PUBLISH = Text(
    "请将最新的根公布或另存：此前的一切都可凭它核验。",
    "Publish the newest root or keep it elsewhere: everything before it can be checked by it.",
)
_SOUND = Text("核验无误：{size} 条记录。", "Sound: {size} entries verified.")
_FAULTY = Text("发现 {number} 处异常。", "{number} places are not as they must be.")
_READING = Text("核验中", "Verifying")
_PROVEN = Text(
    "已证明 {sealed} 条，尚未封存 {unsealed} 条。",
    "{sealed} entries proven, {unsealed} not yet sealed.",
)
_COMPARE = Text("请与公布的根比对：", "Compare with the published roots:")


class NotADay(BadInput):
    """A day is not written as one."""

    what = Text("“{value}”不是有效日期。", '"{value}" is not a day.')
    next_step = Text("请写成 2026-03-10 的形式。", "Write it like 2026-03-10.")


class NotAnAnchor(BadInput):
    """A root known from elsewhere is not written as one."""

    what = Text("“{value}”不是 日期=根 的形式。", '"{value}" is not DAY=ROOT.')
    next_step = Text(
        "例如：--root 2026-03-10=3f2a…；根为 64 位十六进制，每个日期只写一次。",
        "For example: --root 2026-03-10=3f2a…; a root has 64 hexadecimal digits, a day one root.",
    )


class NotAProof(BadInput):
    """A file holds no proof."""

    what = Text("“{path}”不是证明文件。", '"{path}" holds no proof.')
    next_step = Text("请用“jiesu log prove”生成。", 'Make one with "jiesu log prove".')


class UnwritableProof(Trouble):
    """The file a proof shall go to cannot be written."""

    what = Text("无法写入“{path}”：{reason}。", 'Cannot write "{path}": {reason}.')
    next_step = Text("请用 --out 指定可写的位置。", "Name a place that can be written with --out.")


def day_from_text(text: str) -> "date":
    """Return the day written as YYYY-MM-DD.

    Raises:
        NotADay: it is not one.
    """
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay(value=text) from None


@app.command()
def seal(
    day: Annotated[
        str | None, typer.Option("--day", help="Up to this day; else yesterday.")
    ] = None,
    as_: As = "auditor",
    as_json: Json = False,
) -> None:
    """Seal every whole day that is not sealed yet."""
    from jiesu.adapters.store.logbook import LogBook
    from jiesu.application.seals import seal_days

    until = day_from_text(day) if day else None
    with opened_city(reading=True) as (city, settings):
        require(city, as_, _PERMISSION)
        now = city.clock.now()
        sealed = list(seal_days(LogBook(city.pool), city.policy.calendar, now, until))
        _print_seals(sealed, settings.language, as_json)


def _print_seals(sealed: "Sequence[Seal]", language: "Language", as_json: bool) -> None:
    rows = [{"day": s.day.isoformat(), "entries": s.entries, "root": s.root} for s in sealed]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        typer.echo(_SEALED.say(language, **row))
    typer.echo((_PUBLISH if rows else _NOTHING_TO_SEAL).say(language))


@app.command()
def verify(
    since: Annotated[
        str | None, typer.Option("--from", help="Only what moved since the start of this day.")
    ] = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="Also rebuild every row, timer and receipt.")
    ] = False,
    personal: Annotated[
        bool, typer.Option("--personal", help="Also open every personal item; shows none.")
    ] = False,
    root: Annotated[
        list[str] | None, typer.Option("--root", help="A root known from elsewhere, DAY=ROOT.")
    ] = None,
    as_: As = "auditor",
    as_json: Json = False,
) -> None:
    """Find every tampered byte of the log and name its place; exit code 1 if there is one."""
    from jiesu.adapters.store.logbook import LogBook
    from jiesu.application.verification import Depth, Request

    anchors = _anchors(root or ())
    start = day_from_text(since) if since else None
    with opened_city(reading=True) as (city, settings):
        require(city, as_, _PERMISSION)
        depth = Depth(rows, _opener(city.vault) if personal else None)
        now, calendar = city.clock.now(), city.policy.calendar
        request = Request(calendar, now, start, depth, anchors)
        with LogBook(city.pool).snapshot() as snapshot:
            size = snapshot.size(0)
            found = _verified(snapshot, request, size, settings.language, quiet=as_json)
        _print_findings(found, size, settings.language, as_json)
    if found:
        raise typer.Exit(1)


def _verified(
    snapshot: "Snapshot", request: "Request", size: int, language: "Language", *, quiet: bool
) -> "list[Finding]":
    from rich.console import Console
    from rich.progress import Progress

    from jiesu.application.verification import verify as findings_of

    with Progress(console=Console(stderr=True), disable=quiet, transient=True) as bar:
        task = bar.add_task(_READING.say(language), total=2 * size)
        return list(findings_of(snapshot, request, lambda n: bar.advance(task, n)))


def _anchors(texts: "Sequence[str]") -> "dict[date, str]":
    """Return the roots by day; of two for one day, one would not be looked at."""
    anchors: dict[date, str] = {}
    for text in texts:
        day, _, root = text.partition("=")
        root = root.strip().lower()
        if not _ROOT.fullmatch(root) or (at := day_from_text(day)) in anchors:
            raise NotAnAnchor(value=text)
        anchors[at] = root
    return anchors


def _opener(vault: "Vault") -> "Opener":
    """Return what opens items for checking and keeps nothing but digest and length."""

    def opener(owner: "UUID", wrapped: bytes) -> "Read":
        key = vault.unwrap(owner, wrapped)

        def read(item: "UUID", kind: "PrivateKind", ciphertext: bytes) -> tuple[str, int]:
            words = key.open(item, kind, ciphertext)
            return key.seal(item, kind, words)[1], len(words)

        return read

    return opener


def _print_findings(
    found: "Sequence[Finding]", size: int, language: "Language", as_json: bool
) -> None:
    if as_json:
        from dataclasses import asdict

        rows = [{**asdict(each), "zh": each.say("zh"), "en": each.say("en")} for each in found]
        _print_json({"sound": not found, "entries": size, "findings": rows})
        return
    for each in found:
        typer.secho(f"✗ {each.say(language)}", fg=typer.colors.RED)
    if found:
        typer.echo(_FAULTY.say(language, number=len(found)))
    else:
        typer.secho(f"✓ {_SOUND.say(language, size=size)}", fg=typer.colors.GREEN)


@app.command()
def prove(
    case: Annotated[str, typer.Argument(help="The case number, with or without separators.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write the proof to this file.")] = None,
    as_: As = "auditor",
) -> None:
    """Write what shows, without the database, that the log holds a case. No personal words."""
    import json

    from jiesu.adapters.store.logbook import LogBook
    from jiesu.application.proofs import prove as proof_of
    from jiesu.application.proofs import roots_of, unsealed_in
    from jiesu.kernel.ids import parse_case_number

    with opened_city(reading=True) as (city, settings):
        actor = require(city, as_, _PERMISSION)
        number = parse_case_number(case)
        _hide_from_accused(city, actor, number)
        with LogBook(city.pool).snapshot() as snapshot:
            proof = proof_of(snapshot, number)
        written = json.dumps(proof, ensure_ascii=False, indent=2)
        if out is None:
            typer.echo(written)
            return
        try:
            out.write_text(written + "\n", encoding="utf-8")
        except OSError as error:
            raise UnwritableProof(path=out, reason=error.strerror) from None
        unsealed = unsealed_in(proof)
        _print_proven(
            len(proof["entries"]) - unsealed, unsealed, roots_of(proof), settings.language
        )


def _hide_from_accused(city: "City", actor: "Actor", number: str) -> None:
    """Answer whoever the case, or its contact, complains of as if nobody knew the number."""
    from jiesu.application.work import is_accused
    from jiesu.domain.workorders.case import NoSuchCase

    case, today = city.reader.find(number), city.policy.calendar.local_day(city.clock.now())
    if case is not None and is_accused(actor, case, city.policy.organisation, today):
        raise NoSuchCase(subject=number)


@app.command("check-proof")
def check_proof(
    file: Annotated[Path, typer.Argument(help="A proof written by `jiesu log prove`.")],
    as_json: Json = False,
) -> None:
    """Check a proof, offline; exit code 1 if it does not hold."""
    from jiesu.application.proofs import check_proof as faults_of
    from jiesu.application.proofs import roots_of, unsealed_in
    from jiesu.bootstrap.settings import load_settings

    language = load_settings().language
    proof = _read_proof(file)
    found = faults_of(proof)
    entries = 0 if found else len(proof["entries"])
    if found or as_json:
        _print_findings(found, entries, language, as_json)
    if found:
        raise typer.Exit(1)
    if not as_json:
        unsealed = unsealed_in(proof)
        _print_proven(entries - unsealed, unsealed, roots_of(proof), language)


def _read_proof(file: Path) -> dict[str, Any]:
    import json

    try:
        proof = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise NotAProof(path=file) from None
    if not isinstance(proof, dict):
        raise NotAProof(path=file)
    return proof


def _print_proven(
    sealed: int, unsealed: int, roots: "dict[str, str]", language: "Language"
) -> None:
    typer.echo(_PROVEN.say(language, sealed=sealed, unsealed=unsealed))
    if roots:
        typer.echo(_COMPARE.say(language))
    for day, root in roots.items():
        typer.echo(f"  {day}={root}")


def _print_json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
