import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from care_api.app import create_app
from care_api.audit.service import LINK_LOOK
from care_api.audit.tables import AccessRow
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.family.tables import FamilyLinkRow
from care_api.notes.service import Written, write
from care_api.settings import Settings
from tests.care_api.lived_in import morning
from tests.care_api.village import Village
from tests.care_api.web.forms import staff_pages, submit

FOR_LIV = {"who": "relative", "reader_name": "Liv Haugen", "days": "30"}
FOR_HERSELF = {"who": "resident", "days": "7"}
CODE = re.compile(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}")


@pytest.fixture
def family(village: Village, settings: Settings, engine: Engine) -> Iterator[TestClient]:
    """The browser of somebody who is no member of staff."""
    app = create_app(settings, village.clock, engine)
    with TestClient(app, headers={"Accept-Language": "nb"}) as opened:
        yield opened


def agree(village: Village, scope: Scope, *, is_given: bool = True) -> None:
    village.clock.pass_by(timedelta(seconds=1))
    with village.work() as work:
        decision = Decision(
            scope=scope,
            is_given=is_given,
            decided_on=work.now.date(),
            decided_by="Solveig Haugen",
            note="",
        )
        consents.record(work, village.solveig, decision, village.staff["kari"])


def code_for(village: Village, client: TestClient, who: dict[str, str]) -> str:
    """Return the code of a new link to Solveig's page, as the nurse sees it."""
    staff_pages(village, client)
    page = submit(client, f"/residents/{village.solveig}/links", **who)
    assert page.status_code == 200, page.text
    found = CODE.search(page.text)
    assert found
    return found[0]


def enter(family: TestClient, code: str) -> str:
    """Type a code at the door, and return the page behind it."""
    family.get("/family")
    opened = submit(family, "/family", code=code)
    assert opened.status_code == 303, opened.text
    return str(family.get("/family").text)


def test_a_relative_sees_no_more_than_the_resident_agrees_to(
    village: Village, client: TestClient, family: TestClient
) -> None:
    morning(village, village.solveig, "jeg fryser litt")
    with village.work() as work:
        note = Written(text="Vi har byttet pute.", is_shared=True, by=village.staff["siri"])
        write(work, village.solveig, note)
    agree(village, Scope.FAMILY_PAGE)
    page = enter(family, code_for(village, client, FOR_LIV))
    assert "Sang" in page
    assert "Kari Lund" in page
    for hidden in ("Paracet", "Morgentilsyn", "fryser", "byttet pute", "varsel", "Hjelp"):
        assert hidden not in page, hidden

    agree(village, Scope.FAMILY_HEALTH)
    page = family.get("/family").text
    for shown in ("Paracet", "Sa at det er tatt; ikke sett", "jeg fryser litt", "byttet pute"):
        assert shown in page, shown
    agree(village, Scope.TRANSCRIPTS, is_given=False)
    assert family.get("/family").text.count("jeg fryser litt") == 1, "the robot's own words"


def test_residents_see_all_of_their_own_without_asking_anybody(
    village: Village, client: TestClient, family: TestClient
) -> None:
    morning(village, village.solveig, "jeg fryser litt")
    with village.work() as work:
        for text, is_shared in (("Vi har byttet pute.", True), ("Spør datteren.", False)):
            note = Written(text=text, is_shared=is_shared, by=village.staff["siri"])
            write(work, village.solveig, note)
    page = enter(family, code_for(village, client, FOR_HERSELF))
    for shown in ("Paracet", "jeg fryser litt", "byttet pute", "Ingen har sett det."):
        assert shown in page, shown
    assert "Spør datteren." not in page
    assert "Arne" not in page


def test_a_link_for_a_relative_needs_the_residents_consent_and_ends_with_it(
    village: Village, client: TestClient, family: TestClient
) -> None:
    staff_pages(village, client)
    links = f"/residents/{village.solveig}/links"
    refused = submit(client, links, **FOR_LIV)
    assert refused.status_code == 422
    assert "Beboeren har ikke samtykket til en side for pårørende." in refused.text
    assert 'value="Liv Haugen"' in refused.text
    agree(village, Scope.FAMILY_PAGE)
    enter(family, code_for(village, client, FOR_LIV))
    agree(village, Scope.FAMILY_PAGE, is_given=False)
    page = family.get("/family")
    assert "Solveig" not in page.text
    assert "Denne koden åpner ikke noe." in page.text


def test_a_link_opens_nothing_once_it_is_taken_back_or_too_old(
    village: Village, client: TestClient, family: TestClient
) -> None:
    enter(family, code_for(village, client, FOR_HERSELF))
    (link,) = links_of(village)
    submit(client, f"/residents/{village.solveig}/links/{link.id}/revoke")
    assert "Denne koden åpner ikke noe." in family.get("/family").text

    enter(family, code_for(village, client, FOR_HERSELF))
    village.clock.pass_by(timedelta(days=7))
    assert "Denne koden åpner ikke noe." in family.get("/family").text


