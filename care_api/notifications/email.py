"""E-mail, over the municipality's own mail server."""

import re
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

import aiosmtplib

from care_api.notifications.channel import Delivery, Result
from care_api.notifications.message import Message, Text
from care_api.notifications.settings import SmtpSecurity

TIMEOUT_S = 10.0
"""Seconds for each answer of the mail server."""
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
"""Nothing in it that could end a command or a header."""
_FIRST_PERMANENT = 500
"""SMTP codes from here on are final; those below ask to come back (greylisting)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over."""

    host: str
    port: int
    security: SmtpSecurity
    sender: str
    user: str | None = None
    password: str | None = None
    tls: ssl.SSLContext | None = None
    """None: the certificates that the machine trusts."""


class Email:
    """One message, one recipient, one connection."""

    def __init__(self, server: MailServer, timeout_s: float = TIMEOUT_S) -> None:
        """Send over `server`; nothing is opened yet."""
        self._server = server
        self._timeout_s = timeout_s

    async def send(self, address: str, message: Message, text: Text) -> Delivery:
        """Hand a mail over; 5xx is final, 4xx and silence are not."""
        if not _ADDRESS.fullmatch(address):
            return Delivery(result=Result.REFUSED, detail="no_address")
        client = aiosmtplib.SMTP(
            hostname=self._server.host,
            port=self._server.port,
            timeout=self._timeout_s,
            use_tls=self._server.security is SmtpSecurity.TLS,
            start_tls=self._server.security is SmtpSecurity.STARTTLS,
            tls_context=self._server.tls,
            username=self._server.user,
            password=self._server.password,
        )
        try:
            refusal = await self._introduce(client, address)
            if refusal is not None:
                return refusal
            return await self._hand_over(client, address, message, text)
        finally:
            client.close()

    async def _introduce(self, client: aiosmtplib.SMTP, address: str) -> Delivery | None:
        """Do all before the mail itself: whatever fails here, nothing was delivered."""
        try:
            await client.connect()
            await client.mail(self._server.sender)
            await client.rcpt(address)
        except aiosmtplib.SMTPResponseException as fault:
            return _answer(fault.code)
        except (aiosmtplib.SMTPException, OSError, ValueError) as fault:
            return Delivery(result=Result.NOT_NOW, detail=_name(fault))
        return None

    async def _hand_over(
        self, client: aiosmtplib.SMTP, address: str, message: Message, text: Text
    ) -> Delivery:
        try:
            await client.data(self._mail(address, message, text).as_bytes())
        except aiosmtplib.SMTPResponseException as fault:
            return _answer(fault.code)
        except (aiosmtplib.SMTPException, OSError) as fault:
            return Delivery(result=Result.UNCERTAIN, detail=_name(fault))
        return Delivery(result=Result.ACCEPTED, detail="smtp_250")

    def _mail(self, address: str, message: Message, text: Text) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._server.sender
        mail["To"] = address
        mail["Subject"] = text.subject
        mail["Date"] = formatdate()
        # The same at every attempt, so that a mail program shows a repetition once.
        mail["Message-ID"] = f"<{message.id}@{self._server.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text.body)
        return mail


def _answer(code: int) -> Delivery:
    result = Result.REFUSED if code >= _FIRST_PERMANENT else Result.NOT_NOW
    return Delivery(result=result, detail=f"smtp_{code}")


def _name(fault: Exception) -> str:
    match fault:
        case aiosmtplib.SMTPTimeoutError():
            return "timeout"
        case ssl.SSLError():
            return "tls"
        case _:
            return "unreachable"
