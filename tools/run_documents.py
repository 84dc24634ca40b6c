# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Documents whose examples are run: ``python -m tools.run_documents`` writes what they print.

A ``python`` block runs after the ones before it in the same document; what it prints stands in the
``text`` block right below. A ``console`` block that begins with ``$ jiesu pack`` holds a command
and its output; other console blocks need a database or the present time and are left alone.
"""

import re
import shlex
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from typer.testing import CliRunner

from jiesu.cli.app import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = tuple(
    ROOT / name for name in ("README.md", "README.zh-CN.md", "docs/life-of-an-appeal.md")
)

_BLOCK = re.compile(r"^```(?P<kind>python|console)\n(?P<body>.*?)^```\n", re.DOTALL | re.MULTILINE)
_PRINTED = re.compile(r"\n```text\n.*?^```\n", re.DOTALL | re.MULTILINE)
_REPEATABLE = "$ jiesu pack "
_WIDTH = "110"


def main() -> None:
    """Run every document and write what its examples print."""
    for path in DOCUMENTS:
        path.write_text(rerun(path.read_text(encoding="utf-8")), encoding="utf-8")


def rerun(text: str) -> str:
    """Return the document with every output as it is now."""
    names: dict[str, object] = {}
    parts: list[str] = []
    reached = 0
    for block in _BLOCK.finditer(text):
        parts.append(text[reached : block.start()])
        reached = block.end()
        if block["kind"] == "console":
            parts.append(_console(block["body"]))
            continue
        parts.append(block[0])
        printed = _PRINTED.match(text, reached)
        reached = printed.end() if printed else reached
        parts.append(_as_text(_run(block["body"], names)))
    return "".join([*parts, text[reached:]])


def _run(source: str, names: dict[str, object]) -> str:
    code = compile(source, "<example>", "exec")
    return _printed(lambda: exec(code, names))  # noqa: S102 -- our own documents


def _printed(act: Callable[[], object]) -> str:
    out = StringIO()
    with redirect_stdout(out):
        act()
    return out.getvalue()


def _as_text(printed: str) -> str:
    return f"\n```text\n{printed}```\n" if printed else ""


def _console(body: str) -> str:
    command = body.partition("\n")[0]
    if not command.startswith(_REPEATABLE):
        return f"```console\n{body}```\n"
    words = shlex.split(command.removeprefix("$ jiesu "))
    result = CliRunner().invoke(app, words, env={"COLUMNS": _WIDTH, "TERM": "dumb"})
    lines = [line.rstrip() for line in result.output.splitlines()]
    output = "\n".join(lines).strip("\n")
    return f"```console\n{command}\n{output}\n```\n"


if __name__ == "__main__":
    main()
