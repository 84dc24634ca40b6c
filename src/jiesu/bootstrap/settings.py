# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Everything a deployment may choose, in one typed object read from the environment.

What law decides is never a setting: it is policy, and lives in the city pack.
"""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    NonNegativeInt,
    PositiveInt,
    SecretStr,
    ValidationError,
)
from pydantic import model_validator as validates_whole
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Language, Text

PREFIX = "JIESU_"

LARGEST_PORT = 65535
_LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}


class BadSettings(BadInput):
    """Some environment variables cannot be used. Their values are not repeated: some are secret."""

    what = Text("环境变量有误：{faults}。", "Environment variables are wrong: {faults}.")
    next_step = Text(
        "请对照 docs/reference/settings.md 修改后重试。",
        "Correct them after docs/reference/settings.md and try again.",
    )


def _place(path: Path) -> Path:
    return path.expanduser().absolute()


def _by_comma(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _master_key(given: dict[str, Any]) -> Path:
    return Path(given["home"], "keys", "master.key")


def _signing_key(given: dict[str, Any]) -> Path:
    return Path(given["home"], "keys", "django.key")


Place = Annotated[Path, AfterValidator(_place)]
Port = Annotated[int, Field(ge=0, le=LARGEST_PORT)]


class Settings(BaseSettings):
    """The one settings object (运行设置). Built by :func:`load_settings`, then handed on.

    Every field is described in ``docs/reference/settings.md``; a test keeps the two equal.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True
    )

    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    pg_bin: Place | None = Field(default=None, validation_alias="PG_BIN")
    postgres_port: Port = 0
    home: Place = Path("var")
    master_key_file: Place = Field(default_factory=_master_key)
    secret_key_file: Place = Field(default_factory=_signing_key)
    pack: str = "example"
    shared_data: Place = Path("../shared/data")
    language: Annotated[Language, BeforeValidator(_lower)] = "zh"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        "info"
    )
    debug: bool = False
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_by_comma)] = (
        "localhost",
        "127.0.0.1",
    )
    notify: Annotated[Literal["file", "console", "smtp"], BeforeValidator(_lower)] = "file"
    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_tls: Annotated[Literal["starttls", "implicit", "none"], BeforeValidator(_lower)] = (
        "starttls"
    )
    smtp_user: str = ""
    smtp_password_file: Place | None = None
    smtp_from: str = ""
    worker_outbox_batch: PositiveInt = 200
    worker_timer_batch: PositiveInt = 1000
    web_bind: str = "127.0.0.1:8000"
    web_workers: PositiveInt = 2
    web_threads: PositiveInt = 4
    web_proxies: NonNegativeInt = 0
    web_hsts_seconds: NonNegativeInt = 31_536_000
    session_idle_minutes: PositiveInt = 30
    session_hours: PositiveInt = 12
    sessions_per_account: PositiveInt = 3
    demo: bool = False

    @validates_whole(mode="after")
    def _smtp_is_complete(self) -> "Settings":
        """Refuse to find out about a missing mail server with the first notice."""
        missing = [
            variable_of(name)
            for name in ("smtp_host", "smtp_from")
            if self.notify == "smtp" and not getattr(self, name)
        ]
        if missing:
            raise ValueError(f"JIESU_NOTIFY=smtp needs {' and '.join(missing)}")
        return self

    @property
    def only_this_machine(self) -> bool:
        """Whether the pages answer to loopback names only, so that plain http is enough."""
        return set(self.allowed_hosts) <= _LOOPBACK

    @property
    def places_folder(self) -> Path:
        """Where the city keeps positions and borders it surveyed itself."""
        return self.home / "places"

    @property
    def static_folder(self) -> Path:
        """Where style, script and icons are laid out under hashed names."""
        return self.home / "static"

    @property
    def catalogue_folder(self) -> Path:
        """Where the translations of the pages are laid out for reading."""
        return self.home / "cache" / "locale"

    @property
    def mail_folder(self) -> Path:
        """Where the file backend of notices writes them."""
        return self.home / "mail"


def load_settings() -> Settings:
    """Read the environment once; the door that starts the program hands the result on.

    Raises:
        BadSettings: Naming every variable that cannot be used, never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise BadSettings(faults="; ".join(map(_fault, faults))) from None


def language_of_errors() -> Language:
    """Return the language to explain an error in, be it that the settings cannot be used."""
    try:
        return load_settings().language
    except BadSettings:
        given = os.environ.get(variable_of("language"), "")
        default: Language = Settings.model_fields["language"].default
        return next((known for known in get_args(Language) if known == given), default)


def _fault(fault: ErrorDetails) -> str:
    about = variable_of(str(fault["loc"][0])) + ": " if fault["loc"] else ""
    return about + fault["msg"].removeprefix("Value error, ")


def variable_of(field: str) -> str:
    """Return the environment variable that sets ``field``."""
    known = Settings.model_fields.get(field)
    alias = known.validation_alias if known else None
    if isinstance(alias, str):
        return alias
    return field if known is None else f"{PREFIX}{field.upper()}"


def unknown_variables() -> tuple[str, ...]:
    """Return the variables that begin like ours and set nothing: most are slips of the pen."""
    known = {variable_of(field) for field in Settings.model_fields}
    return tuple(
        sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    )
