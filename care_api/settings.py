"""The server's settings: environment variables `NABO_…`, checked before anything starts."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import SettingsConfigDict

from care_api.notifications.settings import NotificationSettings, check_address, is_this_machine
from care_api.notifications.settings import check as check_notifications
from care_api.staff.lasting import Lasting
from care_api.staff.oidc_settings import OidcSettings
from care_api.staff.oidc_settings import check as check_oidc

MIN_SECRET_LENGTH = 32
"""Characters; `openssl rand -hex 32` gives 64."""
PLACEHOLDERS = (
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "placeholder",
    "example",
    "insecure",
)
"""Words that betray a key nobody has chosen."""


class StartupError(Exception):
    """The server cannot start: one line that names the thing and the remedy."""


class Settings(NotificationSettings, OidcSettings):
    """What an installation decides. Each field is read from `NABO_<FIELD>`."""

    model_config = SettingsConfigDict(
        env_prefix="NABO_", extra="forbid", frozen=True, use_attribute_docstrings=True
    )

    database_url: str = "sqlite:///nabo.sqlite"
    """SQLAlchemy address: `sqlite:///file` or `postgresql+psycopg://user@host/name`."""
    secret_key: SecretStr
    """Signs tokens; at least 32 random characters. There is no default."""
    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port to listen on; 0 takes a free one."""
    demo: bool = False
    """Fictional people only, on this machine only: allows a moved clock and any key."""
    clock_file: Path | None = None
    """With `demo`: the file that says how far the demonstration's clock is ahead."""
    run_worker: bool = True
    """Whether this process also looks for overdue tasks and silent robots."""
    robot_silent_after_s: float | None = Field(default=None, gt=0)
    """Seconds without a sign of life until a robot counts as silent.

    By default 300; in a demonstration, whose clock jumps, 7200.
    """

    session_hours: float = Field(default=10, gt=0, le=24)
    """Hours after which staff log in again in any case: a shift and its handover."""
    session_idle_minutes: float = Field(default=60, gt=0, le=24 * 60)
    """Minutes without anybody doing anything after which staff log in again."""
    demand_second_factor: bool = False
    """Whether staff who log in by a password must give a one-time code as well."""

    @property
    def lasting(self) -> Lasting:
        """How long a session lasts."""
        return Lasting(
            longest=timedelta(hours=self.session_hours),
            idle=timedelta(minutes=self.session_idle_minutes),
        )

    @property
    def robot_silent_after(self) -> timedelta:
        """How long a robot may be quiet."""
        default_s = 7200.0 if self.demo else 300.0
        return timedelta(seconds=self.robot_silent_after_s or default_s)

    @property
    def needs_secure_cookies(self) -> bool:
        """Whether cookies travel over TLS only: always, but where this machine is all there is.

        Behind a proxy on this machine, which speaks TLS with the world, the public address tells.
        """
        is_public = (self.public_url or "").startswith("https:")
        return is_public or not is_this_machine(self.host)

    @model_validator(mode="after")
    def _refuse_what_does_not_fit(self) -> Self:
        if self.clock_file and not self.demo:
            raise ValueError("NABO_CLOCK_FILE: only with NABO_DEMO=true; remove one or set both")
        if self.demo and not is_this_machine(self.host):
            raise ValueError("NABO_DEMO: only on this machine; set NABO_HOST to 127.0.0.1")
        if not self.demo:
            _check_secret(self.secret_key.get_secret_value())
        check_notifications(self)
        if self.oidc_issuer is not None:
            check_address("NABO_OIDC_ISSUER", self.oidc_issuer)
        check_oidc(self, self.public_url)
        return self


def load_settings(**given: Any) -> Settings:  # noqa: ANN401 - any field of Settings, checked by it
    """Return the settings from the environment, with those `given` on top.

    Raises:
        StartupError: One is missing or wrong; the line names it and the remedy, never a secret.
    """
    try:
        return Settings(**given)
    except ValidationError as fault:
        raise StartupError(_one_line(fault)) from None


def _one_line(fault: ValidationError) -> str:
    first = fault.errors(include_input=False, include_url=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return message
    name = f"NABO_{str(first['loc'][0]).upper()}"
    if first["type"] == "missing":
        return f"{name}: not set; {_REMEDIES.get(name, 'set it in the environment')}"
    return f"{name}: {message}"


_REMEDIES = {"NABO_SECRET_KEY": "make one with `openssl rand -hex 32` and set it"}


def _check_secret(secret: str) -> None:
    """Refuse a key that is short or that nobody has chosen.

    Raises:
        ValueError: With the remedy, without the key.
    """
    is_placeholder = any(word in secret.lower() for word in PLACEHOLDERS)
    if is_placeholder or len(secret) < MIN_SECRET_LENGTH or len(set(secret)) < len("0123456789"):
        raise ValueError(
            "NABO_SECRET_KEY: a placeholder, or too short; " + _REMEDIES["NABO_SECRET_KEY"]
        )
