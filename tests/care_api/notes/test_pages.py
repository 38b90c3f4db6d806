import re

import pytest
from fastapi.testclient import TestClient

from care_api.notes import service
from tests.care_api.village import Village
from tests.care_api.web.forms import staff_pages, submit


def notes_of(village: Village) -> tuple[service.Note, ...]:
    with village.database.reading() as session:
        return service.of_resident(session, village.solveig)


def test_a_corrected_note_keeps_what_stood_there_and_who_wrote_it(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client, "siri")
    notes = f"/residents/{village.solveig}/notes"
    assert submit(client, notes, text="Sover dårlig.\r\nVil ha døra åpen.").status_code == 303
    note = notes_of(village)[0]
    assert note.now.text == "Sover dårlig.\nVil ha døra åpen."

    client.post("/api/v1/staff/logout", headers=village.log_in(client, "siri"))
    staff_pages(village, client)
    form = client.get(f"{notes}/{note.id}")
    assert "Sover dårlig." in form.text
    sent = submit(client, f"{notes}/{note.id}", text="Sover godt.", revision="1", is_shared="on")
    assert sent.status_code == 303

    page = client.get(f"/residents/{village.solveig}/about").text
    assert page.index("Sover godt.") < page.index("<del>Sover dårlig.")
    assert "Kari Lund" in page
    assert "Siri Lund" in page
    assert "beboeren kan lese det" in page


def test_two_corrections_of_the_same_wording_do_not_overwrite_each_other(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    notes = f"/residents/{village.solveig}/notes"
    submit(client, notes, text="Liker kaffe.")
    note = notes_of(village)[0]
    submit(client, f"{notes}/{note.id}", text="Liker te.", revision="1")
    late = submit(client, f"{notes}/{note.id}", text="Liker saft.", revision="1")
    assert late.status_code == 412
    assert "Noen kom deg i forkjøpet" in late.text
    assert notes_of(village)[0].now.text == "Liker te."
    same = submit(client, f"{notes}/{note.id}", text="Liker te.", revision="2")
    assert same.status_code == 303
    assert notes_of(village)[0].now.revision == 2


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * (service.LONGEST + 1)])
def test_an_empty_or_endless_note_is_shown_again_with_what_was_typed(
    village: Village, client: TestClient, text: str
) -> None:
    staff_pages(village, client)
    answer = submit(client, f"/residents/{village.solveig}/notes", text=text)
    assert answer.status_code == 422
    assert "Skriv noe, høyst en side." in answer.text
    assert text.strip() in answer.text
    assert notes_of(village) == ()


def test_a_note_is_text_and_nothing_else(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    submit(client, f"/residents/{village.solveig}/notes", text="<script>alert(1)</script>")
    page = client.get(f"/residents/{village.solveig}/notes").text
    assert not re.search(r"<script>alert", page)
    assert "&lt;script&gt;alert(1)" in page


def test_a_note_is_reached_by_its_own_resident_only(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    submit(client, f"/residents/{village.solveig}/notes", text="Sover dårlig.")
    note = notes_of(village)[0]
    assert client.get(f"/residents/{village.arne}/notes/{note.id}").status_code == 404
    answer = submit(client, f"/residents/{village.arne}/notes/{note.id}", text="Nei", revision="1")
    assert answer.status_code == 404
    for resident_id in (village.ingrid, village.olav):
        assert client.get(f"/residents/{resident_id}/notes").status_code == 404
        assert submit(client, f"/residents/{resident_id}/notes", text="Hei").status_code == 404
