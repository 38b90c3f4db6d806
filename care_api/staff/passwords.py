"""Passwords: argon2id, and the same time spent whether anybody has the name or not."""

from functools import cache
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

LONGEST_PASSWORD = 1000
"""Characters; hashing more would only cost time."""
NO_PASSWORD = ""
"""In the place of a hash: nothing fits it, until a link is used."""
SHORTEST_PASSWORD = 12
"""Characters of a new one: length is what makes it hard to guess, not odd signs."""

_HASHER = PasswordHasher()


class Passwords:
    """Makes and checks hashes. Slow on purpose: call it outside of a transaction."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Hash with `hasher`, by default with the cost that argon2-cffi recommends (RFC 9106)."""
        self._hasher = hasher or _HASHER
        self._nobody = _hash_of_nobody(self._hasher)

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(password)

    def fits(self, password: str, password_hash: str | None) -> bool:
        """Return whether the password is right; False, as slowly, where there is none to fit."""
        try:
            self._hasher.verify(password_hash or self._nobody, password)
        except VerificationError:
            return False
        return bool(password_hash)


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    """Return a hash that costs as much as any to check, and that nothing fits."""
    return hasher.hash(token_urlsafe())
