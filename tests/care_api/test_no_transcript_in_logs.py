"""What a resident said stands in the resident's record, and not in the server's logs."""

import json
import logging
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from codebook.speech import SpeechHeard
from schedules.locale import Locale
from tests.care_api.village import MORNING, Village

UPLOAD = "/api/v1/robots/me/events"
ODD = "sjiraffen"
HEARD = SpeechHeard(
    utterance_id="u1",
    locale=Locale.NB_NO,
    transcript=f"{ODD} har spist medisinen",
    intent="small_talk",
    confidence=1.0,
    was_robot_speaking=False,
)


def test_no_word_of_it_stands_in_logs_or_output(
    village: Village,
    client: TestClient,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    at = village.clock.now() + timedelta(seconds=1)
    good = json.loads(village.robot.event(HEARD, village.solveig, at).model_dump_json())
    bad = {**good, "body": {**good["body"], "confidence": 7}}
    stranger = {**good, "body": {**good["body"], "kind": f"speech.{ODD}"}}
    batch = {"sent_at": MORNING.isoformat(), "events": [good, bad, stranger, ODD]}
    headers = village.robot_headers(client)

    answer = client.post(UPLOAD, json=batch, headers=headers)
    broken = client.post(UPLOAD, content=f'{{"{ODD}'.encode(), headers=headers)

    assert [answer.status_code, broken.status_code] == [200, 422]
    statuses = [item["status"] for item in answer.json()["results"]]
    assert statuses[0] == "stored"
    assert statuses.count("rejected") == len(statuses) - 1
    output = capfd.readouterr()
    assert ODD not in output.out + output.err
    assert ODD not in caplog.text
