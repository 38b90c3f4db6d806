"""The private key by which this installation proves to an OpenID provider that it is the client."""

import json
from dataclasses import dataclass
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

_REMEDY = "one JWK or PEM with a private key: RSA, or EC with P-256, P-384 or P-521"
_OF_CURVE = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


@dataclass(frozen=True, slots=True)
class ClientKey:
    """The key, and how it signs."""

    key: RSAKey | ECKey
    algorithm: str


def load_client_key(path: Path) -> ClientKey:
    """Read the key.

    Raises:
        ValueError: The file cannot be read, or holds none; the line says what it should hold.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ValueError(f"NABO_OIDC_KEY_FILE: cannot read {path}; it is {_REMEDY}") from fault
    key = _key(text)
    if key is None or not key.is_private:
        raise ValueError(f"NABO_OIDC_KEY_FILE: {path} is not {_REMEDY}")
    return ClientKey(key, key.alg or _algorithm(key))


def _key(text: str) -> RSAKey | ECKey | None:
    for read in (_from_jwk, ECKey.import_key, RSAKey.import_key):
        try:
            found = read(text)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(found, RSAKey | ECKey):
            return found
    return None


def _from_jwk(text: str) -> object:
    return JWKRegistry.import_key(json.loads(text))


def _algorithm(key: RSAKey | ECKey) -> str:
    return _OF_CURVE.get(key.curve_name, "ES256") if isinstance(key, ECKey) else "PS256"
