"""Administration of staff over HTTP: what leaders and administrators may and may not do."""

import re
from uuid import UUID

import pyotp
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlmodel import Session, select

from care_api.audit.tables import AccessRow
from care_api.cookie_names import CSRF_COOKIE, SESSION_COOKIE
from care_api.staff import second_factor
from care_api.staff.invitations import LASTS
from care_api.staff.role import Role
from care_api.staff.tables import StaffRow, StaffUnitRow
from care_api.web.csrf import CSRF_FIELD
from tests.care_api.staff.gates import gate_of
from tests.care_api.village import PASSWORD, Village

STAFF = "/administration/staff"
NEW_PASSWORD = "en bro over stille vann"


@pytest.fixture
def office(village: Village) -> Village:
    """The village with a leader, an auditor and an administrator."""
    with village.work() as work:
        village.employ(work, "lise", village.solbakken, Role.LEADER)
        village.employ(work, "rune", village.solbakken, Role.AUDITOR)
        village.employ(work, "anne", village.fjellheim, Role.ADMINISTRATOR)
        village.employ(work, "finn", village.fjellheim, Role.NURSE)
    return village


class Person:
    """Somebody at a browser."""

    def __init__(self, client: TestClient, village: Village, user_name: str) -> None:
        self.client = client
        self.token = village.log_in(client, user_name)["X-CSRF-Token"]

    def post(self, address: str, **fields: object) -> Response:
        answer: Response = self.client.post(
            address, data={CSRF_FIELD: self.token, **fields}, follow_redirects=False
        )
        return answer


def roles_of(session: Session, staff_id: UUID) -> set[tuple[UUID, str]]:
    rows = session.exec(select(StaffUnitRow).where(StaffUnitRow.staff_id == staff_id))
    return {(row.unit_id, row.role) for row in rows}


def acts(village: Village) -> list[str]:
    """Return what was done, by name: of one instant there is no order."""
    with village.database.reading() as session:
        return sorted(row.what for row in session.exec(select(AccessRow)) if not row.resident_id)


def test_somebody_new_chooses_a_password_by_a_link_that_opens_once(
    office: Village, client: TestClient
) -> None:
    lise = Person(client, office, "lise")
    answer = lise.post(
        STAFF,
        user_name=" Ola.Nes ",
        name="Ola Nes",
        unit_id=office.solbakken,
        roles=["nurse", "technician"],
    )
    assert answer.status_code == 200
    [path] = set(re.findall(r"/welcome/[\w-]+", answer.text))
    client.cookies.clear()
    shown = client.get(path)
    assert "ola.nes" in shown.text
    form = {CSRF_FIELD: client.cookies[CSRF_COOKIE], "again": NEW_PASSWORD}
    assert client.post(path, data={**form, "new_password": "kort"}).status_code == 422
    done = client.post(path, data={**form, "new_password": NEW_PASSWORD}, follow_redirects=False)
    assert done.headers["location"] == "/login"
    assert client.get(path).status_code == 404
    let_in = {"user_name": "ola.nes", "password": NEW_PASSWORD}
    assert client.post("/api/v1/staff/login", json=let_in).status_code == 200
    assert acts(office) == ["password_set", "staff_added"]


def test_before_the_link_is_used_no_password_opens(office: Village, client: TestClient) -> None:
    lise = Person(client, office, "lise")
    lise.post(STAFF, user_name="ola", name="Ola", unit_id=office.solbakken, roles=["carer"])
    for guess in ("", "ola", PASSWORD):
        tried = {"user_name": "ola", "password": guess}
        assert client.post("/api/v1/staff/login", json=tried).status_code == 401


