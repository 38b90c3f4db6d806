"""A robot's signed request for access, and the token it gets: RFC 7523 and JWT.

Times are checked against our own clock, which a demonstration may have moved; PyJWT would ask the
machine's.
"""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from jwt.types import Options

from care_api.errors import ClockOffError, RobotUnknownError

AUDIENCE = "nabo-care-api"
TOKEN_LENGTH = timedelta(minutes=15)
ASSERTION_LENGTH = timedelta(seconds=60)
"""The longest that a robot may make its signature count."""
LEEWAY = timedelta(seconds=30)
"""How far a robot's clock may be off before it has to sign anew, by ours."""
_TYPE = "at+jwt"
_PUBLIC_KEY_BYTES = 32
_UNCHECKED: Options = {
    "verify_signature": False,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_aud": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a robot has signed."""

    robot_id: UUID
    jti: str
    expires_at: datetime


def public_key(encoded: str) -> Ed25519PublicKey:
    """Return the key of a claim.

    Raises:
        ValueError: It is no raw Ed25519 key in base64url.
    """
    raw = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    if len(raw) != _PUBLIC_KEY_BYTES:
        raise ValueError(f"public_key: 32 bytes of Ed25519 in base64url; got {len(raw)} bytes")
    return Ed25519PublicKey.from_public_bytes(raw)


def claimed_robot(signed: str) -> UUID:
    """Return who an assertion says it is from, unchecked: to find the key that checks it.

    Raises:
        RobotUnknownError: It is not readable.
    """
    try:
        claims = jwt.decode(signed, options=_UNCHECKED)
        return UUID(str(claims.get("iss")))
    except (jwt.InvalidTokenError, ValueError):
        raise RobotUnknownError("client_assertion: not a readable JWT of a robot.") from None


def check_assertion(signed: str, key: Ed25519PublicKey, now: datetime) -> Assertion:
    """Return what a robot has signed.

    Raises:
        RobotUnknownError: Signature or audience do not hold.
        ClockOffError: The signature holds, its time does not.
    """
    claims = _decode(signed, key, "EdDSA", ["exp", "iss", "sub", "aud", "jti"])
    expires_at = _instant(claims["exp"])
    if expires_at + LEEWAY <= now or expires_at > now + ASSERTION_LENGTH + LEEWAY:
        raise ClockOffError(
            "client_assertion: exp must lie at most 60 s ahead; "
            f"set the robot's clock: the server's shows {now.isoformat(timespec='seconds')}.",
            server_time=now,
        )
    if claims["iss"] != claims["sub"]:
        raise RobotUnknownError("client_assertion: iss and sub must both be the robot's id.")
    return Assertion(
        robot_id=UUID(claims["iss"]), jti=str(claims["jti"]), expires_at=expires_at + LEEWAY
    )


def make_token(robot_id: UUID, secret_key: str, now: datetime) -> str:
    """Return an access token for a robot."""
    claims = {"sub": str(robot_id), "aud": AUDIENCE, "exp": (now + TOKEN_LENGTH).timestamp()}
    return jwt.encode(claims, secret_key, algorithm="HS256", headers={"typ": _TYPE})


def check_token(token: str, secret_key: str, now: datetime) -> UUID:
    """Return whose access token it is.

    Raises:
        RobotUnknownError: It is not ours, or it has expired.
    """
    claims = _decode(token, secret_key, "HS256", ["exp", "sub", "aud"])
    if _instant(claims["exp"]) <= now:
        raise RobotUnknownError("The access token has expired; ask for a new one.")
    return UUID(claims["sub"])


def _decode(
    token: str, key: Ed25519PublicKey | str, algorithm: str, required: list[str]
) -> dict[str, Any]:
    options: Options = {
        "require": required,
        "verify_exp": False,
        "verify_iat": False,
        "verify_nbf": False,
    }
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=[algorithm], audience=AUDIENCE, options=options
        )
    except (jwt.InvalidTokenError, jwt.InvalidKeyError):
        raise RobotUnknownError("The token is not valid here; ask for a new one.") from None
    return claims


def _instant(seconds: object) -> datetime:
    if not isinstance(seconds, int | float):
        raise RobotUnknownError("exp: seconds since 1970.")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise RobotUnknownError("exp: seconds since 1970.") from None
