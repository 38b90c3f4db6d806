import pytest
from fastapi.testclient import TestClient

from care_api.relations import service
from tests.care_api.village import Village
from tests.care_api.web.forms import staff_pages, submit

DAUGHTER = {
    "kind": "next_of_kin",
    "name": "Liv Haugen",
    "relationship": "datter",
    "phone": "400 00 123",
    "email": "liv@example.org",
    "revision": "",
}


def address(village: Village) -> str:
    return f"/residents/{village.solveig}/contacts"


def contacts(village: Village) -> tuple[service.Relation, ...]:
    with village.database.reading() as session:
        return service.of_resident(session, village.solveig)


def test_next_of_kin_stand_first_and_can_be_rung(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    submit(client, address(village), **DAUGHTER | {"kind": "gp", "name": "Anne Dale"})
    submit(client, address(village), **DAUGHTER)
    page = client.get(f"/residents/{village.solveig}/about").text
    assert page.index("Liv Haugen") < page.index("Anne Dale")
    assert 'href="tel:40000123"' in page
    assert "Nærmeste pårørende, datter" in page


def test_a_removed_contact_can_be_put_back(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    submit(client, address(village), **DAUGHTER)
    contact = contacts(village)[0]
    removed = submit(client, f"{address(village)}/{contact.id}/remove")
    page = client.get(removed.headers["location"]).text
    assert contacts(village) == ()
    assert f"{address(village)}/{contact.id}/put-back" in page
    submit(client, f"{address(village)}/{contact.id}/put-back")
    assert contacts(village)[0].details == contact.details


def test_an_edit_of_what_has_changed_since_changes_nothing(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    submit(client, address(village), **DAUGHTER)
    contact = contacts(village)[0]
    here = f"{address(village)}/{contact.id}"
    assert 'value="400 00 123"' in client.get(here).text
    submit(client, here, **DAUGHTER | {"phone": "400 00 124", "revision": "1"})
    late = submit(client, here, **DAUGHTER | {"phone": "400 00 125", "revision": "1"})
    assert late.status_code == 412
    assert contacts(village)[0].details.phone == "400 00 124"


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"name": ""}, "Skriv noe her"),
        ({"phone": "ring meg"}, "Skriv et telefonnummer, for eksempel"),
        ({"email": "liv"}, "Skriv en e-postadresse, for eksempel"),
        ({"phone": "", "email": ""}, "Skriv et telefonnummer eller en e-postadresse."),
    ],
)
def test_a_contact_nobody_could_reach_is_shown_again(
    village: Village, client: TestClient, wrong: dict[str, str], remedy: str
) -> None:
    staff_pages(village, client)
    answer = submit(client, address(village), **DAUGHTER | wrong)
    assert answer.status_code == 422
    assert remedy in answer.text
    assert 'value="datter"' in answer.text
    assert contacts(village) == ()


def test_who_does_not_plan_care_changes_no_contact(village: Village, client: TestClient) -> None:
    staff_pages(village, client, "siri")
    assert submit(client, address(village), **DAUGHTER).status_code == 404
    page = client.get(f"/residents/{village.solveig}/about").text
    assert "contacts/new" not in page


def test_another_residents_contact_does_not_exist(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    submit(client, address(village), **DAUGHTER)
    contact = contacts(village)[0]
    for resident_id in (village.arne, village.ingrid, village.olav):
        here = f"/residents/{resident_id}/contacts/{contact.id}"
        assert client.get(here).status_code == 404
        for path in (here, f"{here}/remove", f"{here}/put-back"):
            assert submit(client, path, **DAUGHTER | {"revision": "1"}).status_code == 404
    assert contacts(village)[0].revision == 1
