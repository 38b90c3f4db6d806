import socket
from contextlib import closing

from cli.doctor import notifications
from cli.doctor.check import Check, Health, is_healthy
from tests.care_api.notifications.post_offices import SECRET, gateway_office, mail_office

PATIENCE_S = 0.3
MAIL = {
    "NABO_SMTP_HOST": "127.0.0.1",
    "NABO_SMTP_SECURITY": "none",
    "NABO_SMTP_FROM": "nabo@fjordvik.example",
    "NABO_PUBLIC_URL": "https://nabo.example.no",
}


def looked(**environment: str) -> tuple[Check, ...]:
    return tuple(notifications.checks(environment, PATIENCE_S))


def test_without_any_way_it_says_that_alerts_stand_on_the_pages_only() -> None:
    [check] = looked(NABO_DATABASE_URL="sqlite:///nabo.sqlite")
    assert (check.health, "pages only" in check.finding) == (Health.WARNING, True)


def test_a_mail_server_and_a_gateway_that_answer_are_well_and_get_nothing() -> None:
    with mail_office() as post, gateway_office() as gateway:
        found = looked(
            **MAIL,
            NABO_SMTP_PORT=str(post.port),
            NABO_WEBHOOK_URL=gateway.url,
            NABO_WEBHOOK_SECRET=SECRET,
        )
        assert (post.received, gateway.requests) == ([], [])
    assert [check.health for check in found] == [Health.OK, Health.OK]


def test_nobody_there_is_named_with_the_settings_to_look_at() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    mail, texts = looked(
        **MAIL,
        NABO_SMTP_PORT=str(port),
        NABO_WEBHOOK_URL=f"http://127.0.0.1:{port}/sms",
        NABO_WEBHOOK_SECRET=SECRET,
    )
    assert (mail.health, texts.health) == (Health.FAILURE, Health.FAILURE)
    assert f"127.0.0.1:{port}" in mail.finding
    assert "NABO_SMTP_HOST" in mail.remedy
    assert "NABO_WEBHOOK_URL" in texts.remedy


def test_a_mail_server_that_says_nothing_is_not_waited_for_longer_than_agreed() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        [check] = looked(**MAIL, NABO_SMTP_PORT=str(silent.getsockname()[1]))
    assert check.health is Health.FAILURE


def test_settings_with_which_the_server_would_not_start_are_named_and_no_secret_is() -> None:
    [unsafe] = looked(NABO_WEBHOOK_URL="http://sms.example.no/", NABO_WEBHOOK_SECRET=SECRET)
    assert "NABO_WEBHOOK_URL" in unsafe.finding
    [unreadable] = looked(NABO_SMTP_HOST="127.0.0.1", NABO_SMTP_PORT="mail")
    assert "NABO_SMTP_PORT" in unreadable.finding
    assert not is_healthy([unsafe, unreadable])
    assert SECRET not in unsafe.finding
