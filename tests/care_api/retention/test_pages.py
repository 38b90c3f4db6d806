"""How long things are kept, over HTTP: shown, foretold, and only then decided."""

from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from care_api.audit.act import Act
from care_api.audit.tables import AccessRow
from care_api.retention import service
from care_api.retention.rule import USUAL, Kind
from care_api.retention.tables import RetentionRow
from care_api.staff.role import Role
from tests.care_api.contents import changed, contents
from tests.care_api.lived_in import live_in
from tests.care_api.retention.nights import decide, foretold, pass_night, tenant_of
from tests.care_api.village import Village

RETENTION = "/administration/retention"
NOBODY = "Ingen har bestemt noe ennå"


@pytest.fixture
def administered(village: Village) -> Village:
    """The village after a morning, with an administrator."""
    live_in(village)
    with village.work() as work:
        village.employ(work, "ada", village.fjellheim, Role.ADMINISTRATOR)
    return village


def save(village: Village, client: TestClient, **changes: str) -> int:
    token = village.log_in(client, "ada")["X-CSRF-Token"]
    fields = {kind.value: str(months) for kind, months in USUAL.items()}
    form = {"csrf_token": token, **fields, **changes}
    status: int = client.post(RETENTION, data=form, follow_redirects=False).status_code
    return status


def acts(village: Village) -> list[str]:
    with village.database.reading() as session:
        query = select(AccessRow.detail).where(AccessRow.what == Act.RETENTION_CHANGED.value)
        return list(session.exec(query.order_by(col(AccessRow.id))))


def test_before_anybody_decides_a_proposal_is_shown_and_nothing_is_deleted(
    administered: Village, client: TestClient
) -> None:
    administered.log_in(client, "ada")
    assert f'<a href="{RETENTION}">' in client.get("/administration").text
    text = client.get(RETENTION).text
    assert NOBODY in text
    assert '<option value="3" selected>3 måneder</option>' in text
    assert '<option value="120" selected>10 år</option>' in text


def test_what_would_go_is_counted_before_it_is_saved_and_nothing_is_changed(
    administered: Village, client: TestClient
) -> None:
    administered.clock.pass_by(timedelta(days=100))
    administered.log_in(client, "ada")
    before = contents(administered.database.engine)
    text = client.get(f"{RETENTION}/preview?words=3&presence=6").text
    count = foretold(administered)[Kind.WORDS]
    assert count > 0
    assert f"{count} fra før 11. mars 2026 blir slettet." in text
    assert '<input type="hidden" name="presence" value="6">' in text
    after = contents(administered.database.engine)
    assert [each for each in changed(before, after) if "staff_session" not in each] == []


def test_what_is_decided_stands_on_the_page_and_in_the_audit_log(
    administered: Village, client: TestClient
) -> None:
    assert save(administered, client, words="6") == 303
    text = client.get(RETENTION).text
    assert NOBODY not in text
    assert "Bestemt 2. mars 2026 av Ada Lund." in text
    assert '<option value="6" selected>6 måneder</option>' in text
    assert save(administered, client, words="6") == 303
    administered.clock.pass_by(timedelta(minutes=1))
    assert save(administered, client, words="1") == 303
    first, second = acts(administered)
    assert "words - → 6 months" in first
    assert second == "words 6 → 1 months"


@pytest.mark.parametrize(
    "wrong", [{"words": "12"}, {"events": "60"}, {"access": "-1"}, {"notes": "for ever"}]
)
def test_what_was_never_offered_is_refused(
    administered: Village, client: TestClient, wrong: dict[str, str]
) -> None:
    assert save(administered, client, **wrong) == 422
    [(kind, months)] = wrong.items()
    assert client.get(f"{RETENTION}/preview?{kind}={months}").status_code == 422
    with administered.database.reading() as session:
        assert service.decided(session, tenant_of(administered)) is None


def test_a_decision_about_some_kinds_alone_is_none(
    administered: Village, client: TestClient
) -> None:
    token = administered.log_in(client, "ada")["X-CSRF-Token"]
    form = {"csrf_token": token, "words": "3"}
    assert client.post(RETENTION, data=form, follow_redirects=False).status_code == 422
    assert acts(administered) == []


@pytest.mark.parametrize("user_name", ["kari", "siri", "leder"])
def test_nobody_but_an_administrator_sees_or_decides(
    administered: Village, client: TestClient, user_name: str
) -> None:
    token = administered.log_in(client, user_name)["X-CSRF-Token"]
    for path in (RETENTION, f"{RETENTION}/preview"):
        assert client.get(path).status_code == 403
    form = {"csrf_token": token, **{kind.value: "120" for kind in Kind}}
    assert client.post(RETENTION, data=form).status_code == 403


SOME = "Noe av det som kom før 3. mars 2026, er slettet"
WORDS = "Ordene fra før 3. mars 2026 er slettet"
DAYS = "first_on=2026-03-01&last_on=2026-03-02"


@pytest.mark.parametrize(
    ("kind", "page", "says"),
    [
        (Kind.WORDS, "?on=2026-03-02", WORDS),
        (Kind.EVENTS, "?on=2026-03-02", SOME),
        (Kind.WORDS, f"/answers?{DAYS}", WORDS),
        (Kind.EVENTS, f"/answers?{DAYS}", SOME),
        (Kind.EVENTS, f"/adherence?{DAYS}", SOME),
        (Kind.PRESENCE, f"/rooms?{DAYS}", SOME),
    ],
)
def test_a_page_says_when_it_reaches_back_to_what_is_deleted(
    administered: Village, client: TestClient, kind: Kind, page: str, says: str
) -> None:
    decide(administered)
    let_be_gone(administered, kind)
    administered.log_in(client, "kari")
    assert says in client.get(f"/residents/{administered.solveig}{page}").text
    administered.clock.pass_by(timedelta(days=1))
    administered.log_in(client, "kari")
    later = page.replace(DAYS, "first_on=2026-03-03").replace("03-02", "03-03")
    assert says not in client.get(f"/residents/{administered.solveig}{later}").text


def test_figures_say_that_who_was_told_is_not_kept_and_not_that_there_was_nobody(
    administered: Village, client: TestClient
) -> None:
    decide(administered)
    administered.clock.pass_by(timedelta(days=3))
    administered.log_in(client, "kari")
    address = f"/alerts/statistics/{administered.solbakken}"
    assert "Det var ingen kontakt" in client.get(address).text
    let_be_gone(administered, Kind.MESSAGES)
    assert "Hvem som fikk beskjed, er ikke lenger tatt vare på." in client.get(address).text
    let_be_gone(administered, Kind.ALERTS)
    assert SOME in client.get(address).text


def let_be_gone(village: Village, kind: Kind) -> None:
    """Let something of a kind from before 3 March be deleted."""
    with village.work() as work:
        row = work.session.get_one(RetentionRow, (tenant_of(village), kind.value))
        row.deleted_before = date(2026, 3, 3)
        work.session.add(row)


def test_a_page_says_nothing_where_all_is_kept(administered: Village, client: TestClient) -> None:
    decide(administered)
    pass_night(administered)
    administered.log_in(client, "kari")
    for page in ("?on=2026-03-02", "/adherence", "/answers", "/rooms"):
        text = client.get(f"/residents/{administered.solveig}{page}").text
        assert "Noe av det som kom før" not in text
        assert "Ordene fra før" not in text
