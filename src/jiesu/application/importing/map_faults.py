# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a map: each fault with its key's path and line, all told together."""

import re
import tomllib
from dataclasses import dataclass

from jiesu.application.importing.codes import listing, nearest
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Language, Text

_HEADER = re.compile(r"\s*\[(?P<path>[^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?P<key>[A-Za-z0-9_.\-\"']+)\s*=")
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class MapFault:
    """One thing wrong with a map; ``line`` is where the key stands, if it could be found."""

    path: str
    line: int | None
    what: Text

    def say(self, language: Language) -> str:
        """Return e.g. ``fields.kind.tabel (line 12): unknown key; did you mean "table"?``."""
        place = self.path
        if self.line is not None:
            place += f"（第 {self.line} 行）" if language == "zh" else f" (line {self.line})"
        return f"{place}: {self.what.say(language)}"


class BadMap(BadInput):
    """A MAP.toml cannot be used; ``faults`` holds everything wrong with it, not the first only."""

    what = Text(
        "导入映射有 {count} 处错误：{listing_zh}", "The map has {count} faults: {listing_en}"
    )
    next_step = Text(
        "请按所列位置逐项修改；写法见 application/importing/mapping.py 与 examples/maps。",
        "Mend each at its place; the language is described in application/importing/mapping.py "
        "and shown in examples/maps.",
    )

    def __init__(self, faults: tuple[MapFault, ...]) -> None:
        self.faults = faults
        super().__init__(
            count=len(faults),
            listing_zh="；".join(fault.say("zh") for fault in faults),
            listing_en="; ".join(fault.say("en") for fault in faults),
        )


class Faults:
    """Gathers faults while a map is read, and knows on which line each key stands."""

    def __init__(self, text: str) -> None:
        self._lines = key_lines(text)
        self._found: list[MapFault] = []

    def add(self, path: str, zh: str, en: str) -> None:
        """Note one fault at the key ``path``."""
        line = self._lines.get(path, self._lines.get(path.rpartition(".")[0]))
        self._found.append(MapFault(path, line, Text(zh, en)))

    def unknown(self, path: str, name: str, known: frozenset[str]) -> None:
        """Note a name that is none of ``known``, with what was probably meant."""
        meant = nearest(name, known)
        hint_zh = f"您是否想写“{meant}”？" if meant else f"可用：{listing(known)}"
        hint_en = f'did you mean "{meant}"?' if meant else f"known: {listing(known)}"
        self.add(path, f"不认识“{name}”；{hint_zh}", f'unknown "{name}"; {hint_en}')

    def raise_any(self) -> None:
        """Refuse the map if anything was noted.

        Raises:
            BadMap: with every fault, in the order of the file.
        """
        if self._found:
            raise BadMap(tuple(sorted(self._found, key=lambda fault: fault.line or 0)))


def read_toml(text: str) -> dict[str, object]:
    """Return the parsed text.

    Raises:
        BadMap: not TOML; the one fault names the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found.group(1)) if found else None
        what = Text(f"不是有效的 TOML：{error}", f"not valid TOML: {error}")
        raise BadMap((MapFault("(file)", line, what),)) from None
    except RecursionError:
        what = Text("括号嵌套过深", "nested too deep")
        raise BadMap((MapFault("(file)", None, what),)) from None


def key_lines(text: str) -> dict[str, int]:
    """Return the line of each table header and key by its dotted path (a reading aid only)."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = header["path"].replace('"', "").replace(" ", "")
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            name = key["key"].strip("\"'")
            lines.setdefault(f"{table}.{name}" if table else name, number)
    return lines
