# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu pack``: check a city pack, and read the law in it as of a day."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from jiesu.kernel.errors import BadInput, JiesuError, NotFound
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from datetime import date

    from jiesu.application.policy import CityPolicy
    from jiesu.cli.pack_answers import Answer

_NOT_COMPARABLE = 2
"""As ``diff`` has it: 0 the same, 1 different, 2 trouble."""

app = typer.Typer(
    name="pack", help="Check city packs and read the law in them.", no_args_is_help=True
)


class Speech(StrEnum):
    """The language of the answer."""

    ZH = "zh"
    EN = "en"


PackName = Annotated[
    str, typer.Option("--pack", envvar="JIESU_PACK", help="Name of an installed pack, or a path.")
]
Lang = Annotated[
    Speech,
    typer.Option(
        "--lang", envvar="JIESU_LANGUAGE", case_sensitive=False, help="Language of the answer."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


class UnknownKey(NotFound):
    """The pack has no such parameter or listing."""

    what = Text("政策包中没有“{key}”。", 'The pack has no "{key}".')
    next_step = Text("您是否要找：{near}？", "Did you mean: {near}?")


class UnreadableDay(BadInput):
    """The day asked about is not a day."""

    what = Text("“{value}”不是有效日期。", '"{value}" is not a day.')
    next_step = Text("请写成 2015-07-01 的形式。", "Write it like 2015-07-01.")


@app.command()
def check(
    path: Annotated[str, typer.Argument(help="A pack's folder, or the name of an installed pack.")],
    against: Annotated[
        str,
        typer.Option("--against", help="An earlier version: also report what rewrites the past."),
    ] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Let a gap fail the check, too.")
    ] = False,
    every: Annotated[bool, typer.Option("--gaps", help="List every gap with its place.")] = False,
    lang: Lang = Speech.ZH,
    as_json: Json = False,
) -> None:
    """Report what is wrong with a pack (exit code 1), and what it still lacks (0, or 1 if strict).

    A problem keeps the pack from being used; a gap does not.
    """
    from jiesu.adapters.packs import survey_pack
    from jiesu.application.catalogue import PERMISSIONS
    from jiesu.cli import pack_answers, pack_gaps

    try:
        problems, gaps = survey_pack(path, _today(), known_permissions=PERMISSIONS)
    except JiesuError as error:
        _refuse(error, lang, as_json)
    answer, lacking = pack_answers.problems(path, problems), pack_gaps.summary(gaps)
    past = _past(path, against, lang, as_json) if against and not problems else None
    if as_json:
        _print({**answer.data, "gaps": lacking.data, **(past.data if past else {})})
    else:
        _say(answer, lang, as_json)
        if not problems:
            _say(pack_gaps.every(gaps) if every else lacking, lang, as_json)
        if past is not None:
            _say(past, lang, as_json)
    if problems or (gaps and strict) or (past is not None and past.data["rewritten"]):
        raise typer.Exit(1)


def _past(path: str, against: str, lang: Speech, as_json: bool) -> "Answer":
    """Return what a sound pack says otherwise about the past than an earlier version of it."""
    from jiesu.adapters.packs import load_pack
    from jiesu.application.rewriting import rewritten
    from jiesu.bootstrap.wiring import SystemClock
    from jiesu.cli import pack_answers

    try:
        policy, before = load_pack(path), load_pack(against)
    except JiesuError as error:
        _refuse(error, lang, as_json)
    today = policy.calendar.local_day(SystemClock().now())
    return pack_answers.rewriting(path, against, rewritten(policy, before, today))


@app.command("try")
def try_(
    path: Annotated[str, typer.Argument(help="A pack's folder, or the name of an installed pack.")],
    only: Annotated[
        str | None, typer.Option(help="Only what shows this: INSTRUMENT, ARTICLE or both with /.")
    ] = None,
    lang: Lang = Speech.ZH,
    as_json: Json = False,
) -> None:
    """Play the scenarios of a pack on a city in memory; exit code 1 if one does not hold."""
    from jiesu.cli import pack_try

    try:
        holds = pack_try.run(path, only, lang.value, as_json=as_json)
    except JiesuError as error:
        _refuse(error, lang, as_json)
    if not holds:
        raise typer.Exit(1)


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="A parameter, or units, areas, matters, ...")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day, YYYY-MM-DD; without it, the newest law.")
    ] = None,
    pack: PackName = "example",
    lang: Lang = Speech.ZH,
    as_json: Json = False,
) -> None:
    """Show a parameter as the law has it on a day, or list what the pack knows."""
    from jiesu.cli import pack_answers

    try:
        policy = _load(pack)
        answer = pack_answers.show(policy, _known(key, policy), _day(as_of))
    except JiesuError as error:
        _refuse(error, lang, as_json)
    _say(answer, lang, as_json)


