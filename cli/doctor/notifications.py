"""The ways to staff outside of the pages: can they be reached with the server's settings?

Nothing is sent: the mail server is greeted and logged in to, the gateway's connection opened.
"""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import aiosmtplib
from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from care_api.notifications.settings import NotificationSettings, SmtpSecurity
from care_api.notifications.settings import check as check_settings
from cli.doctor.check import Check, failure, ok, warning

PATIENCE_S = 5.0
"""Seconds until somebody who does not answer counts as away."""
MAIL = "e-mail to staff"
TEXTS = "text messages"
_PORTS = {"https": 443, "http": 80}


class Given(NotificationSettings):
    """The part of the server's settings that is about notifications."""

    model_config = SettingsConfigDict(env_prefix="NABO_", extra="ignore")


def checks(environment: Mapping[str, str], patience_s: float = PATIENCE_S) -> Iterator[Check]:
    """Look at the channels that the settings name.

    Args:
        environment: The server's; only what begins with `NABO_` counts.
        patience_s: How long to wait for each answer.
    """
    names = {f"NABO_{name.upper()}": name for name in NotificationSettings.model_fields}
    given = {names[key]: value for key, value in environment.items() if key in names}
    try:
        settings = Given.model_validate(given)
        check_settings(settings)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False)[0]
        name = f"NABO_{str(first['loc'][0]).upper()}"
        yield failure("notifications", f"{name}: {first['msg']}", "set it anew, or leave it out")
        return
    except ValueError as fault:
        yield failure("notifications", str(fault), "`nabo api` does not start before that is done")
        return
    yield from _ways(settings, patience_s)


def _ways(settings: NotificationSettings, patience_s: float) -> Iterator[Check]:
    if settings.smtp_host is None and settings.webhook_url is None:
        remedy = "set NABO_SMTP_HOST or NABO_WEBHOOK_URL, unless the pages are always watched"
        yield warning("notifications", "none is set up: alerts stand on the pages only", remedy)
        return
    if settings.smtp_host is not None:
        yield asyncio.run(_mail(settings, settings.smtp_host, patience_s))
    if settings.webhook_url is not None:
        yield asyncio.run(_gateway(settings.webhook_url, patience_s))
    if settings.public_url is None:
        remedy = "set NABO_PUBLIC_URL to where staff reach the pages"
        yield warning("notifications", "what is sent holds no link to the alert", remedy)


async def _mail(settings: NotificationSettings, host: str, patience_s: float) -> Check:
    where = f"{host}:{settings.smtp_port}"
    password = settings.smtp_password
    client = aiosmtplib.SMTP(
        hostname=host,
        port=settings.smtp_port,
        timeout=patience_s,
        use_tls=settings.smtp_security is SmtpSecurity.TLS,
        start_tls=settings.smtp_security is SmtpSecurity.STARTTLS,
        username=settings.smtp_user,
        password=password.get_secret_value() if password else None,
    )
    try:
        await client.connect()
    except aiosmtplib.SMTPAuthenticationError:
        remedy = "check NABO_SMTP_USER and NABO_SMTP_PASSWORD"
        return failure(MAIL, f"{where} does not let us log in", remedy)
    except (aiosmtplib.SMTPException, OSError, ValueError) as fault:
        remedy = "check NABO_SMTP_HOST, NABO_SMTP_PORT, NABO_SMTP_SECURITY and the firewall"
        return failure(MAIL, f"{where}: {type(fault).__name__}", remedy)
    finally:
        client.close()
    return ok(MAIL, f"{where} answers")


async def _gateway(url: str, patience_s: float) -> Check:
    parts = urlsplit(url)
    port = parts.port or _PORTS[parts.scheme]
    where = f"{parts.hostname}:{port}"
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    try:
        async with asyncio.timeout(patience_s):
            _, writer = await asyncio.open_connection(parts.hostname, port, ssl=tls)
            writer.close()
    except ssl.SSLError as fault:
        remedy = "the gateway's certificate must be one that this machine trusts"
        return failure(TEXTS, f"{where}: {fault.reason}", remedy)
    except OSError as fault:
        remedy = "check NABO_WEBHOOK_URL and the firewall"
        return failure(TEXTS, f"{where}: {type(fault).__name__}", remedy)
    return ok(TEXTS, f"{where} answers; whether it takes messages only a message would tell")
