"""What the server must be able to read again, and nobody else: AES-256-GCM, keys from its secret.

Each purpose has a key of its own, derived from `NABO_SECRET_KEY` by HKDF (RFC 5869). What was
sealed for one purpose, or one owner, does not open for another.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class SealBrokenError(Exception):
    """It was not sealed here, or under another secret key."""


class Seal:
    """Seals and opens for one purpose."""

    def __init__(self, secret_key: str, purpose: str) -> None:
        """Derive the key of `purpose`, such as `one-time codes`."""
        derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
        self._cipher = AESGCM(derive.derive(secret_key.encode()))

    def close(self, plain: bytes, owner: bytes = b"") -> bytes:
        """Return `plain` sealed, to be opened with the same `owner` only."""
        nonce = token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, owner)

    def open(self, sealed: bytes, owner: bytes = b"") -> bytes:
        """Return what was sealed.

        Raises:
            SealBrokenError: It was changed, is of another owner or purpose, or the key is another.
        """
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, owner)
        except (InvalidTag, ValueError):
            raise SealBrokenError("sealed under another key, or changed") from None


@dataclass(frozen=True, slots=True)
class Tickets:
    """Words that a browser carries for us between two requests, and can neither read nor change."""

    seal: Seal

    def issue(self, words: dict[str, str], until: datetime) -> str:
        """Return a ticket that holds before `until` (aware UTC)."""
        document = json.dumps({"until": until.timestamp(), "words": words})
        return urlsafe_b64encode(self.seal.close(document.encode())).decode()

    def read(self, ticket: str, now: datetime) -> dict[str, str] | None:
        """Return the words, or None where it is none of ours or has run out."""
        try:
            document = json.loads(self.seal.open(urlsafe_b64decode(ticket.encode())))
        except (SealBrokenError, ValueError):
            return None
        if now.timestamp() >= document["until"]:
            return None
        words: dict[str, str] = document["words"]
        return words