def test_a_code_is_kept_by_nobody_and_written_as_people_write(
    village: Village, client: TestClient, family: TestClient
) -> None:
    code = code_for(village, client, FOR_HERSELF)
    (link,) = links_of(village)
    assert code not in link.model_dump_json()
    assert code not in client.get(f"/residents/{village.solveig}/links").text
    assert "Solveig" in enter(family, f" {code.lower().replace('-', ' ')} ")


@pytest.mark.parametrize("code", ["", "ABCD-EFGH-JKLM-NPQR", "'; DROP TABLE--", "<script>"])
def test_a_wrong_code_opens_nothing(family: TestClient, code: str) -> None:
    family.get("/family")
    answer = submit(family, "/family", code=code)
    assert answer.status_code == 422
    assert "nabo_family" not in family.cookies
    assert "<script>" not in answer.text


def test_each_look_is_written_down_and_seen_by_staff_and_resident(
    village: Village, client: TestClient, family: TestClient
) -> None:
    agree(village, Scope.FAMILY_PAGE)
    enter(family, code_for(village, client, FOR_LIV))
    readers = client.get(f"/residents/{village.solveig}/readers").text
    assert "Liv Haugen" in readers
    assert "Leste beboerens egen side" in readers
    assert readers.count("Liv Haugen") == 1
    with village.database.reading() as session:
        (link,) = links_of(village)
        sealed = select(AccessRow.detail).where(AccessRow.what == LINK_LOOK)
        assert session.exec(sealed).all() == [f"link {link.id}"]
    own = enter(family, code_for(village, client, FOR_HERSELF))
    assert "Liv Haugen" in own
    assert "Leste denne siden, med sin egen kode" in own


def test_the_code_opens_one_residents_page_and_nothing_else(
    village: Village, client: TestClient, family: TestClient
) -> None:
    enter(family, code_for(village, client, FOR_HERSELF))
    for path in ("/", f"/residents/{village.solveig}", f"/residents/{village.arne}", "/alerts"):
        answer = family.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")
    api = family.get(f"/api/v1/residents/{village.solveig}")
    assert api.status_code == 401
    assert "Olav" not in family.get(f"/family?resident_id={village.olav}").text


def test_the_page_is_forgotten_when_it_is_closed(
    village: Village, client: TestClient, family: TestClient
) -> None:
    enter(family, code_for(village, client, FOR_HERSELF))
    without_token = family.post("/family/close", follow_redirects=False)
    assert without_token.status_code == 403
    submit(family, "/family/close")
    assert "Solveig" not in family.get("/family").text


def test_it_looks_back_thirty_days_and_not_ahead(
    village: Village, client: TestClient, family: TestClient
) -> None:
    enter(family, code_for(village, client, FOR_HERSELF))
    for on, status in (
        ("2026-03-01", 200),
        ("2026-01-31", 200),
        ("2026-01-30", 404),
        ("2026-03-03", 404),
        ("soon", 422),
    ):
        assert family.get(f"/family?on={on}").status_code == status, on


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"who": ""}, "Velg hvem lenken er for."),
        ({"reader_name": ""}, "Skriv noe her"),
        ({"days": "3650"}, "Velg hvor lenge."),
    ],
)
def test_half_a_link_is_not_made(
    village: Village, client: TestClient, wrong: dict[str, str], remedy: str
) -> None:
    staff_pages(village, client)
    agree(village, Scope.FAMILY_PAGE)
    answer = submit(client, f"/residents/{village.solveig}/links", **FOR_LIV | wrong)
    assert answer.status_code == 422
    assert remedy in answer.text
    assert links_of(village) == []


def test_only_who_plans_the_residents_care_makes_and_takes_back_links(
    village: Village, client: TestClient, family: TestClient
) -> None:
    code = code_for(village, client, FOR_HERSELF)
    (link,) = links_of(village)
    for user_name, resident_id in (("siri", village.solveig), ("kari", village.arne)):
        staff_pages(village, client, user_name)
        taken = submit(client, f"/residents/{resident_id}/links/{link.id}/revoke")
        assert taken.status_code == 404
    assert submit(client, f"/residents/{village.olav}/links", **FOR_HERSELF).status_code == 404
    assert "Solveig" in enter(family, code)


def links_of(village: Village, resident_id: UUID | None = None) -> list[FamilyLinkRow]:
    with village.database.reading() as session:
        query = select(FamilyLinkRow).where(
            FamilyLinkRow.resident_id == (resident_id or village.solveig)
        )
        return list(session.exec(query))
