# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The command line: ``jiesu COMMAND``. Each command imports its heavy parts itself."""

import sys
from typing import TYPE_CHECKING

import typer

from jiesu.cli import (
    account,
    audit,
    bench,
    case,
    demo,
    doctor,
    importing,
    log,
    pack,
    places,
    rates,
    redact,
    setup,
    simulate,
    train,
    understand,
    worker,
)
from jiesu.kernel.errors import JiesuError

if TYPE_CHECKING:
    from jiesu.kernel.text import Language

app = typer.Typer(
    name="jiesu",
    help="接诉即办: take up every appeal, until it is solved.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(doctor.doctor)
app.command()(setup.migrate)
app.command()(demo.demo)
app.command()(setup.tour)
app.command()(setup.serve)
app.command()(setup.stop)
app.command("web")(setup.serve_pages)
app.command()(case.show)
app.command("do")(case.do)
app.command("import")(importing.import_file)
app.command()(audit.audit)
app.command()(rates.rates)
app.command()(train.train)
app.command()(understand.understand)
app.add_typer(account.app)
app.add_typer(pack.app)
app.add_typer(places.app)
app.add_typer(log.app)
app.add_typer(worker.app)
app.add_typer(redact.app)
app.add_typer(bench.app)
app.add_typer(simulate.app)


def main() -> None:
    """Run the command line; an error is explained in the settings' language, exit code 2."""
    try:
        app()
    except JiesuError as error:
        typer.secho(error.explain(_language()), fg=typer.colors.RED, err=True)
        sys.exit(2)


def _language() -> "Language":
    from jiesu.bootstrap.settings import language_of_errors

    return language_of_errors()
