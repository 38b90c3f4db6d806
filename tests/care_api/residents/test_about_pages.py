from datetime import timedelta

from fastapi.testclient import TestClient
from sqlalchemy import event

from care_api.notes.service import Written, write
from tests.care_api.village import Village
from tests.care_api.web.forms import staff_pages, submit


def test_who_has_read_is_told_in_words_and_once_for_each_visit(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client, "siri")
    for _ in range(3):
        client.get(f"/residents/{village.solveig}")
    client.post("/api/v1/staff/logout", headers=village.log_in(client, "siri"))
    village.clock.pass_by(timedelta(hours=2))
    staff_pages(village, client)
    client.get(f"/residents/{village.solveig}/plan")
    page = client.get(f"/residents/{village.solveig}/readers").text
    assert page.count("Siri Lund") == 1
    assert "Leste en dag: hva som ble sagt og gjort" in page
    assert "3 ganger" in page
    assert "Leste planen" in page
    assert "read_" not in page


def test_the_pages_of_another_units_resident_do_not_exist(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    for resident_id in (village.ingrid, village.olav):
        for what in ("about", "readers", "notes", "consents", "decision"):
            assert client.get(f"/residents/{resident_id}/{what}").status_code == 404


def test_more_notes_and_readers_cost_no_more_queries(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    path = f"/residents/{village.solveig}/about"
    before = statements(village, client, path)
    with village.work() as work:
        for index in range(8):
            written = Written(text=f"Notat {index}", is_shared=False, by=village.staff["siri"])
            write(work, village.solveig, written)
    for kind in ("gp", "relative"):
        contact = {"kind": kind, "name": "Liv", "phone": "12345", "email": "", "relationship": ""}
        submit(client, f"/residents/{village.solveig}/contacts", **contact)
    assert statements(village, client, path) <= before + 1, "the names of the notes' authors"
    assert "3 eldre notater" in client.get(path).text


def statements(village: Village, client: TestClient, path: str) -> int:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(village.database.engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    event.remove(village.database.engine, "before_cursor_execute", note)
    return len(seen)
