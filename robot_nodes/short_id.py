"""Short random ids, as REP-155 wants them for voices and utterances."""

import secrets


def short_id() -> str:
    """Return eight characters that no other utterance of this run is likely to have."""
    return secrets.token_hex(4)
