from datetime import timedelta
from uuid import UUID

from fastapi.testclient import TestClient

from care_api.audit import service as audit
from care_api.robots import service as robots
from codebook.readership import Readership
from tests.care_api.village import MORNING, Village


def address(resident_id: UUID) -> str:
    return f"/api/v1/robots/me/residents/{resident_id}/readership"


def looked(village: Village, user_name: str, resident_id: UUID, before: timedelta) -> None:
    """Let somebody have read about a resident so long ago."""
    with village.work() as work:
        audit.note_access(
            work.session,
            staff_id=village.staff[user_name],
            resident_id=resident_id,
            what="read_timeline",
            now=MORNING - before,
        )


def test_a_robot_learns_who_has_read_in_the_last_week_each_once_the_latest_first(
    village: Village, client: TestClient
) -> None:
    looked(village, "kari", village.solveig, timedelta(days=8))
    looked(village, "siri", village.solveig, timedelta(days=3))
    looked(village, "kari", village.solveig, timedelta(days=2))
    looked(village, "siri", village.solveig, timedelta(hours=1))
    looked(village, "kari", village.arne, timedelta(minutes=1))

    answer = client.get(address(village.solveig), headers=village.robot_headers(client))

    found = Readership.model_validate_json(answer.content)
    assert found.since == MORNING - timedelta(days=7)
    assert [reader.last_at for reader in found.staff] == [
        MORNING - timedelta(hours=1),
        MORNING - timedelta(days=2),
    ]
    assert len({reader.name for reader in found.staff}) == len(found.staff)


def test_a_look_of_a_week_ago_is_not_told_any_more(village: Village, client: TestClient) -> None:
    looked(village, "kari", village.solveig, timedelta(days=7, seconds=1))
    answer = client.get(address(village.solveig), headers=village.robot_headers(client))
    assert answer.json()["staff"] == []


def test_a_robot_learns_nothing_about_a_resident_who_is_not_its_own(
    village: Village, client: TestClient
) -> None:
    headers = village.robot_headers(client)
    for resident_id in (village.ingrid, village.olav, UUID(int=404)):
        looked_at = client.get(address(resident_id), headers=headers)
        assert looked_at.status_code == 404
    with village.work() as work:
        robots.assign(work, village.robot.id, [village.arne], [village.solbakken])
    assert client.get(address(village.solveig), headers=headers).status_code == 404


def test_nobody_but_a_robot_may_ask(village: Village, client: TestClient) -> None:
    village.log_in(client, "kari")
    assert client.get(address(village.solveig)).status_code == 401
