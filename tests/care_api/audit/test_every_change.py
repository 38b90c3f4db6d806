"""Whatever staff change leaves an entry with their name, by whatever route they change it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import col, select

from care_api.audit.tables import AccessRow
from care_api.handovers import service as handovers
from care_api.handovers.handover import Part
from care_api.staff.right import Door, stated_routes
from care_api.tenants import lending
from care_api.tenants.lending import NewLoan
from care_api.tenants.tables import AlertLoanRow
from tests.care_api.contents import changed, contents
from tests.care_api.lived_in import live_in
from tests.care_api.routes import Route, Someone, operations, pages
from tests.care_api.shown_forms import Form, forms_of
from tests.care_api.village import PASSWORD, Village

pytestmark = [
    pytest.mark.timeout(600),  # every page is opened, and every form sent
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True),
]

NEVER_NOTED = {
    "/language": "how somebody reads the pages is nobody else's business",
    "/logout": "a session is its own record: begun, last seen, ended",
    "/api/v1/staff/logout": "as above",
    "/me/sessions/end": "as above",
    "/me/codes/begin": "nothing holds before a first code has come: that is an act",
    "/me/provider": "nothing holds before the provider has answered: that is an act",
}
"""What changes something and leaves no entry -> why."""
CHANGES_NOTHING = {
    "/residents/{resident_id}/plan/preview",
    "/residents/{resident_id}/plan/sound",
    "/residents/{resident_id}/plan/templates",
    "/residents/{resident_id}/plan/import",
    "/residents/{resident_id}/speech/sound",
}
"""What is sent to be looked at."""
NOT_AS_SHOWN = {
    "/me/codes": "its code is the app's",
    "/me/codes/recovery": "needs codes that are switched on",
    "/me/codes/off": "as above",
}
"""What no form on a page fills in; tests/care_api/staff/test_me_pages.py does."""
EXCEPTIONS = {*NEVER_NOTED, *CHANGES_NOTHING, *NOT_AS_SHOWN}
TYPED = {
    "name": "Nils Vik",
    "spoken_name": "Nils",
    "user_name": "nils",
    "phone": "400 00 000",
    "room": "12",
    "number_to_call": "tjue førti",
    "password": PASSWORD,
    "new_password": "sju bukker på brua",
    "again": "sju bukker på brua",
    "roles": "nurse",
    "place": "kjøkkenet",
    "from": "2026-03-03T08:00",
    "until": "2026-03-03T16:00",
    "starts": "2026-03-03T08:00",
    "ends": "2026-03-03T16:00",
    "times": "8",
    "dose": "én tablett",
    "question": "Hvordan går det?",
    "decided_by": "Solveig",
    "decided_on": "2026-03-02",
    "evaluate_on": "2026-04-02",
    "trained_on": "2026-03-02",
    "trained": "alle",
    "grounds": "Fungerer.",
    "relationship": "sønn",
    "reader_name": "Nils",
    "text": "Alt vel.",
    "note": "Alt vel.",
    "words": "Alt vel.",
    "is_given": "yes",
}
"""Field -> what is written into it where the page leaves it empty."""

OTHERWISE: dict[str, dict[str, Any]] = {
    "/administration/units/{unit_id}": {"name": "Solsida"},
    "/administration/units/{unit_id}/templates/{template_id}": {"name": "Søndag"},
    "/robots/{robot_id}/residents": {"resident_ids": []},
    "/api/v1/robots/{robot_id}/residents": {"resident_ids": []},
}
"""Path -> fields that must not stay as they are shown, for something to change."""


class Kept:
    """A copy of the village's database, to which it can be set back."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._path, self._copy = str(engine.url.database), folder / "kept.sqlite"
        self._write(self._path, self._copy)

    def set_back(self) -> None:
        """Let everything be as it was."""
        self._write(self._copy, self._path)

    @staticmethod
    def _write(source: object, target: object) -> None:
        with (
            closing(sqlite3.connect(str(source))) as read,
            closing(sqlite3.connect(str(target))) as written,
        ):
            read.backup(written)


