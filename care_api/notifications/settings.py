"""What an installation says about e-mail and the text message gateway; `NABO_<FIELD>`."""

from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    """From the first byte on, port 465 as a rule."""
    NONE = "none"
    """To this machine only."""


class NotificationSettings(BaseSettings):
    """The fields; without them nobody is told outside of the pages."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    public_url: str | None = None
    """Where staff reach the pages, e.g. `https://nabo.example.no`: the link in notifications."""
    smtp_host: str | None = None
    """Mail server; without one no e-mail is sent."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """The mail server's port."""
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    """`starttls`, `tls` or, on this machine only, `none`."""
    smtp_user: str | None = None
    """Whom to log in to the mail server as, if at all."""
    smtp_password: SecretStr | None = None
    """That user's password."""
    smtp_from: str | None = None
    """The sender's address."""
    webhook_url: str | None = None
    """Where text messages are handed over, with https; without it none is sent."""
    webhook_secret: SecretStr | None = None
    """Signs what is handed over; at least 32 random characters."""


SHORTEST_SECRET = 32
"""Characters; `openssl rand -hex 32` gives 64."""


def check(settings: NotificationSettings) -> None:
    """Refuse what could not work or would not be safe.

    Raises:
        ValueError: One line that names the setting and the remedy, never a secret.
    """
    _check_mail(settings)
    _check_webhook(settings)
    if settings.public_url is not None:
        check_address("NABO_PUBLIC_URL", settings.public_url)


def _check_mail(settings: NotificationSettings) -> None:
    if settings.smtp_host is None:
        return
    if not settings.smtp_from or "@" not in settings.smtp_from:
        raise ValueError("NABO_SMTP_FROM: set the sender's address, as NABO_SMTP_HOST is set")
    if settings.smtp_security is SmtpSecurity.NONE and not is_this_machine(settings.smtp_host):
        raise ValueError("NABO_SMTP_SECURITY: `none` to this machine only; use starttls or tls")
    if (settings.smtp_user is None) != (settings.smtp_password is None):
        raise ValueError("NABO_SMTP_PASSWORD: set it together with NABO_SMTP_USER, or neither")


def _check_webhook(settings: NotificationSettings) -> None:
    if settings.webhook_url is None:
        return
    check_address("NABO_WEBHOOK_URL", settings.webhook_url)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(
            "NABO_WEBHOOK_SECRET: not set, or too short; "
            "make one with `openssl rand -hex 32` and set it"
        )


def check_address(name: str, address: str) -> None:
    """Refuse an address that is not safe to use.

    Raises:
        ValueError: One line that names the setting and the remedy.
    """
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and is_this_machine(parts.hostname or "")
    )
    if not is_safe or not parts.hostname:
        raise ValueError(f"{name}: an address with https (http to this machine only)")
    if parts.username or parts.password:
        raise ValueError(f"{name}: leave user and password out of the address")


def is_this_machine(host: str) -> bool:
    """Return whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
