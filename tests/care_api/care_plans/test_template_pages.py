"""A unit's templates over HTTP: made, named, filled, changed, taken over and removed."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from care_api.audit.tables import AccessRow
from care_api.care_plans import service, templates
from care_api.care_plans.templates import PlanTemplate
from care_api.staff.role import Role
from tests.care_api.village import CHECK, DOSE, SONG, Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

SONG_FORM = {
    "kind": "activity",
    "name": "Sang",
    "message": "Det er sang i stua.",
    "repeat": "daily",
    "times": "11",
}


class Leader:
    """Somebody who leads Solbakken, at her browser."""

    def __init__(self, village: Village, client: TestClient) -> None:
        self.village = village
        self.client = client
        self.address = f"/administration/units/{village.solbakken}/templates"
        with village.work() as work:
            village.employ(work, "lise", village.solbakken, Role.LEADER)
        village.log_in(client, "lise")

    def post(self, path: str, **fields: object) -> int:
        """Send a form of a page, and return the status of the answer."""
        form = {**fields, "csrf_token": self.client.cookies["nabo_csrf"]}
        answer = self.client.post(f"{self.address}{path}", data=form, follow_redirects=False)
        return int(answer.status_code)

    def read(self, path: str = "") -> str:
        """Return a page's text, one space between words."""
        answer = self.client.get(f"{self.address}{path}")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    @property
    def only(self) -> PlanTemplate:
        with self.village.database.reading() as session:
            [found] = templates.of_unit(session, self.village.solbakken)
        return found

    def make(self, *items: object) -> PlanTemplate:
        """Let the unit have one template with these items."""
        with self.village.work() as work:
            kari = self.village.staff["kari"]
            templates.save(work, self.village.solbakken, kari, "Vanlig dag", items)  # type: ignore[arg-type]  # plan items
        return self.only

    @property
    def log(self) -> list[str]:
        """Return what the audit log says of her changes."""
        changed = select(AccessRow).where(AccessRow.what == "template_changed")
        mine = changed.where(AccessRow.staff_id == self.village.staff["lise"])
        with self.village.database.reading() as session:
            return sorted(row.detail for row in session.exec(mine))


@pytest.fixture
def leader(village: Village, client: TestClient) -> Leader:
    return Leader(village, client)


def test_a_leader_names_fills_changes_and_removes_a_template_and_the_log_has_it_all(
    leader: Leader,
) -> None:
    assert "ingen mal" in leader.read()
    assert leader.post("", name=" Vanlig  dag ") == 303
    made = leader.only
    assert (made.name, made.items) == ("Vanlig dag", ())
    assert leader.post(f"/{made.id}/items", **SONG_FORM, etag=made.etag) == 303
    [song] = leader.only.items
    assert "Sang, hver dag kl. 11.00" in leader.read()
    changed = {**SONG_FORM, "times": "12.30", "item_id": str(song.id)}
    assert leader.post(f"/{made.id}/items", **changed, etag=leader.only.etag) == 303
    assert "hver dag kl. 12.30" in leader.read(f"/{made.id}")
    assert leader.post(f"/{made.id}", name="Søndag", etag=leader.only.etag) == 303
    assert leader.post(f"/{made.id}/items/{song.id}/remove", etag=leader.only.etag) == 303
    assert leader.only.items == ()
    assert leader.post(f"/{made.id}/remove", etag=leader.only.etag) == 303
    assert "ingen mal" in leader.read()
    assert leader.log == [
        "+ Vanlig dag",
        "- Søndag",
        "Søndag: - Sang",
        "Vanlig dag → Søndag",
        "Vanlig dag: + Sang",
        "Vanlig dag: Sang",
    ]


def test_a_repetition_that_cannot_be_is_refused_beside_its_field(leader: Leader) -> None:
    template = leader.make(DOSE)
    for repeat in ("sometimes", "as_needed"):
        wrong = {**SONG_FORM, "repeat": repeat, "etag": template.etag}
        answer = leader.client.post(
            f"{leader.address}/{template.id}/items",
            data={**wrong, "csrf_token": leader.client.cookies["nabo_csrf"]},
        )
        assert answer.status_code == 422
        assert 'id="repeat-fault"' in answer.text


