"""One-time pairing codes: short enough to type, useless soon."""

import hashlib
import hmac
import secrets
from datetime import timedelta

CODE_LENGTH = timedelta(minutes=30)
"""How long a code can be claimed."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter is mistaken for a digit."""
_SYMBOLS = 10


def new_code() -> str:
    """Return a random code of 50 bits, e.g. `7K2QD-M9X4A`."""
    symbols = "".join(secrets.choice(_ALPHABET) for _ in range(_SYMBOLS))
    return f"{symbols[:5]}-{symbols[5:]}"


def code_hash(code: str, secret_key: str) -> str:
    """Return what is kept of a code, however it was typed."""
    typed = code.upper().translate(str.maketrans("OIL", "011", "- "))
    return hmac.new(secret_key.encode(), typed.encode(), hashlib.sha256).hexdigest()