def test_a_link_helps_whoever_has_lost_phone_and_recovery_codes(
    office: Village, client: TestClient
) -> None:
    seal, siri = gate_of(office).seal, office.staff["siri"]
    with office.work() as work:
        second_factor.begin(work.session, seal, siri, work.now)
        key = second_factor.key_to_show(work.session, seal, siri)
        assert key is not None
        code = str(pyotp.TOTP(key).at(work.now))
        assert second_factor.confirm(work.session, seal, siri, code, work.now)
    let_in = {"user_name": "siri", "password": PASSWORD}
    assert client.post("/api/v1/staff/login", json=let_in).json()["code"] == "code_needed"
    made = Person(client, office, "lise").post(f"{STAFF}/{siri}/link")
    [path] = set(re.findall(r"/welcome/[\w-]+", made.text))
    form = {CSRF_FIELD: client.cookies[CSRF_COOKIE], "again": NEW_PASSWORD}
    client.post(path, data={**form, "new_password": NEW_PASSWORD})
    let_in["password"] = NEW_PASSWORD
    assert client.post("/api/v1/staff/login", json=let_in).status_code == 200


def test_a_link_is_good_for_three_days(office: Village, client: TestClient) -> None:
    lise = Person(client, office, "lise")
    made = lise.post(f"{STAFF}/{office.staff['siri']}/link")
    [path] = set(re.findall(r"/welcome/[\w-]+", made.text))
    assert client.get(path).status_code == 200
    office.clock.pass_by(LASTS)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("user_name", "ola nes"),
        ("user_name", "../kari"),
        ("user_name", "kari"),
        ("name", " "),
        ("roles", []),
    ],
)
def test_what_is_wrong_with_the_form_is_said_and_nothing_is_saved(
    office: Village, client: TestClient, field: str, value: object
) -> None:
    lise = Person(client, office, "lise")
    fields = {"user_name": "ola", "name": "Ola", "unit_id": office.solbakken, "roles": ["nurse"]}
    answer = lise.post(STAFF, **{**fields, field: value})
    assert answer.status_code == 422
    assert "ds-validation-message" in answer.text
    assert acts(office) == []


@pytest.mark.parametrize("role", ["leader", "auditor", "administrator", "researcher"])
def test_a_leader_gives_no_role_beyond_hers(office: Village, client: TestClient, role: str) -> None:
    lise = Person(client, office, "lise")
    fields = {"name": "Ola", "unit_id": office.solbakken, "roles": [role]}
    assert lise.post(STAFF, user_name="ola", **fields).status_code == 403
    siri = f"{STAFF}/{office.staff['siri']}/roles"
    assert lise.post(siri, unit_id=office.solbakken, roles=[role]).status_code == 403


@pytest.mark.parametrize("who", ["lise", "anne"])
def test_nobody_changes_her_own_roles(office: Village, client: TestClient, who: str) -> None:
    me = Person(client, office, who)
    own = f"{STAFF}/{office.staff[who]}"
    for role in ("nurse", "auditor"):
        answer = me.post(f"{own}/roles", unit_id=office.solbakken, roles=[role])
        assert answer.status_code == 403
    assert me.post(f"{own}/end").status_code == 403
    assert me.post(f"{own}/link").status_code == 403


def test_a_leader_takes_over_no_account_that_may_more_than_she(
    office: Village, client: TestClient
) -> None:
    lise = Person(client, office, "lise")
    rune = f"{STAFF}/{office.staff['rune']}"
    assert lise.post(f"{rune}/link").status_code == 403
    assert lise.post(f"{rune}/end").status_code == 403
    assert lise.post(rune, name="Rune", locale="nb_NO").status_code == 403
    kept = lise.post(f"{rune}/roles", unit_id=office.solbakken, roles=["nurse"])
    assert kept.status_code == 303
    with office.database.reading() as session:
        held = roles_of(session, office.staff["rune"])
    assert held == {(office.solbakken, "auditor"), (office.solbakken, "nurse")}


def test_another_units_and_municipalitys_staff_do_not_exist_for_a_leader(
    office: Village, client: TestClient
) -> None:
    lise = Person(client, office, "lise")
    page = client.get(STAFF).text
    assert "Siri Lund" in page
    assert "Finn Lund" not in page
    for stranger in ("finn", "hege", "anne"):
        address = f"{STAFF}/{office.staff[stranger]}"
        assert client.get(address).status_code == 404
        assert lise.post(f"{address}/end").status_code == 404
    siri = f"{STAFF}/{office.staff['siri']}/roles"
    for unit_id in (office.fjellheim, office.elvebakken):
        assert lise.post(siri, unit_id=unit_id, roles=["nurse"]).status_code == 404