def test_what_the_form_cannot_say_stays_as_it_was_saved(leader: Leader) -> None:
    made = leader.make(DOSE)
    form = {
        "kind": "medication",
        "item_id": str(DOSE.id),
        "name": "Paracet",
        "dose": "to tabletter",
        "repeat": "daily",
        "times": "8",
        "repeats": "10, 20",
        "escalates": "30",
        "tells_nurse": "yes",
    }
    assert leader.post(f"/{made.id}/items", **form, etag=made.etag) == 303
    [kept] = leader.only.items
    assert (kept.id, kept.window) == (DOSE.id, DOSE.window)
    assert kept.title == "Paracet, to tabletter"


@pytest.mark.parametrize(
    "wrong", [{"times": "når hun våkner"}, {"name": ""}, {"message": " "}, {"repeat": "sometimes"}]
)
def test_what_is_wrong_is_said_and_nothing_is_kept(leader: Leader, wrong: dict[str, str]) -> None:
    made = leader.make(CHECK)
    assert leader.post(f"/{made.id}/items", **{**SONG_FORM, **wrong}, etag=made.etag) == 422
    assert leader.post("", name=" ") == 422
    assert leader.post(f"/{made.id}", name="x" * 81, etag=made.etag) == 422
    assert leader.only == made
    assert leader.log == []


def test_a_colleagues_change_is_not_overwritten(leader: Leader) -> None:
    made = leader.make(CHECK)
    assert leader.post(f"/{made.id}/items", **SONG_FORM, etag=made.etag) == 303
    changed = leader.only
    stale = {"etag": made.etag}
    assert leader.post(f"/{made.id}", name="Mitt navn", **stale) == 412
    assert leader.post(f"/{made.id}/items", **SONG_FORM, **stale) == 412
    assert leader.post(f"/{made.id}/items/{CHECK.id}/remove", **stale) == 412
    assert leader.post(f"/{made.id}/remove", **stale) == 412
    assert leader.only == changed


def test_another_units_template_does_not_exist(leader: Leader, village: Village) -> None:
    with village.work() as work:
        kari = village.staff["kari"]
        theirs = templates.save(work, village.fjellheim, kari, "Deres", [SONG])
        etag = templates.find(work.session, village.fjellheim, theirs).etag
    for path in ("", "/items", "/remove", f"/items/{SONG.id}/remove"):
        assert leader.post(f"/{theirs}{path}", **SONG_FORM, etag=etag) == 404
    elsewhere = f"/administration/units/{village.fjellheim}/templates"
    assert leader.client.get(elsewhere).status_code == 404


def test_a_nurse_keeps_what_she_chooses_of_a_plan_and_begins_an_item_with_it_elsewhere(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    token = {"csrf_token": headers["X-CSRF-Token"]}
    plan = f"/residents/{village.solveig}/plan"
    nothing = client.post(f"{plan}/templates", data={**token, "name": "Ingenting"})
    assert nothing.status_code == 404
    kept = {**token, "name": "Tilsyn", "items": str(CHECK.id)}
    assert client.post(f"{plan}/templates", data=kept, follow_redirects=False).is_redirect
    with village.database.reading() as session:
        [made] = templates.of_unit(session, village.solbakken)
        [noted] = session.exec(select(AccessRow).where(col(AccessRow.detail) == "+ Tilsyn"))
        before = service.latest(session, village.arne)
    assert made.items == (CHECK,)
    assert noted.staff_id == village.staff["kari"]
    elsewhere = f"/residents/{village.arne}/plan"
    empty = client.get(f"{elsewhere}/items/new?kind=check_in").text
    [begun] = re.findall(r'href="([^"]*like=[^"]*)"', empty)
    form = client.get(begun.replace("&amp;", "&")).text
    assert 'value="Morgentilsyn"' in form
    assert 'name="item_id" value=""' in form
    assert "like=" not in client.get(f"{elsewhere}/items/new?kind=activity").text
    with village.database.reading() as session:
        assert service.latest(session, village.arne) == before


def test_an_empty_template_is_not_offered_in_a_plan(village: Village, client: TestClient) -> None:
    with village.work() as work:
        for name, items in (("Tom", ()), ("Full", (SONG,))):
            templates.save(work, village.solbakken, village.staff["kari"], name, items)
    village.log_in(client, "kari")
    page = client.get(f"/residents/{village.solveig}/plan").text
    assert ">Full</a>" in page
    assert ">Tom</a>" not in page
