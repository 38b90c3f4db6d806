import gzip

import pytest
from fastapi.testclient import TestClient

from care_api.bodies import MAX_BODY
from codebook.packing import TAKEN, ZSTD, packed
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

GREEDY = bytes.fromhex("28b52ffd") + bytes([0x00, (31 - 10) << 3]) + bytes.fromhex("010000")
"""A frame of zstd whose window is 2 GB, and of which nothing comes."""


@pytest.mark.parametrize(
    ("body", "encoding", "expected"),
    [
        (BATCH, "identity", (200, "")),
        (gzip.compress(BATCH), "gzip", (200, "")),
        (BATCH, "gzip", (400, "unreadable_body")),
        (gzip.compress(BATCH)[:-9], "gzip", (400, "unreadable_body")),
        (gzip.compress(bytes(MAX_BODY + 1)), "gzip", (413, "too_large")),
        (bytes(MAX_BODY + 1), "identity", (413, "too_large")),
        (packed(BATCH, ZSTD), "zstd", (200, "")),
        (BATCH, "zstd", (400, "unreadable_body")),
        (packed(BATCH, ZSTD)[:-9], "zstd", (400, "unreadable_body")),
        (packed(bytes(MAX_BODY + 1), ZSTD), "zstd", (413, "too_large")),
        (GREEDY, "zstd", (400, "unreadable_body")),
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
        "zstd",
        "plain that claims to be zstd",
        "zstd that breaks off",
        "a bomb of zstd",
        "zstd that wants more memory than a body may",
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


@pytest.mark.parametrize("encoding", ["zstd", "br"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_answer_to_a_body_says_how_it_may_be_packed(
    client: TestClient, encoding: str
) -> None:
    answer = client.post(
        UPLOAD, content=packed(BATCH, ZSTD), headers={"Content-Encoding": encoding}
    )
    assert answer.headers["Accept-Encoding"] == TAKEN
