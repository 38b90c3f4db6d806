"""The other side of each channel, on this machine: real servers that behave as they are told."""

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, Protocol

from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from care_api.notifications.channel import Channel, Delivery, Result
from care_api.notifications.email import Email, MailServer
from care_api.notifications.message import Message, Text
from care_api.notifications.settings import SmtpSecurity
from care_api.notifications.webhook import Gateway, Webhook
from schedules.clock import SystemClock

SECRET = "4bb1d6a09c7e52f8" * 4
PATIENCE_S = 1.0
"""How long the channels under test wait."""


class Mood(StrEnum):
    """How the other side behaves."""

    ACCEPTS = "accepts"
    ASKS_TO_WAIT = "asks_to_wait"
    REFUSES = "refuses"
    HANGS = "hangs"
    """Takes everything in and never answers."""


class PostOffice(Protocol):
    """The other side of a channel."""

    mood: Mood
    received: list[str]
    """Ids of the messages that came through, in order."""

    @property
    def channel(self) -> Channel:
        """Our side."""
        ...


@dataclass
class FakeChannel:
    """The channel of tests that are not about channels."""

    mood: Mood = Mood.ACCEPTS
    received: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def channel(self) -> Channel:
        """Itself."""
        return self

    async def send(self, address: str, message: Message, text: Text) -> Delivery:
        """Keep the message and answer in its mood."""
        assert address
        await asyncio.sleep(0)
        match self.mood:
            case Mood.ACCEPTS:
                self.received.append(str(message.id))
                self.texts.append(text.body)
                return Delivery(result=Result.ACCEPTED, detail="fake")
            case Mood.ASKS_TO_WAIT:
                return Delivery(result=Result.NOT_NOW, detail="fake")
            case Mood.REFUSES:
                return Delivery(result=Result.REFUSED, detail="fake")
            case Mood.HANGS:
                return Delivery(result=Result.UNCERTAIN, detail="timeout")


class MailOffice:
    """A real SMTP server."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.mood = Mood.ACCEPTS
        self.received: list[str] = []
        self.mails: list[Mapping[str, str]] = []
        self.bodies: list[str] = []
        self.was_encrypted: list[bool] = []
        self.tls = tls
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.channel: Channel

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        match self.mood:
            case Mood.ASKS_TO_WAIT:
                return "451 4.7.1 Greylisted, come back later"
            case Mood.REFUSES:
                return "550 5.1.1 No such mailbox"
            case _:
                envelope.rcpt_tos.append(address)
                return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.mood is Mood.HANGS:
            await asyncio.sleep(10 * PATIENCE_S)  # longer than any client of ours waits
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content)
        self.mails.append({name: str(value) for name, value in mail.items()})
        payload = mail.get_payload(decode=True)
        self.bodies.append(payload.decode() if isinstance(payload, bytes) else "")
        self.received.append(str(mail["Message-ID"]).strip("<>").partition("@")[0])
        self.was_encrypted.append(session.ssl is not None)
        return "250 OK"

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.socket.getsockname()[1])

    async def serve(self, started: threading.Event, over: asyncio.Event) -> None:
        """Take mail until `over`."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._protocol, sock=self.socket)
        started.set()
        async with server:
            await over.wait()

    def _protocol(self) -> SMTP:
        return SMTP(
            self,
            hostname="127.0.0.1",
            tls_context=self.tls,
            require_starttls=self.tls is not None,
            loop=asyncio.get_running_loop(),
        )


@contextmanager
def mail_office(
    tls: ssl.SSLContext | None = None, trusted: ssl.SSLContext | None = None
) -> Iterator[MailOffice]:
    """Run a mail server for as long as a test lasts."""
    office = MailOffice(tls)
    office.channel = mail_channel(office.port, trusted)
    started, over, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    thread = threading.Thread(target=_run, args=(loop, office.serve(started, over)))
    thread.start()
    try:
        assert started.wait(timeout=10)
        yield office
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, serving: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(serving)


def mail_channel(port: int, trusted: ssl.SSLContext | None = None) -> Email:
    """Return a channel to a mail server on this machine."""
    server = MailServer(
        host="127.0.0.1",
        port=port,
        security=SmtpSecurity.STARTTLS if trusted else SmtpSecurity.NONE,
        sender="nabo@fjordvik.example",
        tls=trusted,
    )
    return Email(server, timeout_s=PATIENCE_S)


class GatewayOffice:
    """A real HTTP server that takes text messages."""

    def __init__(self) -> None:
        self.mood = Mood.ACCEPTS
        self.status: int | None = None
        """Answers with this one instead."""
        self.received: list[str] = []
        self.requests: list[tuple[Mapping[str, str], bytes]] = []
        self.is_over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = False
        self.channel: Channel = Webhook(
            Gateway(url=self.url, secret=SECRET), SystemClock(), timeout_s=PATIENCE_S
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/sms"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                office.answer(self, body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - its signature
                pass

        return Handler

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """Answer one request in the mood of the moment."""
        self.requests.append((dict(request.headers.items()), body))
        if self.mood is Mood.HANGS:
            self.is_over.wait(timeout=30)
            return
        statuses = {Mood.ACCEPTS: 202, Mood.ASKS_TO_WAIT: 503, Mood.REFUSES: 422}
        status = self.status or statuses[self.mood]
        if status == 202:
            self.received.append(json.loads(body)["id"])
        request.send_response(status)
        if 300 <= status < 400:
            request.send_header("Location", f"{self.url}/elsewhere")
        request.send_header("Content-Length", "0")
        request.end_headers()


@contextmanager
def gateway_office() -> Iterator[GatewayOffice]:
    """Run a gateway for as long as a test lasts."""
    office = GatewayOffice()
    thread = threading.Thread(target=office.server.serve_forever)
    thread.start()
    try:
        yield office
    finally:
        office.is_over.set()
        office.server.shutdown()
        office.server.server_close()
        thread.join()


def own_certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's context with a certificate of its own, and a client's that trusts it."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    host = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(host, critical=False)
        .sign(key, None)
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "server.pem").write_bytes(pem + secret)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "server.pem")
    trusting = ssl.create_default_context(cadata=pem.decode())
    return serving, trusting
