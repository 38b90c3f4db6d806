"""A robot speaks only with a server whose certificate it can check."""

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codebook.event import Event
from codebook.upload import BatchResult
from robot_nodes.adapters.care_server_http import CareServerHttp
from robot_nodes.adapters.identity import Identity
from robot_nodes.ports import ServerUnreachable
from tests.robot_nodes.adapters.stores import MORNING, ROBOT, store_in
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.loopback_care_api import LoopbackCareApi, loopback_care_api

NABO = Identity(robot_id=ROBOT, name="Nabo 1", private_key=Ed25519PrivateKey.generate())
HOST = "127.1"
"""This machine, in a spelling that is treated as any other host's name."""


@pytest.fixture
def event(tmp_path: Path) -> Event:
    with store_in(tmp_path) as store:
        return store.pending(1)[0]


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's context with a certificate that it signed itself, and the certificate."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, None)
    )
    shown, whole = folder / "certificate.pem", folder / "server.pem"
    shown.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    whole.write_bytes(shown.read_bytes() + secret)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(whole)
    return serving, shown


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    return certified(tmp_path)


@pytest.fixture
def api(certificate: tuple[ssl.SSLContext, Path]) -> Iterator[LoopbackCareApi]:
    with loopback_care_api(certificate[0]) as running:
        yield running


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", HOST)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)


def upload(api: LoopbackCareApi, event: Event) -> BatchResult:
    async def scene() -> BatchResult:
        server = CareServerHttp(api.address_as(HOST), NABO, HandMovedClock(MORNING))
        try:
            async with asyncio.timeout(20):
                return await server.upload([event], MORNING)
        finally:
            await server.close()

    return asyncio.run(scene())


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(
    api: LoopbackCareApi, event: Event
) -> None:
    with pytest.raises(ServerUnreachable, match="certificate.*SSL_CERT_FILE") as refused:
        upload(api, event)
    assert api.requests == []
    assert HOST not in str(refused.value)


def test_a_server_whose_certificate_the_robot_was_told_of_is_trusted(
    api: LoopbackCareApi,
    event: Event,
    certificate: tuple[ssl.SSLContext, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    assert len(upload(api, event).results) == 1
    assert list(api.stored.values()) == [event]
