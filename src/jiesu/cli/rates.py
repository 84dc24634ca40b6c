# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu rates``: the three rates and the rankings of one assessment month."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiesu.cli.rooms import As, Json, opened_city, require
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from jiesu.application.policy import CityPolicy
    from jiesu.domain.evaluation.rates import Evaluation, Placing, Ranking, ThreeRates
    from jiesu.kernel.rates import Rate
    from jiesu.kernel.text import Language

_SAID = {
    "month": Text(
        "考评月 {month}（{first} 至 {last}），计入评价 {counted} 条",
        "Assessment month {month} ({first} to {last}), {counted} answers counted",
    ),
    "unplaced": Text(
        "另有 {count} 条评价的单位不在任何分组。",
        "{count} more are of units that stand in no group.",
    ),
    "place": Text("名次", "Place"),
    "unit": Text("单位", "Unit"),
    "score": Text("得分", "Score"),
    "response": Text("响应率", "Response"),
    "resolution": Text("解决率", "Resolution"),
    "satisfaction": Text("满意率", "Satisfaction"),
    "valid": Text("有效评价", "Answers"),
    "not rated": Text("未计分", "not rated"),
    "whole": Text("合计", "together"),
    "basis": Text("依据：", "It rests on:"),
}
_FULL_SCORE = 100
_RATES = ("response", "resolution", "satisfaction")


class OneFormat(BadInput):
    """Two formats are asked for at once."""

    what = Text("--json 与 --csv 只能选一个。", "Take --json or --csv, not both.")
    next_step = Text("请去掉其中一个。", "Leave one of them out.")


def rates(
    month: Annotated[str, typer.Option(help="The assessment month, YYYY-MM; else this one.")] = "",
    group: Annotated[str, typer.Option(help="Only this peer group of the scheme.")] = "",
    as_: As = "auditor",
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, fractions exact.")] = False,
) -> None:
    """Rank the units of an assessment month by its three rates, exact to the last fraction."""
    from jiesu.application.evaluating import (
        evaluate_month,
        named_month,
        only_group,
        present_month,
    )

    if as_json and as_csv:
        raise OneFormat
    with opened_city() as (city, settings):
        require(city, as_, "evaluation.read")
        today = city.policy.calendar.local_day(city.clock.now())
        chosen = named_month(city.policy, month) if month else present_month(city.policy, today)
        found = evaluate_month(chosen, city.policy, city.verdicts)
        policy = city.policy
    found = only_group(found, group) if group else found
    if as_json:
        typer.echo(json.dumps(_data(found, policy), ensure_ascii=False, indent=2))
    elif as_csv:
        typer.echo("\n".join(_lines(found)))
    else:
        _print(found, policy, settings.language)


def _data(found: "Evaluation", policy: "CityPolicy") -> dict[str, Any]:
    """Return everything exact: what is rounded for people is not in here."""
    from jiesu.application.showing import ground_of

    grounds = [ground_of(basis, policy) for basis in found.basis]
    return {
        "month": found.month.label,
        "first_day": found.month.first_day.isoformat(),
        "last_day": found.month.last_day.isoformat(),
        "counted": found.counted,
        "unplaced": [str(one) for one in found.unplaced],
        "groups": [
            {
                "group": ranking.group.id,
                "name": {"zh": ranking.group.name.zh, "en": ranking.group.name.en},
                "units": [_placing_data(placing) for placing in ranking.placings],
                "together": _rates_data(ranking.rates),
            }
            for ranking in found.rankings
        ],
        "basis": [
            {
                "key": ground.key,
                "value": ground.value,
                "article": {"zh": ground.article.zh, "en": ground.article.en},
                "standing": ground.standing,
                "since": ground.since,
            }
            for ground in grounds
        ],
    }


def _placing_data(placing: "Placing") -> dict[str, Any]:
    return {
        "unit": placing.unit.id,
        "name": {"zh": placing.unit.name.zh, "en": placing.unit.name.en},
        "place": placing.place,
        "rated": placing.score is not None,
        "score": None if placing.score is None else _fraction_data(placing.score),
        **_rates_data(placing.rates),
        "verdicts": [str(one) for one in placing.verdicts],
    }


def _rates_data(three: "ThreeRates") -> dict[str, Any]:
    return {name: _rate_data(getattr(three, name)) for name in _RATES} | {"valid": three.valid}


def _rate_data(rate: "Rate") -> dict[str, object]:
    """Return a rate as counted; a numerator of half answers is written as a fraction, ``13/2``."""
    whole = Fraction(rate.numerator).denominator == 1
    numerator = int(rate.numerator) if whole else str(Fraction(rate.numerator))
    return {"numerator": numerator, "denominator": rate.denominator}


def _fraction_data(value: Fraction) -> dict[str, int]:
    return {"numerator": value.numerator, "denominator": value.denominator}


def _lines(found: "Evaluation") -> Iterator[str]:
    """Yield the rankings as CSV; an exact fraction stands as ``13/2``, not rated as nothing."""
    yield ",".join(("month", "group", "place", "unit", "score", *_RATES, "valid"))
    for ranking in found.rankings:
        for placing in ranking.placings:
            shares = [getattr(placing.rates, name) for name in _RATES]
            cells = (
                found.month.label,
                ranking.group.id,
                placing.place,
                placing.unit.id,
                placing.score,
                *(share.value for share in shares),
                placing.rates.valid,
            )
            yield ",".join("" if cell is None else str(cell) for cell in cells)


def _print(found: "Evaluation", policy: "CityPolicy", language: "Language") -> None:
    from rich.console import Console

    from jiesu.application.showing import ground_of

    month, console = found.month, Console()
    facts = {"first": month.first_day, "last": month.last_day, "counted": found.counted}
    typer.secho(_SAID["month"].say(language, month=month.label, **facts), bold=True)
    places = policy.evaluation.decimals.as_of(month.last_day).value
    for ranking in found.rankings:
        _print_ranking(console, ranking, places, language)
    if found.unplaced:
        typer.echo(_SAID["unplaced"].say(language, count=len(found.unplaced)))
    typer.echo(f"\n{_SAID['basis'].say(language)}")
    for ground in (ground_of(basis, policy) for basis in found.basis):
        source = f"({ground.key} = {ground.value}, {ground.standing})"
        typer.echo(f"  ⚖ {ground.article.say(language)} {source}")


def _print_ranking(
    console: "Console", ranking: "Ranking", places: int, language: "Language"
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    title = ranking.group.name.say(language)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    for column in ("place", "unit", "score", *_RATES, "valid"):
        justify = "left" if column == "unit" else "right"
        table.add_column(_SAID[column].say(language), justify=justify)  # type: ignore[arg-type] # two of its words
    not_rated = _SAID["not rated"].say(language)
    for placing in ranking.placings:
        table.add_row(
            "" if placing.place is None else str(placing.place),
            placing.unit.name.say(language),
            not_rated if placing.score is None else _rounded(placing.score, places),
            *_shares(placing.rates, places),
        )
    table.add_section()
    table.add_row("", _SAID["whole"].say(language), "", *_shares(ranking.rates, places))
    console.print(table)


def _shares(three: "ThreeRates", places: int) -> Iterator[str]:
    for name in _RATES:
        yield getattr(three, name).percent(places)
    yield str(three.valid)


def _rounded(score: Fraction, places: int) -> str:
    """Return a score from 0 to 100 rounded as rates are: it is one, in hundredths."""
    from jiesu.kernel.rates import Rate

    return Rate(score, _FULL_SCORE).percent(places).removesuffix("%")