@pytest.fixture
def ours(village: Village) -> Someone:
    """Solbakken, where a handover waits for its second signature and alerts are lent."""
    live_in(village)
    someone = Someone(village, village.solbakken, village.solveig)
    with village.work() as work:
        [begun] = handovers.unsigned(work.session, [village.solbakken])
        handovers.sign(work, begun.id, village.staff["siri"], Part.GIVES, begun.digest)
        later = work.now + timedelta(hours=8)
        loan = NewLoan(
            unit_id=village.solbakken,
            to_unit_id=village.fjellheim,
            starts_at=work.now,
            ends_at=later,
        )
        lending.lend(work, loan, village.staff["mons"])
        lent = work.session.exec(select(AlertLoanRow.id)).one()
    someone.know("staff_id", village.staff["siri"])
    someone.know("loan_id", lent)
    return someone


def changing(client: TestClient) -> Iterator[Route]:
    """Yield the routes by which staff change something."""
    app = client.app
    assert isinstance(app, FastAPI)
    others = {
        (route.method, route.path)
        for route in stated_routes(app)
        if route.rights & {Door.ANYBODY, Door.ROBOT}
    }
    for route in (*pages(), *(operations())):
        if route.method != "GET" and (route.method, route.path) not in others:
            yield route


def shown_forms(client: TestClient, ours: Someone) -> dict[str, Form]:
    """Return every form of every page that staff can open."""
    addresses = [
        r.address(ours.values(r) or {}) for r in pages("GET") if ours.values(r) is not None
    ]
    answers = [client.get(address) for address in addresses if "/login" not in address]
    return forms_of([each.text for each in answers if each.status_code == 200], TYPED)


def send(client: TestClient, route: Route, ours: Someone, forms: dict[str, Form]) -> Response:
    """Send a form as its page shows it, or a document that the operation takes."""
    values = ours.values(route)
    assert values is not None, f"{route}: let one exist in lived_in.py"
    address, token = route.address(values), client.cookies["nabo_csrf"]
    if route.path.startswith("/api/"):
        headers = {"X-CSRF-Token": token, "If-Match": "*"}
        body: Any = OTHERWISE.get(route.path) or route.body(ours)
        done: Response = client.request(route.method, address, json=body, headers=headers)
        return done
    shown = forms.get(address) or route.form(ours)
    filled = {**shown, **OTHERWISE.get(route.path, {}), "csrf_token": token}
    answer: Response = client.post(address, data=filled, follow_redirects=False)
    return answer


def test_every_change_by_staff_leaves_an_entry_with_their_name(
    village: Village, client: TestClient, engine: Engine, ours: Someone, tmp_path: Path
) -> None:
    village.log_in(client, "alle")
    forms = shown_forms(client, ours)
    kept, before = Kept(engine, tmp_path), contents(engine)
    noted_before = noted(village)
    silent: list[str] = []
    idle: list[str] = []
    session = dict(client.cookies)
    for route in changing(client):
        client.cookies = session
        answer = send(client, route, ours, forms)
        if noted(village) == noted_before and route.path not in EXCEPTIONS:
            is_done = answer.status_code < 400 and changed(before, contents(engine))
            (silent if is_done else idle).append(f"{route}: {answer.status_code}")
        kept.set_back()
    assert not silent, "leave an entry (care_api/audit/act.py):\n" + "\n".join(silent)
    assert not idle, "nothing was changed: the test has sent nonsense\n" + "\n".join(idle)


def noted(village: Village) -> frozenset[UUID]:
    """Return the entries of whoever may do everything."""
    query = select(AccessRow.id).where(col(AccessRow.staff_id) == village.staff["alle"])
    with village.database.reading() as session:
        return frozenset(session.exec(query))
