"""The OpenID provider as seen from here.

Authorization code with PKCE, private_key_jwt and, where the provider has it, pushed authorization
requests (RFC 6749, 7636, 7523, 9126, 9207).
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from care_api.staff.client_key import ClientKey, load_client_key
from care_api.staff.id_token import Expected, LoginRefusedError, claims_of
from care_api.staff.oidc_settings import OidcSettings

PATIENCE_S = 10.0
"""How long the provider may take to answer."""
KNOWN_FOR = timedelta(hours=1)
"""How long its addresses and keys are believed; a key we do not know is looked for at once."""
ASSERTION_LENGTH = timedelta(seconds=60)
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What the provider knows of this installation."""

    issuer: str
    client_id: str
    key: ClientKey
    scope: str
    callback: str
    """Where the provider sends people back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One login under way; the browser carries it sealed."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Errand":
        """Return one that nobody can guess."""
        return cls(state=token_urlsafe(32), nonce=token_urlsafe(32), verifier=token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """Of PKCE, S256."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the provider has said about itself."""

    addresses: dict[str, Any]
    keys: KeySet
    until: datetime


class Provider:
    """Speaks with the provider; each method may take as long as the network does."""

    def __init__(self, registration: Registration) -> None:
        """Get ready; nothing is asked before somebody logs in."""
        self._registered = registration
        self._client = httpx.Client(
            timeout=PATIENCE_S,
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),  # logins are rare: none stays open
        )
        self._known: _Known | None = None

    def address(self, errand: Errand, now: datetime) -> str:
        """Return where somebody logs in.

        Raises:
            LoginRefusedError: The provider does not answer, or not as it should.
        """
        asked = {
            "client_id": self._registered.client_id,
            "response_type": "code",
            "redirect_uri": self._registered.callback,
            "scope": self._registered.scope,
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": errand.challenge,
            "code_challenge_method": "S256",
        }
        known = self._look(now).addresses
        login = _said(known, "authorization_endpoint")
        pushed = known.get("pushed_authorization_request_endpoint")
        if pushed:
            answer = self._post(pushed, asked, now)
            asked = {"client_id": asked["client_id"], "request_uri": _said(answer, "request_uri")}
        return f"{login}?{urlencode(asked)}"

    def check_sender(self, issuer: str | None, now: datetime) -> None:
        """Let an answer through only if it says that it is from this provider (RFC 9207).

        Raises:
            LoginRefusedError: It is from another, or should say it and does not.
        """
        says_so = self._look(now).addresses.get("authorization_response_iss_parameter_supported")
        if issuer != self._registered.issuer and (says_so or issuer is not None):
            raise LoginRefusedError("the answer is from another issuer")

    def claims(self, code: str, errand: Errand, now: datetime) -> dict[str, Any]:
        """Return what the provider says about whoever has logged in.

        Raises:
            LoginRefusedError: The code is not taken, or the ID token does not hold.
        """
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._registered.callback,
            "code_verifier": errand.verifier,
        }
        answer = self._post(_said(self._look(now).addresses, "token_endpoint"), asked, now)
        expected = Expected(
            issuer=self._registered.issuer,
            client_id=self._registered.client_id,
            nonce=errand.nonce,
        )
        token = str(answer.get("id_token"))
        try:
            return claims_of(token, self._look(now).keys, expected, now)
        except LoginRefusedError:
            self._known = None  # the provider may have new keys
            return claims_of(token, self._look(now).keys, expected, now)

    def logout_address(self, back: str, now: datetime) -> str | None:
        """Return where somebody ends the provider's own session; None where it cannot be said."""
        try:
            address = self._look(now).addresses.get("end_session_endpoint")
        except LoginRefusedError:
            return None
        asked = {"client_id": self._registered.client_id, "post_logout_redirect_uri": back}
        return f"{address}?{urlencode(asked)}" if address else None

    def _look(self, now: datetime) -> _Known:
        known = self._known
        if known is None or now >= known.until:
            issuer = self._registered.issuer
            said = self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if said.get("issuer") != issuer:
                raise LoginRefusedError("the provider's issuer is not the one of the setting")
            try:
                keys = KeySet.import_key_set(self._get(_said(said, "jwks_uri")))  # type: ignore[arg-type]  # checked by it
            except (JoseError, KeyError, ValueError) as fault:
                raise LoginRefusedError("the provider's keys cannot be read") from fault
            known = self._known = _Known(said, keys, now + KNOWN_FOR)
        return known

    def _get(self, address: str) -> dict[str, Any]:
        try:
            answer = self._client.get(address).raise_for_status().json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
            raise LoginRefusedError(f"the provider does not answer: {fault}") from fault
        return answer if isinstance(answer, dict) else {}

    def _post(self, address: str, form: dict[str, str], now: datetime) -> dict[str, Any]:
        proof = {"client_assertion_type": _ASSERTION_TYPE, "client_assertion": self._proof(now)}
        whole = {**form, **proof, "client_id": self._registered.client_id}
        try:
            answer = self._client.post(address, data=whole)
            said = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
            raise LoginRefusedError(f"the provider does not answer: {fault}") from fault
        if answer.is_error or not isinstance(said, dict):
            code = said.get("error") if isinstance(said, dict) else None
            raise LoginRefusedError(f"the provider refuses: {answer.status_code} {code}")
        return said

    def _proof(self, now: datetime) -> str:
        me, signed = self._registered, self._registered.key
        claims: dict[str, Any] = {
            "iss": me.client_id,
            "sub": me.client_id,
            "aud": me.issuer,
            "jti": token_urlsafe(16),
            "iat": int(now.timestamp()),
            "nbf": int(now.timestamp()),
            "exp": int((now + ASSERTION_LENGTH).timestamp()),
        }
        header = {"alg": signed.algorithm, "typ": "client-authentication+jwt"}
        if signed.key.kid:
            header["kid"] = signed.key.kid
        return jwt.encode(header, claims, signed.key, algorithms=[signed.algorithm])


def provider_of(settings: OidcSettings, public_url: str | None) -> Provider | None:
    """Return the provider that an installation has set up, if any.

    Raises:
        ValueError: The key cannot be read.
    """
    if settings.oidc_issuer is None or settings.oidc_key_file is None or public_url is None:
        return None
    registration = Registration(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        key=load_client_key(settings.oidc_key_file),
        scope=settings.oidc_scope,
        callback=f"{public_url.rstrip('/')}/login/oidc/callback",
    )
    return Provider(registration)


def _said(document: dict[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str):
        raise LoginRefusedError(f"the provider does not say its {name}")
    return value
