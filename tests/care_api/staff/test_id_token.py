"""What an ID token must say to open the door: each claim wrong once, and each trick of signing."""

from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from care_api.staff.id_token import Expected, LoginRefusedError, claims_of
from tests.care_api.village import MORNING

KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
KEYS = KeySet([KEY])
EXPECTED = Expected(issuer="https://login.example.no", client_id="nabo", nonce="n-1")
NOW = int(MORNING.timestamp())
GOOD: dict[str, Any] = {
    "iss": EXPECTED.issuer,
    "aud": "nabo",
    "sub": "1",
    "nonce": "n-1",
    "iat": NOW,
    "exp": NOW + 300,
}


def signed(claims: dict[str, Any], **header: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": "1", **header}, claims, KEY)


def test_a_token_for_this_login_is_read() -> None:
    assert claims_of(signed(GOOD), KEYS, EXPECTED, MORNING)["sub"] == "1"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://other.example.no"},
        {"aud": "somebody-else"},
        {"aud": ["nabo", "other"]},
        {"aud": ["nabo", "other"], "azp": "other"},
        {"azp": "other"},
        {"nonce": "n-2"},
        {"exp": NOW - 61},
        {"iat": NOW + 61},
        {"nbf": NOW + 61},
        *({claim: None} for claim in GOOD),
    ],
    ids=str,
)
def test_each_claim_that_does_not_fit_closes_the_door(change: dict[str, Any]) -> None:
    claims = {name: value for name, value in (GOOD | change).items() if value is not None}
    with pytest.raises(LoginRefusedError):
        claims_of(signed(claims), KEYS, EXPECTED, MORNING)


def test_a_token_expires_by_our_own_clock() -> None:
    later = MORNING + timedelta(seconds=361)
    with pytest.raises(LoginRefusedError):
        claims_of(signed(GOOD), KEYS, EXPECTED, later)


def test_neither_no_signature_nor_a_shared_key_nor_a_strangers_counts() -> None:
    head, body, _ = signed(GOOD).split(".")
    unsigned = f"eyJhbGciOiJub25lIn0.{body}."
    shared = jwt.encode(
        {"alg": "HS256"}, GOOD, OctKey.import_key("nabo" * 16), algorithms=["HS256"]
    )
    stranger = jwt.encode({"alg": "RS256", "kid": "1"}, GOOD, RSAKey.generate_key(2048))
    other = jwt.encode({"alg": "ES256", "kid": "2"}, GOOD, ECKey.generate_key("P-256"))
    for forged in (unsigned, f"{head}.{body}.", shared, stranger, other, "", "x.y.z"):
        with pytest.raises(LoginRefusedError):
            claims_of(forged, KEYS, EXPECTED, MORNING)
