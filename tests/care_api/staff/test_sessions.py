"""Sessions end by themselves, and open pages with them."""

import asyncio
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from care_api.staff import service, sessions
from care_api.staff.lasting import Lasting
from care_api.staff.tables import StaffRow, StaffSessionRow
from care_api.staff.watch import SessionWatch
from care_api.staff.way import LoginWay
from tests.care_api.staff.gates import LASTING
from tests.care_api.staff.pages import Browser
from tests.care_api.village import Village

PATIENCE_S = 20


def begin(village: Village, lasting: Lasting = LASTING) -> str:
    """Log Kari in, and return the cookie."""
    with village.work() as work:
        return sessions.begin(
            work.session,
            village.staff["kari"],
            way=LoginWay.PASSWORD,
            device="",
            now=work.now,
            lasting=lasting,
        ).token


def lasts(village: Village, token: str) -> bool:
    with village.database.reading() as session:
        return service.identify(session, token, village.clock.now(), LASTING) is not None


def test_a_session_ends_when_nobody_uses_it(village: Village) -> None:
    token = begin(village)
    village.clock.pass_by(timedelta(minutes=59))
    assert lasts(village, token)
    village.clock.pass_by(timedelta(minutes=1))
    assert not lasts(village, token)


def test_a_used_session_ends_with_the_shift_all_the_same(village: Village) -> None:
    token = begin(village)
    for _ in range(19):
        village.clock.pass_by(timedelta(minutes=30))
        with village.work() as work:
            sessions.note_seen(work.session, sessions.session_id(token), work.now)
        assert lasts(village, token)
    village.clock.pass_by(timedelta(minutes=30))
    assert not lasts(village, token)


@pytest.fixture
def browser(client: TestClient) -> Browser:
    opened = Browser(client)
    opened.log_in()
    return opened


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_page_that_fetches_itself_anew_keeps_no_session_alive(
    village: Village, browser: Browser
) -> None:
    headers = {"HX-Request": "true"}
    for _ in range(3):
        assert browser.client.get("/", headers=headers).status_code == 200
        village.clock.pass_by(timedelta(minutes=20))
    assert browser.client.get("/", headers=headers).status_code == 401


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whoever_does_something_stays(village: Village, browser: Browser) -> None:
    for _ in range(5):
        village.clock.pass_by(timedelta(minutes=40))
        assert "I dag" in browser.open("/").text


def test_old_sessions_are_not_kept_for_ever(village: Village) -> None:
    begin(village)
    village.clock.pass_by(LASTING.longest)
    begin(village)
    with village.database.reading() as session:
        kept = sessions.of_staff(session, village.staff["kari"], village.clock.now(), LASTING)
    assert len(kept) == 1


@pytest.mark.parametrize("how", ["logged out", "ended elsewhere", "unused", "left"])
def test_the_watch_finds_a_session_that_has_ended_and_no_other(village: Village, how: str) -> None:
    ended, other = begin(village), begin(village)
    ids = [sessions.session_id(token) for token in (ended, other)]

    async def look_on() -> list[bool]:
        found = asyncio.Event()
        guard = SessionWatch(village.database, village.clock, LASTING, found.set, poll_s=0.01)
        with guard.page_of(ids[0]), guard.page_of(ids[1]):
            await asyncio.to_thread(end, village, how, *ids)
            await asyncio.wait_for(found.wait(), PATIENCE_S)
            return [guard.is_over(each) for each in ids]

    assert asyncio.run(look_on()) == [True, how == "left"]


def end(village: Village, how: str, ended: str, other: str) -> None:
    with village.work() as work:
        match how:
            case "logged out":
                work.session.get_one(StaffSessionRow, ended).ended_at = work.now
            case "ended elsewhere":
                sessions.end_others(work.session, village.staff["kari"], other, work.now)
            case "unused":
                row = work.session.get_one(StaffSessionRow, ended)
                row.last_seen_at = work.now - LASTING.idle
            case _:
                work.session.get_one(StaffRow, village.staff["kari"]).left_at = work.now