def test_an_administrator_appoints_leaders_and_auditors_in_any_unit_of_hers(
    office: Village, client: TestClient
) -> None:
    anne = Person(client, office, "anne")
    siri = f"{STAFF}/{office.staff['siri']}/roles"
    wanted = ["leader", "auditor"]
    assert anne.post(siri, unit_id=office.fjellheim, roles=wanted).status_code == 303
    assert anne.post(siri, unit_id=office.elvebakken, roles=wanted).status_code == 404
    with office.database.reading() as session:
        held = roles_of(session, office.staff["siri"])
    assert held == {
        (office.solbakken, "carer"),
        (office.fjellheim, "leader"),
        (office.fjellheim, "auditor"),
    }
    assert client.get("/").status_code == 403  # she sees no resident herself


def test_fields_that_the_form_does_not_have_change_nothing(
    office: Village, client: TestClient
) -> None:
    lise = Person(client, office, "lise")
    siri = office.staff["siri"]
    lise.post(
        f"{STAFF}/{siri}",
        name="Siri Nes",
        locale="nn_NO",
        user_name="root",
        tenant_id=office.staff["hege"],
        roles=["auditor"],
        password_hash="x",
    )
    with office.database.reading() as session:
        row = session.get_one(StaffRow, siri)
        assert (row.name, row.locale, row.user_name) == ("Siri Nes", "nn_NO", "siri")
        assert roles_of(session, siri) == {(office.solbakken, "carer")}


def test_the_end_of_an_employment_ends_every_session_at_once(
    office: Village, client: TestClient
) -> None:
    office.log_in(client, "siri")
    siris_cookie = client.cookies[SESSION_COOKIE]
    assert client.get("/api/v1/staff/me").status_code == 200
    lise = Person(client, office, "lise")
    assert lise.post(f"{STAFF}/{office.staff['siri']}/end").status_code == 303
    assert "Siri Lund" not in client.get(STAFF).text
    client.cookies.clear()
    client.cookies.set(SESSION_COOKIE, siris_cookie)
    assert client.get("/api/v1/staff/me").status_code == 401
    again = {"user_name": "siri", "password": PASSWORD}
    assert client.post("/api/v1/staff/login", json=again).status_code == 401
    assert acts(office) == ["staff_ended"]


def test_a_form_from_elsewhere_is_refused(office: Village, client: TestClient) -> None:
    Person(client, office, "lise")
    forged = client.post(f"{STAFF}/{office.staff['siri']}/end", data={CSRF_FIELD: "guess"})
    assert forged.status_code == 403
    assert acts(office) == []


def test_units_are_renamed_by_their_leader_and_added_by_an_administrator(
    office: Village, client: TestClient
) -> None:
    lise = Person(client, office, "lise")
    units = "/administration/units"
    assert lise.post(f"{units}/{office.solbakken}", name="Solbakken 2").status_code == 303
    assert lise.post(f"{units}/{office.solbakken}", name=" ").status_code == 422
    assert lise.post(f"{units}/{office.fjellheim}", name="Mitt").status_code == 404
    assert lise.post(units, name="Ny").status_code == 403
    anne = Person(client, office, "anne")
    assert anne.post(units, name="Nordli").status_code == 303
    page = client.get(units).text
    assert all(name in page for name in ("Solbakken 2", "Fjellheim", "Nordli"))
    assert "Elvebakken" not in page
    assert acts(office) == ["unit_added", "unit_renamed"]


@pytest.mark.parametrize(
    ("who", "home"),
    [("kari", "/"), ("lise", "/administration"), ("rune", "/administration")],
)
def test_a_login_leads_to_the_first_page_that_is_for_one(
    office: Village, client: TestClient, who: str, home: str
) -> None:
    Person(client, office, who)
    answer = client.get("/home", follow_redirects=False)
    assert answer.headers["location"] == home
    assert client.get(home).status_code == 200
