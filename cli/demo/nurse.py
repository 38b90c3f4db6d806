"""A nurse's eyes: the care API's list of alerts, over HTTP with a login like hers."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from cli.demo.evidence import AlertSeen

TIMEOUT_S = 2.0


class NurseRefused(RuntimeError):  # noqa: N818 - reads as what happened
    """The care API did not let the demonstration's nurse in."""


class Nurse:
    """Logged in to one care API. Used from one thread at a time."""

    def __init__(self, address: str, user_name: str, password: str) -> None:
        """Log in.

        Raises:
            NurseRefused: The name or the password is wrong.
            httpx.HTTPError: The server does not answer.
        """
        self._client = httpx.Client(base_url=address, trust_env=False, timeout=TIMEOUT_S)
        credentials = {"user_name": user_name, "password": password}
        answer = self._client.post("/api/v1/staff/login", json=credentials)
        if not answer.is_success:
            msg = f"the care API refused the login of {user_name}: {answer.status_code}"
            raise NurseRefused(msg)

    def alerts(self) -> Iterator[AlertSeen]:
        """Return the open alerts, seen now.

        Raises:
            httpx.HTTPError: The server does not answer.
        """
        answer = self._client.get("/api/v1/alerts").raise_for_status()
        seen_s = time.monotonic()
        return (_seen(alert, seen_s) for alert in answer.json())

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


def _seen(alert: dict[str, Any], seen_s: float) -> AlertSeen:
    resident_id = alert["resident_id"]
    return AlertSeen(
        id=UUID(alert["id"]),
        resident_id=UUID(resident_id) if resident_id else None,
        code=alert["code"],
        severity=alert["severity"],
        raised_at=datetime.fromisoformat(alert["raised_at"]),
        seen_s=seen_s,
    )
