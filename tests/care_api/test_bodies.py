import gzip

import pytest
from fastapi.testclient import TestClient

from care_api.bodies import MAX_BODY
from tests.care_api.village import MORNING, Village

UPLOAD = "/api/v1/robots/me/events"


def post(village: Village, client: TestClient, body: bytes, encoding: str) -> tuple[int, str]:
    headers = {
        **village.robot_headers(client),
        "Content-Encoding": encoding,
        "Content-Type": "application/json",
    }
    answer = client.post(UPLOAD, content=body, headers=headers)
    return answer.status_code, answer.json().get("code", "")


BATCH = f'{{"sent_at": "{MORNING.isoformat()}", "events": [1]}}'.encode()


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (BATCH, "identity", (200, "")),
        (gzip.compress(BATCH), "gzip", (200, "")),
        (BATCH, "gzip", (400, "unreadable_body")),
        (gzip.compress(BATCH)[:-9], "gzip", (400, "unreadable_body")),
        (gzip.compress(bytes(MAX_BODY + 1)), "gzip", (413, "too_large")),
        (bytes(MAX_BODY + 1), "identity", (413, "too_large")),
        (BATCH, "br", (415, "unsupported_encoding")),
        (b"{", "identity", (422, "invalid_document")),
        (
            b'{"sent_at": "2026-03-02T06:30:00Z", "events": []}',
            "identity",
            (422, "invalid_document"),
        ),
    ],
    ids=(
        "plain",
        "gzip",
        "plain that claims to be gzip",
        "gzip that breaks off",
        "a bomb",
        "too long",
        "brotli",
        "broken",
        "empty",
    ),
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_body_is_unpacked_or_refused_with_a_reason(
    village: Village, client: TestClient, body: bytes, encoding: str, expected: tuple[int, str]
) -> None:
    assert post(village, client, body, encoding) == expected