@app.command()
def explain(
    key: Annotated[str, typer.Argument(help="A parameter.")],
    pack: PackName = "example",
    lang: Lang = Speech.ZH,
    as_json: Json = False,
) -> None:
    """Tell the history of a parameter: each value, its article, its standing, and who reads it."""
    from jiesu.cli import pack_answers

    try:
        policy = _load(pack)
        answer = pack_answers.explain(policy, _known(key, policy, listings=False))
    except JiesuError as error:
        _refuse(error, lang, as_json)
    _say(answer, lang, as_json)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A pack's folder or name.")],
    after: Annotated[str, typer.Argument(help="The pack it is compared with.")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Compare the law of that day only; without it, all of it."),
    ] = None,
    lang: Lang = Speech.ZH,
    as_json: Json = False,
) -> None:
    """Tell what differs between two packs; exit code 0 nothing, 1 something, 2 not comparable."""
    from jiesu.cli import pack_diff

    try:
        day = None if as_of is None else _day(as_of)
        sides = _both_sound(before, after, lang, as_json)
        answers = pack_diff.compare(*sides, day)
    except JiesuError as error:
        _refuse(error, lang, as_json, code=_NOT_COMPARABLE)
    for answer in answers[:1] if as_json else answers:
        _say(answer, lang, as_json)
    if not answers[0].data["same"]:
        raise typer.Exit(1)


def _both_sound(
    before: str, after: str, lang: Speech, as_json: bool
) -> "tuple[CityPolicy, CityPolicy]":
    """Return both policies; print the problems of those that are broken, and end."""
    from jiesu.adapters.packs import BrokenPack
    from jiesu.cli import pack_answers

    sound, broken = [], []
    for name in (before, after):
        try:
            sound.append(_load(name))
        except BrokenPack as error:
            broken.append(pack_answers.problems(name, list(error.problems)))
    if broken and as_json:
        _print({"broken": [answer.data for answer in broken]})
    for answer in () if as_json else broken:
        _say(answer, lang, as_json)
    if broken:
        raise typer.Exit(_NOT_COMPARABLE)
    first, second = sound
    return first, second


def _load(pack: str) -> "CityPolicy":
    import os
    from pathlib import Path

    from jiesu.adapters.packs import load_pack

    # The deployment's own cache, if there is a deployment; loading all settings costs 0.2 s.
    home = Path(os.environ.get("JIESU_HOME", "var"))
    cache = home / "cache" if home.is_dir() else None
    return load_pack(pack, cache_dir=cache, places_dir=home / "places")


def _known(key: str, policy: "CityPolicy", *, listings: bool = True) -> str:
    """Return ``key`` if the pack has it; else refuse, naming what is spelt alike."""
    from difflib import get_close_matches

    from jiesu.cli.pack_answers import LISTINGS

    known = [*policy.parameters, *(LISTINGS if listings else ())]
    if key in known:
        return key
    inside = [name for name in known if key and key in name]
    near = get_close_matches(key, known, n=5) or inside or sorted(LISTINGS)
    raise UnknownKey(key=key, near=", ".join(near))


def _day(written: str | None) -> "date":
    from datetime import date

    from jiesu.cli.pack_answers import LATEST

    if written is None:
        return LATEST
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UnreadableDay(value=written) from None


def _today() -> "date":
    from jiesu.bootstrap.wiring import SystemClock

    return SystemClock().now().date()


def _print(data: object) -> None:
    import json

    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _say(answer: "Answer", lang: Speech, as_json: bool) -> None:
    if as_json:
        _print(answer.data)
    else:
        from jiesu.cli.pack_tables import print_answer

        print_answer(answer, lang.value)


def _refuse(error: JiesuError, lang: Speech, as_json: bool, code: int = 1) -> NoReturn:
    if as_json:
        _print({"error": error.code, "zh": error.explain("zh"), "en": error.explain("en")})
    else:
        typer.secho(error.explain(lang.value), err=True, fg="red")
    raise typer.Exit(code)
