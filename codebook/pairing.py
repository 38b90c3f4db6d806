"""How a robot makes itself known to the server."""

from uuid import UUID

from codebook.model import Model


class Claim(Model):
    """A robot claims the one-time code that a nurse's page shows."""

    code: str
    public_key: str
    """Ed25519, raw 32 bytes, base64url without padding."""
    software_version: str


class Claimed(Model):
    """The robot's identity from now on."""

    robot_id: UUID
    name: str


class TokenRequest(Model):
    """RFC 7523: a JWT signed with the robot's key, in exchange for an access token."""

    client_assertion: str


class AccessToken(Model):
    """A short-lived bearer token."""

    access_token: str
    expires_in_s: int
    """Seconds from now."""
