"""The pages of contacts, rota and alert rules over HTTP."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from care_api.alerts import unit_rules
from care_api.alerts.ladder import Target
from care_api.on_call import service
from care_api.on_call.contact import Contact
from care_api.staff.role import Role
from care_api.staff.tables import StaffUnitRow
from codebook.alert import Severity
from tests.care_api.village import Village

NIGHTS = {
    "name": "Nattvakta",
    "position": "1",
    "phone": "+47 400 00 000",
    "email": "",
    "locale": "nb_NO",
    "days_0": ["1", "2", "3", "4", "5", "6", "7"],
    "starts_0": "22:00",
    "ends_0": "07:00",
}


class Leader:
    """Somebody who leads Solbakken, at her browser."""

    def __init__(self, village: Village, client: TestClient) -> None:
        self.village = village
        self.client = client
        self.address = f"/on-call/{village.solbakken}"
        with village.work() as work:
            mine = col(StaffUnitRow.staff_id) == village.staff["kari"]
            work.session.exec(update(StaffUnitRow).where(mine).values(role=Role.LEADER.value))
        village.log_in(client, "kari")

    def post(self, path: str, **fields: object) -> int:
        """Send a form of a page, and return the status of the answer."""
        form = {**fields, "csrf_token": self.client.cookies["nabo_csrf"]}
        answer = self.client.post(f"{self.address}{path}", data=form, follow_redirects=False)
        self.answered = _text(answer.text)
        return int(answer.status_code)

    def read(self, path: str = "") -> str:
        """Return a page's text, one space between words."""
        answer = self.client.get(f"{self.address}{path}")
        assert answer.status_code == 200
        return _text(answer.text)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        with self.village.database.reading() as session:
            return service.of_unit(session, self.village.solbakken)


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def leader(village: Village, client: TestClient) -> Leader:
    return Leader(village, client)


def test_a_leader_adds_a_contact_and_reads_when_nobody_is_on_call(leader: Leader) -> None:
    assert "ingen kontakt ennå" in leader.read()
    assert leader.post("/contacts", **NIGHTS) == 303
    page = leader.read()
    assert "Nattvakta" in page
    assert "tekstmelding +47 400 00 000" in page
    assert "Det er tider den neste uka da ingen har vakt." in page
    assert leader.post("/contacts", name="Dagvakta", position="2", email="d@f.example") == 303
    page = leader.read()
    assert "ingen har vakt" not in page
    assert "Alltid på vakt" in page


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(leader: Leader) -> None:
    assert leader.post("/contacts", **{**NIGHTS, "phone": ""}) == 422
    assert "Skriv et telefonnummer eller en e-postadresse." in leader.answered
    assert leader.post("/contacts", **{**NIGHTS, "days_0": []}) == 422
    assert "Velg dagene den begynner på." in leader.answered
    assert leader.post("/contacts", **{**NIGHTS, "starts_0": "25"}) == 422
    assert leader.contacts == ()


def test_a_row_that_is_emptied_is_gone_and_a_changed_one_holds(leader: Leader) -> None:
    leader.post("/contacts", **NIGHTS, days_1=["6"], starts_1="08:00", ends_1="16:00")
    [kept] = leader.contacts
    assert len(kept.shifts) == 2
    path = f"/contacts/{kept.id}"
    assert "Nattvakta" in leader.read(path)
    emptied = {**NIGHTS, "days_0": [], "starts_0": "", "ends_0": ""}
    assert leader.post(path, **emptied, days_1=["6"], starts_1="09:00", ends_1="16:00") == 303
    [kept] = leader.contacts
    [shift] = kept.shifts
    assert (shift.weekdays, shift.starts_time.hour) == (frozenset({6}), 9)


def test_somebody_who_is_away_is_not_told_and_the_gap_is_shown(leader: Leader) -> None:
    leader.post("/contacts", name="Kari", position="1", phone="40000000")
    [kari] = leader.contacts
    path = f"/contacts/{kari.id}"
    away = {"kind": "away", "from": "2026-03-02T06:00", "until": "2026-03-04T06:00"}
    assert leader.post(f"{path}/changes", **{**away, "until": "2026-03-01T06:00"}) == 422
    assert "Slutten må komme etter begynnelsen." in leader.answered
    assert leader.post(f"{path}/changes", **away) == 303
    assert "da ingen har vakt" in leader.read()
    [change] = leader.contacts[0].changes
    assert leader.post(f"{path}/changes/{change.id}/drop") == 303
    assert "da ingen har vakt" not in leader.read()


