"""The audit log over HTTP: searched, exported, verified."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from care_api.audit import sealing
from care_api.staff.role import Role
from tests.care_api.village import Village

AUDIT = "/administration/audit"


@pytest.fixture
def audited(village: Village, client: TestClient) -> Village:
    """The village with an auditor, after a nurse has read and a leader has employed somebody."""
    with village.work() as work:
        village.employ(work, "rune", village.solbakken, Role.AUDITOR)
        village.employ(work, "lise", village.solbakken, Role.LEADER)
        village.employ(work, "finn", village.fjellheim, Role.NURSE)
    for who, resident in (("kari", village.solveig), ("finn", village.ingrid)):
        village.log_in(client, who)
        assert client.get(f"/api/v1/residents/{resident}/plan").status_code in {200, 404}
    token = village.log_in(client, "lise")["X-CSRF-Token"]
    form = {"csrf_token": token, "user_name": "ola", "name": "=Ola()", "roles": "nurse"}
    client.post("/administration/staff", data={**form, "unit_id": str(village.solbakken)})
    seal(village)
    village.log_in(client, "rune")
    return village


def seal(village: Village) -> None:
    with village.work() as work:
        sealing.seal_new(work)


@pytest.mark.usefixtures("audited")
def test_an_auditor_finds_what_happened_in_her_units_and_nowhere_else(client: TestClient) -> None:
    page = client.get(AUDIT).text
    for words in ("Leste planen", "Solveig Haugen", "Kari Lund", "Ansatte noen", "Lise Lund"):
        assert words in page
    assert "Ingrid" not in page


def test_the_search_is_by_resident_by_staff_and_by_day(
    audited: Village, client: TestClient
) -> None:
    def lines(**asked: object) -> int:
        page: str = client.get(AUDIT, params=asked).text
        return page.count('<li class="row">')

    assert lines(resident=audited.solveig, staff=audited.staff["kari"]) == 1
    assert lines(resident=audited.arne, staff=audited.staff["kari"]) == 0
    assert lines(staff=audited.staff["lise"]) == 1
    assert lines(staff=audited.staff["lise"], since="2026-03-02", until="2026-03-02") == 1
    assert lines(staff=audited.staff["lise"], since="2026-03-03") == 0
    assert lines(staff=audited.staff["lise"], until="2026-03-01") == 0
    assert lines(resident=audited.ingrid) == 0
    for wrong in ({"resident": "x"}, {"since": "no day"}):
        assert client.get(AUDIT, params=wrong).status_code == 422


def test_the_export_is_the_search_with_its_checkpoint_and_no_formula(
    audited: Village, client: TestClient
) -> None:
    answer = client.get(f"{AUDIT}/export", params={"staff": str(audited.staff["lise"])})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert [row[3] for row in rows[1:-1]] == ["staff_added"]
    assert rows[1][5] == "'=Ola()"
    assert rows[-1][0] == "checkpoint"
    assert "staff_added" not in client.get(f"{AUDIT}/export?until=2026-03-01").text
    assert "Eksporterte revisjonsloggen" in client.get(AUDIT).text


def test_an_untouched_log_is_whole_and_a_kept_checkpoint_stands(
    audited: Village, client: TestClient
) -> None:
    with audited.database.reading() as session:
        tenant_id = session.execute(text("SELECT tenant_id FROM audit_seal")).scalar_one()
        digest = session.execute(text("SELECT digest FROM audit_seal")).scalar_one()
    assert tenant_id
    whole = client.get(f"{AUDIT}/verification")
    assert "Loggen er hel" in whole.text
    kept = client.get(f"{AUDIT}/verification", params={"number": "1", "digest": digest})
    assert "står i loggen" in kept.text
    for wrong in ({"number": "1", "digest": "0" * 64}, {"number": "²", "digest": digest}):
        assert "står ikke i loggen" in client.get(f"{AUDIT}/verification", params=wrong).text


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE access_log SET what = 'read_robots' WHERE what = 'read_plan'",
        "DELETE FROM access_log WHERE what = 'read_plan'",
        "UPDATE audit_seal SET digest = 'x'",
        "DELETE FROM audit_seal",
    ],
)
def test_what_somebody_changed_in_the_database_is_found(
    audited: Village, client: TestClient, tampering: str
) -> None:
    with audited.database.writing() as session:
        session.execute(text(tampering))
    page = client.get(f"{AUDIT}/verification").text
    assert "Noen har endret loggen" in page
    assert "Loggen er hel" not in page


def test_each_municipality_has_a_chain_of_its_own(audited: Village, client: TestClient) -> None:
    audited.log_in(client, "hege")
    client.get(f"/api/v1/residents/{audited.olav}/plan")
    seal(audited)
    with audited.database.reading() as session:
        found = session.execute(text("SELECT number FROM audit_seal")).scalars().all()
    assert min(found) == 1
    assert list(found).count(1) == 2


def test_a_leader_and_a_nurse_do_not_read_the_log(audited: Village, client: TestClient) -> None:
    for who in ("lise", "kari"):
        audited.log_in(client, who)
        for page in ("", "/export", "/verification"):
            assert client.get(f"{AUDIT}{page}").status_code == 403
