import httpx
import pytest

from robot_nodes.adapters.care_api_answers import accepted, checked_address, is_loopback
from robot_nodes.ports import ServerRefused, ServerUnreachable

PROBLEM = {"content-type": "application/problem+json"}


@pytest.mark.parametrize(
    "address", ["https://omsorg.fjordvik.example", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_a_safe_address_is_taken(address: str) -> None:
    assert str(checked_address(address)) == address


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("http://omsorg.fjordvik.example", "use https"),
        ("http://localhost.fjordvik.example", "use https"),
        ("http://10.0.0.5:8000", "use https"),
        ("omsorg.fjordvik.example", "write it as https://host"),
        ("ftp://omsorg.fjordvik.example", "write it as https://host"),
        ("", "write it as https://host"),
        ("http://[", "care API address"),
    ],
)
def test_an_unsafe_or_broken_address_is_refused_with_the_remedy(address: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        checked_address(address)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("[::1]", True), ("localhost", True), ("192.0.2.1", False)],
)
def test_only_this_machine_is_loopback(host: str, *, expected: bool) -> None:
    assert is_loopback(httpx.URL(f"http://{host}")) is expected


@pytest.mark.parametrize("code", [200, 204, 304])
def test_a_good_answer_is_handed_on(code: int) -> None:
    assert accepted(httpx.Response(code)).status_code == code


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_a_server_that_cannot_now_is_worth_another_try(code: int) -> None:
    with pytest.raises(ServerUnreachable, match=f"answered {code}"):
        accepted(httpx.Response(code, headers=PROBLEM))


@pytest.mark.parametrize("code", [302, 401, 403, 404])
def test_a_captive_portal_is_not_the_care_api(code: int) -> None:
    with pytest.raises(ServerUnreachable, match="something other than the care API"):
        accepted(httpx.Response(code, headers={"content-type": "text/html"}))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"title": "Unauthorized", "detail": "Pair the robot again."}', "Pair the robot again"),
        (b'{"title": "Unauthorized"}', "Unauthorized"),
        (b"{}", "no reason given"),
        (b"[]", "no reason given"),
        (b"", "no reason given"),
    ],
)
def test_a_refusal_tells_the_servers_reason(body: bytes, told: str) -> None:
    with pytest.raises(ServerRefused, match=told):
        accepted(httpx.Response(401, headers=PROBLEM, content=body))
