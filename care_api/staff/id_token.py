"""The ID token of an OpenID provider: whether it is about this login, here and now.

OpenID Connect Core 1.0, 3.1.3.7. The time is our own clock's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Asymmetric ones only: neither `none`, nor one whose key we would share with the provider."""
LEEWAY_S = 60
"""How far the provider's clock and ours may be apart, in seconds."""


class LoginRefusedError(Exception):
    """The provider's answer does not open the door; the reason is for the log, without names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the token of one login must say."""

    issuer: str
    client_id: str
    nonce: str


def claims_of(token: str, keys: KeySet, expected: Expected, now: datetime) -> dict[str, Any]:
    """Return what the token says.

    Raises:
        LoginRefusedError: Signature, issuer, audience, nonce or time do not fit.
    """
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_S,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        nonce={"essential": True, "value": expected.nonce},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
    )
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry.validate(claims)
    except (JoseError, ValueError) as fault:
        raise LoginRefusedError(f"ID token: {fault}") from fault
    is_shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", expected.client_id if not is_shared else None) != expected.client_id:
        raise LoginRefusedError("ID token: made for another client as well (azp)")
    return claims
