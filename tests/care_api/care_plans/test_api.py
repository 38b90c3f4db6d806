from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from care_api.tasks import service as tasks
from care_api.tasks.tables import TaskRow
from tests.care_api.village import Village


def address(village: Village) -> str:
    return f"/api/v1/residents/{village.solveig}/plan"


def draft(client: TestClient, village: Village) -> tuple[dict[str, Any], str]:
    answer = client.get(address(village))
    plan = answer.json()
    return {"zone": plan["zone"], "items": plan["items"]}, answer.headers["etag"]


def test_an_edit_makes_the_next_version(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    body["items"][0]["dose"] = "to tabletter"
    saved = client.put(address(village), json=body, headers={**headers, "If-Match": etag})
    assert saved.json()["version"] == 2
    again, new_etag = draft(client, village)
    assert again["items"][0]["dose"] == "to tabletter"
    assert new_etag == saved.headers["etag"] != etag


def test_a_questionnaire_an_appointment_and_a_drink_are_kept_as_they_were_sent(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    rule = body["items"][0]["recurrence"] | {"times": ["10:00:00"]}
    question = {
        "id": "pain",
        "text": "Hvor vondt er det?",
        "kind": "scale",
        "wordings": {"en_GB": "How bad is the pain?"},
        "worrying_scores": [4, 5],
    }
    new: list[dict[str, Any]] = [
        {"kind": "check_in", "title": "Smerte", "questions": [question]},
        {"kind": "appointment", "title": "Frisør", "is_visit": False, "notice": "PT45M"},
        {"kind": "hydration", "drink": "et glass vann"},
    ]
    body["items"] += [{**item, "id": str(uuid4()), "recurrence": rule} for item in new]
    saved = client.put(address(village), json=body, headers={**headers, "If-Match": etag})
    assert saved.status_code == 200, saved.text
    kept = draft(client, village)[0]["items"][-3:]
    assert kept[0]["questions"] == [question]
    assert (kept[1]["is_visit"], kept[1]["notice"], kept[2]["drink"]) == (
        False,
        "PT45M",
        "et glass vann",
    )


def test_the_second_of_two_edits_of_one_version_is_refused(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    answers = [
        client.put(address(village), json=body, headers={**headers, "If-Match": etag})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 412]


def test_an_edit_that_names_no_version_is_refused(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "kari")
    body, _ = draft(client, village)
    answer = client.put(address(village), json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (428, "version_needed")


def test_a_first_plan_is_made_only_where_there_is_none(
    village: Village, client: TestClient
) -> None:
    headers = {**village.log_in(client, "kari"), "If-None-Match": "*"}
    body, _ = draft(client, village)
    arne = f"/api/v1/residents/{village.arne}/plan"
    assert client.put(arne, json={**body, "items": []}, headers=headers).json()["version"] == 1
    assert client.put(address(village), json=body, headers=headers).status_code == 412


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"items": [{"kind": "dance"}]}, "items.0"),
        ({"items": [{"kind": "medication", "id": "x"}]}, "items.0.medication.id"),
        ({"surprise": 1}, "surprise"),
        ({"effective_at": "2026-03-02T07:00:00"}, "effective_at"),
    ],
)
def test_a_malformed_plan_is_refused_with_field_and_remedy(
    village: Village, client: TestClient, change: dict[str, Any], field: str
) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    answer = client.put(
        address(village), json={**body, **change}, headers={**headers, "If-Match": etag}
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid_document")
    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0]["remedy"]
    assert draft(client, village)[1] == etag


def test_a_version_that_would_begin_later_does_not_stop_the_one_in_force(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    body["effective_at"] = (village.clock.now() + timedelta(days=3)).isoformat()
    answer = client.put(address(village), json=body, headers={**headers, "If-Match": etag})
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"]) == (422, "effective_at")
    assert "starts_on" in fault["remedy"]
    assert draft(client, village)[1] == etag
    with village.database.reading() as session:
        assert len(tasks.of_day(session, [village.solveig], village.clock.now().date())) == 3


def test_a_plan_may_begin_later_where_nothing_is_in_force(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    body, _ = draft(client, village)
    body["effective_at"] = (village.clock.now() + timedelta(days=3)).isoformat()
    arne = f"/api/v1/residents/{village.arne}/plan"
    first = client.put(arne, json=body, headers={**headers, "If-None-Match": "*"})
    assert first.status_code == 200, first.text
    headers["If-Match"] = first.headers["etag"]
    assert client.put(arne, json=body, headers=headers).status_code == 200


def test_an_impossible_ladder_is_refused_with_the_item(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    body["items"][0]["ladder"]["rungs"][-1]["after"] = "PT1M"
    answer = client.put(address(village), json=body, headers={**headers, "If-Match": etag})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("items.0.medication.ladder")


def test_a_rescheduled_dose_replaces_the_old_one(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    body["items"][0]["recurrence"]["times"] = ["08:30:00"]
    client.put(address(village), json=body, headers={**headers, "If-Match": etag})
    with village.database.reading() as session:
        query = select(TaskRow.slot).where(TaskRow.kind == "medication")
        slots = session.exec(query.order_by(col(TaskRow.due_at))).all()
    assert slots == ["08:30", "08:30"]  # today and tomorrow


def test_meals_and_pauses_are_part_of_a_plan(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "kari")
    body, etag = draft(client, village)
    body["meals"] = {"breakfast": "08:30:00"}
    body["pauses"] = [{"first_on": "2026-03-10", "last_on": "2026-03-12"}]
    saved = client.put(address(village), json=body, headers={**headers, "If-Match": etag})
    assert saved.status_code == 200, saved.text
    plan = client.get(address(village)).json()
    assert plan["meals"]["breakfast"] == "08:30:00"
    assert [pause["first_on"] for pause in plan["pauses"]] == ["2026-03-10"]
