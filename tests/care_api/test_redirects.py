"""No page leads a nurse to another site, whatever an address or a form asks for."""

from itertools import product
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from care_api.web.redirects import own_address
from tests.care_api.lived_in import live_in
from tests.care_api.routes import Someone, pages
from tests.care_api.village import PASSWORD, Village

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/%09/evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "///evil.example",
    "/x\r\nLocation: https://evil.example",
)
UNRELATED = ("/logout", "/residents/{resident_id}/plan/sound")
HERE = "https://nabo.example/some/page"


def leads_here(location: str) -> bool:
    """Return whether a browser stays on this server: it drops tabs and line ends first."""
    plain = location.translate(dict.fromkeys(map(ord, "\t\r\n"))).replace("\\", "/")
    parts = urlsplit(urljoin(HERE, plain))
    return (parts.scheme, parts.netloc) == ("https", "nabo.example")


@given(st.text(alphabet=st.sampled_from("/\\:.?#%@ \t\r\nevilhtps"), max_size=20))
def test_an_address_of_our_own_is_one(wanted: str) -> None:
    assert leads_here(own_address(wanted))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_form_leads_elsewhere(village: Village, client: TestClient) -> None:
    live_in(village)
    village.log_in(client, "kari")
    someone = Someone(village, village.solbakken, village.solveig)
    led = 0
    every = pages("POST")
    asking = [route for route in every if {"back", "next"} & set(route.fields)]
    for elsewhere, route in (*product(ELSEWHERE, asking), *product(ELSEWHERE[:1], every)):
        values = someone.values(route)
        if values is None or route.path in UNRELATED:
            continue
        data = {
            **route.form(someone),
            "back": elsewhere,
            "next": elsewhere,
            "csrf_token": client.cookies["nabo_csrf"],
            **({"user_name": "kari", "password": PASSWORD} if route.path == "/login" else {}),
        }
        answer = client.post(
            route.address(values),
            data=data,
            headers={"Referer": elsewhere.strip(), "HX-Current-URL": elsewhere.strip()},
            follow_redirects=False,
        )
        location = answer.headers.get("location")
        led += location is not None
        assert leads_here(location or "/"), route
    assert led > 2 * len(ELSEWHERE)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_way_to_the_login_and_back_stays_here(client: TestClient) -> None:
    for query in ("//evil.example", "next=//evil.example&ended=1", "%5cevil.example"):
        answer = client.get(f"/alerts?{query}", follow_redirects=False)
        location = answer.headers["location"]
        assert leads_here(location)
        [wanted] = parse_qs(urlsplit(location).query)["next"]
        assert leads_here(own_address(wanted))
