from pathlib import Path

import pytest

from care_api.notifications.ways import channels
from care_api.settings import StartupError, load_settings
from codebook.alert import ChannelKind
from schedules.clock import SystemClock

GOOD_KEY = "4b1f9a7c03d2e658" * 4


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NABO_SECRET_KEY", "NABO_DEMO", "NABO_CLOCK_FILE", "NABO_PORT", "NABO_HOST"):
        monkeypatch.delenv(name, raising=False)


def refusal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StartupError) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_a_key_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch) == (
        "NABO_SECRET_KEY: not set; make one with `openssl rand -hex 32` and set it"
    )


@pytest.mark.parametrize("key", ["changeme" * 8, "a" * 64, "kort-nøkkel", "my-secret-key-" * 4, ""])
def test_a_placeholder_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    message = refusal(monkeypatch, NABO_SECRET_KEY=key)
    assert message.startswith("NABO_SECRET_KEY: a placeholder")
    assert not key or key not in message


def test_a_demonstration_is_not_served_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refusal(monkeypatch, NABO_DEMO="true", NABO_SECRET_KEY="x", NABO_HOST="192.0.2.1")
    assert message == "NABO_DEMO: only on this machine; set NABO_HOST to 127.0.0.1"


def test_a_demonstration_may_use_any_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NABO_DEMO", "true")
    monkeypatch.setenv("NABO_SECRET_KEY", "demo")
    assert load_settings().demo


def test_a_wrong_value_names_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refusal(monkeypatch, NABO_SECRET_KEY=GOOD_KEY, NABO_PORT="99999")
    assert message.startswith("NABO_PORT: ")


def test_a_moved_clock_belongs_in_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refusal(monkeypatch, NABO_SECRET_KEY=GOOD_KEY, NABO_CLOCK_FILE="clock")
    assert message.startswith("NABO_CLOCK_FILE: only with NABO_DEMO=true")


@pytest.mark.parametrize(
    ("host", "is_secure"),
    [
        ("127.0.0.1", False),
        ("localhost", False),
        ("::1", False),
        ("192.0.2.7", True),
        ("nabo.example.no", True),
    ],
)
def test_cookies_need_tls_unless_nobody_else_can_listen(host: str, *, is_secure: bool) -> None:
    settings = load_settings(secret_key=GOOD_KEY, host=host)
    assert settings.needs_secure_cookies is is_secure


@pytest.mark.parametrize(
    ("public_url", "is_secure"),
    [("https://nabo.example.no", True), ("http://127.0.0.1:8000", False)],
)
def test_behind_a_proxy_with_tls_on_this_machine_cookies_need_tls_too(
    public_url: str, *, is_secure: bool
) -> None:
    settings = load_settings(secret_key=GOOD_KEY, public_url=public_url)
    assert settings.needs_secure_cookies is is_secure


def test_a_demonstrations_robots_may_be_silent_for_longer() -> None:
    silences = [
        load_settings(secret_key=GOOD_KEY, demo=demo, clock_file=clock).robot_silent_after
        for demo, clock in ((False, None), (True, Path("clock")))
    ]
    assert silences == sorted(silences)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"smtp_host": "mail.example.no"}, "NABO_SMTP_FROM: set the sender's address"),
        (
            {"smtp_host": "mail.example.no", "smtp_from": "a@b.no", "smtp_security": "none"},
            "NABO_SMTP_SECURITY: `none` to this machine only",
        ),
        (
            {"smtp_host": "mail.example.no", "smtp_from": "a@b.no", "smtp_user": "nabo"},
            "NABO_SMTP_PASSWORD: set it together with NABO_SMTP_USER",
        ),
        ({"webhook_url": "http://sms.example.no"}, "NABO_WEBHOOK_URL: an address with https"),
        ({"webhook_url": "https://u:p@sms.example.no"}, "NABO_WEBHOOK_URL: leave user and"),
        ({"webhook_url": "https://sms.example.no"}, "NABO_WEBHOOK_SECRET: not set, or too short"),
        ({"public_url": "ftp://nabo.example.no"}, "NABO_PUBLIC_URL: an address with https"),
    ],
)
def test_a_channel_that_could_not_work_is_refused_with_the_remedy(
    given: dict[str, str], line: str
) -> None:
    with pytest.raises(StartupError) as caught:
        load_settings(secret_key=GOOD_KEY, **given)
    assert str(caught.value).startswith(line)


OIDC = {"oidc_issuer": "https://login.example.no", "oidc_client_id": "nabo"}
PUBLIC = {"public_url": "https://nabo.example.no"}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"oidc_issuer": "http://login.example.no"}, "NABO_OIDC_ISSUER: an address with https"),
        ({"oidc_issuer": "https://login.example.no"}, "NABO_OIDC_CLIENT_ID: set it"),
        (OIDC, "NABO_PUBLIC_URL: set it: the OpenID provider sends people back"),
        (OIDC | PUBLIC, "NABO_OIDC_KEY_FILE: set it"),
        (OIDC | PUBLIC | {"oidc_scope": "profile"}, "NABO_OIDC_SCOPE: must hold `openid`"),
        (OIDC | PUBLIC | {"oidc_key_file": "/none"}, "NABO_OIDC_KEY_FILE: cannot read /none"),
        ({"session_hours": "48"}, "NABO_SESSION_HOURS: "),
        ({"session_idle_minutes": "0"}, "NABO_SESSION_IDLE_MINUTES: "),
    ],
)
def test_a_login_that_could_not_work_is_refused_with_the_remedy(
    given: dict[str, str], line: str
) -> None:
    with pytest.raises(StartupError) as caught:
        load_settings(secret_key=GOOD_KEY, **given)
    assert str(caught.value).startswith(line)


def test_channels_that_are_set_up_are_there() -> None:
    settings = load_settings(
        secret_key=GOOD_KEY,
        smtp_host="mail.example.no",
        smtp_from="nabo@example.no",
        webhook_url="https://sms.example.no/send",
        webhook_secret=GOOD_KEY,
    )
    assert set(channels(settings, SystemClock())) == {ChannelKind.EMAIL, ChannelKind.WEBHOOK}
    assert channels(load_settings(secret_key=GOOD_KEY), SystemClock()) == {}
