"""One contract for every way to somebody, the fake one of other tests included."""

import asyncio
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from care_api.notifications.channel import Channel, Delivery, Result
from care_api.notifications.message import Message, Text
from care_api.notifications.webhook import SIGNATURE_HEADER, Gateway, Webhook
from codebook.alert import Severity
from schedules.clock import SystemClock
from schedules.locale import Locale
from tests.care_api.notifications.post_offices import (
    SECRET,
    FakeChannel,
    GatewayOffice,
    MailOffice,
    Mood,
    PostOffice,
    gateway_office,
    mail_channel,
    mail_office,
    own_certificate,
)

MESSAGE = Message(
    id=UUID(int=7),
    alert_id=UUID(int=8),
    unit_name="Solbakken",
    severity=Severity.CRITICAL,
    rung=0,
    locale=Locale.NB_NO,
    is_about_handling=False,
)
TEXT = Text(subject="Nabo: Kritisk – Solbakken", body="Nabo: Kritisk – Solbakken\nÅpne Nabo.")


@pytest.fixture
def mails() -> Iterator[MailOffice]:
    with mail_office() as office:
        yield office


@pytest.fixture
def gateway() -> Iterator[GatewayOffice]:
    with gateway_office() as office:
        yield office


@pytest.fixture(params=["fake", "mails", "gateway"])
def office(request: pytest.FixtureRequest) -> PostOffice:
    if request.param == "fake":
        return FakeChannel()
    found: PostOffice = request.getfixturevalue(request.param)
    return found


def send(channel: Channel, address: str = "vakt@fjordvik.example") -> Delivery:
    return asyncio.run(channel.send(address, MESSAGE, TEXT))


@pytest.mark.parametrize(
    ("mood", "result"),
    [
        (Mood.ACCEPTS, Result.ACCEPTED),
        (Mood.ASKS_TO_WAIT, Result.NOT_NOW),
        (Mood.REFUSES, Result.REFUSED),
        (Mood.HANGS, Result.UNCERTAIN),
    ],
)
def test_an_attempt_ends_as_the_other_side_behaves(
    office: PostOffice, mood: Mood, result: Result
) -> None:
    office.mood = mood
    delivery = send(office.channel)
    assert delivery.result is result
    assert "vakt" not in delivery.detail
    assert office.received == ([str(MESSAGE.id)] if result is Result.ACCEPTED else [])


def test_a_repetition_can_be_told_by_its_id(office: PostOffice) -> None:
    send(office.channel)
    send(office.channel)
    assert office.received == [str(MESSAGE.id)] * 2


@pytest.mark.parametrize("make", ["mail", "webhook"])
def test_where_nobody_listens_it_is_tried_again(make: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    channel: Channel = (
        mail_channel(port)
        if make == "mail"
        else Webhook(Gateway(url=f"http://127.0.0.1:{port}/", secret=SECRET), SystemClock())
    )
    assert send(channel) == Delivery(result=Result.NOT_NOW, detail="unreachable")


def test_a_mail_holds_the_words_and_says_that_a_machine_wrote_it(mails: MailOffice) -> None:
    send(mails.channel)
    [mail] = mails.mails
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (mail["From"], mail["To"]) == ("nabo@fjordvik.example", "vakt@fjordvik.example")
    assert mails.bodies[0].replace("\r\n", "\n").strip() == TEXT.body


def test_an_address_that_is_none_is_no_way_to_write_headers(mails: MailOffice) -> None:
    delivery = send(mails.channel, "a@b.example>\r\nRCPT TO:<spy@elsewhere.example")
    assert delivery == Delivery(result=Result.REFUSED, detail="no_address")
    assert mails.received == []


def test_mail_goes_out_encrypted_to_a_server_whose_certificate_is_trusted(tmp_path: Path) -> None:
    serving, trusting = own_certificate(tmp_path)
    with mail_office(serving, trusting) as office:
        assert send(office.channel).result is Result.ACCEPTED
        assert office.was_encrypted == [True]


def test_mail_does_not_go_out_in_the_open(mails: MailOffice, tmp_path: Path) -> None:
    _, trusting = own_certificate(tmp_path)
    delivery = send(mail_channel(mails.port, trusting))
    assert delivery.result is Result.NOT_NOW
    assert mails.received == []


def test_mail_does_not_go_to_a_server_that_is_not_trusted(tmp_path: Path) -> None:
    serving, _ = own_certificate(tmp_path)
    (tmp_path / "other").mkdir()
    _, trusting_another = own_certificate(tmp_path / "other")
    with mail_office(serving, trusting_another) as office:
        assert send(office.channel).result is Result.NOT_NOW
        assert office.received == []


def test_a_gateway_can_check_who_sent_it_and_when(gateway: GatewayOffice) -> None:
    send(gateway.channel, "+4799999999")
    [(headers, body)] = gateway.requests
    stamp, _, signature = headers[SIGNATURE_HEADER].partition(",v1=")
    at_s = stamp.removeprefix("t=")
    expected = hmac.new(SECRET.encode(), f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
    assert signature == expected
    assert abs(SystemClock().now().timestamp() - int(at_s)) < 60
    assert headers["Idempotency-Key"] == str(MESSAGE.id)
    assert json.loads(body) == {
        "id": str(MESSAGE.id),
        "to": "+4799999999",
        "text": TEXT.body,
        "severity": 40,
    }


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_gateway_cannot_send_us_elsewhere(gateway: GatewayOffice, status: int) -> None:
    gateway.status = status
    assert send(gateway.channel) == Delivery(result=Result.REFUSED, detail=f"http_{status}")
    assert len(gateway.requests) == 1


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (200, Result.ACCEPTED),
        (400, Result.REFUSED),
        (401, Result.REFUSED),
        (408, Result.NOT_NOW),
        (429, Result.NOT_NOW),
        (500, Result.NOT_NOW),
        (502, Result.NOT_NOW),
    ],
)
def test_a_gateways_status_decides(gateway: GatewayOffice, status: int, result: Result) -> None:
    gateway.status = status
    assert send(gateway.channel).result is result