def test_the_preview_tells_whom_an_alert_of_tonight_would_reach(leader: Leader) -> None:
    leader.post("/contacts", **NIGHTS)
    leader.post(
        "/contacts",
        name="Lederen",
        position="2",
        phone="41000000",
        days_0=["1"],
        starts_0="08:00",
        ends_0="16:00",
    )
    tonight = leader.read("?severity=40&at=2026-03-02T23:30")
    preview = tonight.split("Hvem som ville fått beskjed")[1]
    assert preview.index("Nattvakta") < preview.index("Lederen")
    assert "kl. 23.30" in preview
    quiet = leader.read("?severity=20&at=2026-03-02T23:30").split("Hvem som ville")[1]
    assert "3. mars kl. 07.00" in quiet
    assert leader.read("?severity=x&at=yesterday")


def test_rules_are_kept_as_typed_and_refused_where_they_would_be_silent(leader: Leader) -> None:
    leader.post("/contacts", **NIGHTS)
    [night] = leader.contacts
    assert "Stille timer" in leader.read("/rules")
    form = {"quiet_from": "23:00", "quiet_to": "06:00", "quiet_up_to": "10"}
    for key in (40, 30, 20, 10):
        form |= {
            f"acknowledge_{key}": "5",
            f"handle_{key}": "30",
            f"repeats_{key}": "2",
            f"whom_{key}_0": f"contact:{night.id}",
            f"wait_{key}_0": "4",
            f"whom_{key}_1": "unit_contacts",
            f"wait_{key}_1": "6",
        }
    for wrong in (
        {"quiet_up_to": "40"},
        {"quiet_to": "23:00"},
        {"whom_40_0": "", "whom_40_1": ""},
        {"whom_40_0": "contact:00000000-0000-0000-0000-000000000001"},
        {"wait_30_1": "soon"},
        {"handle_20": "1"},
        {"handle_20": "6", "handle_20_unit": "fortnights"},
        {"acknowledge_20": "100", "acknowledge_20_unit": "days"},
    ):
        assert leader.post("/rules", **{**form, **wrong}) == 422, wrong
        assert "Ingenting ble lagret." in leader.answered
    assert leader.post("/rules", **form) == 303
    with leader.village.database.reading() as session:
        rules = unit_rules.of_unit(session, leader.village.solbakken)
    critical = rules.of(Severity.CRITICAL)
    assert (critical.acknowledge_within_s, critical.repeats) == (300, 2)
    assert [rung.target for rung in critical.ladder] == [Target.CONTACT, Target.UNIT_CONTACTS]
    assert rules.quiet_hours is not None
    assert rules.quiet_hours.up_to is Severity.NORMAL
    assert leader.post("/rules", **{**form, "handle_10": "1", "handle_10_unit": "days"}) == 303
    with leader.village.database.reading() as session:
        normal = unit_rules.of_unit(session, leader.village.solbakken).of(Severity.NORMAL)
    assert normal.handle_within_s == 86_400
    assert "Nattvakta" in leader.read()


def test_a_contact_that_is_removed_is_told_of_nothing_more(leader: Leader) -> None:
    leader.post("/contacts", **NIGHTS)
    [night] = leader.contacts
    assert leader.post(f"/contacts/{night.id}/end") == 303
    assert leader.contacts == ()
    assert leader.client.get(f"{leader.address}/contacts/{night.id}").status_code == 404


def test_another_unit_is_not_hers_to_arrange(leader: Leader) -> None:
    other = leader.village.elvebakken
    for path in ("", "/rules", "/contacts/new"):
        assert leader.client.get(f"/on-call/{other}{path}").status_code == 404
    assert leader.client.get("/on-call", follow_redirects=False).status_code == 303


def test_an_administrator_arranges_each_unit_of_the_municipality(
    village: Village, client: TestClient
) -> None:
    with village.work() as work:
        village.employ(work, "anne", village.fjellheim, Role.ADMINISTRATOR)
    village.log_in(client, "anne")
    offered = client.get("/on-call").text
    assert "Solbakken" in offered
    assert "Fjellheim" in offered
    assert "Elvebakken" not in offered
    assert "Solbakken" in client.get(f"/on-call/{village.solbakken}").text
    assert client.get(f"/on-call/{village.elvebakken}").status_code == 404
