"""One-time codes of an app (TOTP, RFC 6238), and the recovery codes for whoever has lost it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

import pyotp
import segno

STEP = timedelta(seconds=30)
"""How long the app shows one code; the one before and the one after are taken too."""
ISSUER = "Nabo"
"""What the app calls us."""
RECOVERY_CODES = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter is mistaken for a digit."""
_GROUPS, _GROUP = 4, 4


def new_key() -> str:
    """Return a random key of 160 bits, in base 32 as apps take it."""
    return pyotp.random_base32()


def key_address(key: str, user_name: str) -> str:
    """Return the address that stands in the QR code."""
    return pyotp.TOTP(key).provisioning_uri(name=user_name, issuer_name=ISSUER)


def step_of(key: str, code: str, now: datetime, *, after: int | None) -> int | None:
    """Return the step that `code` belongs to, or None where it is wrong, too old or used.

    Args:
        key: The app's, in base 32.
        code: As it was typed.
        now: Aware UTC.
        after: The step of the last code that was used: that one and older ones count no more.
    """
    typed = "".join(code.split()).encode()
    current = int(now.timestamp() // STEP.total_seconds())
    totp = pyotp.TOTP(key)
    for step in (current - 1, current, current + 1):
        is_new = after is None or step > after
        if is_new and compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Return codes of 80 bits each, such as `7K2Q-M9X4-0B1D-ZZ3V`: too many to guess."""
    return tuple(
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code, however it was typed."""
    typed = "".join(code.upper().split()).translate(str.maketrans("OIL", "011", "-"))
    return hashlib.sha256(typed.encode()).hexdigest()


def qr_path(address: str) -> tuple[str, int]:
    """Return a QR code as the `d` of an SVG path of unit squares, and how many there are a side."""
    code = segno.make(address, error="m")
    squares = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=4))
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return "".join(squares), int(code.symbol_size(border=4)[0])
