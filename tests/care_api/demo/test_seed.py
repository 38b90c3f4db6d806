from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from care_api.app import create_app
from care_api.db import Database, make_engine
from care_api.demo import seed_demo
from care_api.demo.people import ARNE, SOLVEIG, ZONE
from care_api.events import log
from care_api.notes import service as notes
from care_api.robots import orders
from care_api.service_decisions import service as decisions
from care_api.settings import Settings, StartupError, load_settings
from care_api.staff import service as staff
from care_api.staff.service import Attempt
from care_api.tasks.adherence import Count, Period
from care_api.tasks.service import adherence_of
from care_api.tasks.tables import TaskRow
from schedules.locale import Locale
from tests.care_api.village import SECRET_KEY, HandClock

CLOCK = HandClock(datetime(2026, 3, 2, 6, 58, tzinfo=UTC))


@pytest.fixture
def demo_settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'demo.sqlite'}"
    return load_settings(database_url=url, secret_key=SECRET_KEY, demo=True)


@pytest.mark.parametrize("locale", Locale)
def test_the_morning_is_ready_in_every_language(demo_settings: Settings, locale: Locale) -> None:
    seed = seed_demo(demo_settings, CLOCK, locale)
    engine = make_engine(demo_settings.database_url)
    with Database(engine).reading() as session:
        today = select(TaskRow.slot).where(TaskRow.local_on == CLOCK.now().date())
        slots = sorted(session.exec(today).all())
        plans = orders.plans(session, seed.robot_id)
    engine.dispose()
    assert slots == ["08:00", "08:15", "08:40", "09:00", "09:45"]
    assert [resident.spoken_name for resident in plans.residents] == ["Arne", "Ingrid", "Solveig"]
    assert {resident.locale for resident in plans.residents} == {locale}


def test_what_stands_about_a_resident_is_there_in_every_language(demo_settings: Settings) -> None:
    seed_demo(demo_settings, CLOCK, Locale.NN_NO, has_past=True)
    engine = make_engine(demo_settings.database_url)
    today = CLOCK.now().date()
    fortnight = today - timedelta(days=14), today - timedelta(days=1)
    with Database(engine).reading() as session:
        counts = adherence_of(session, SOLVEIG.id, fortnight, Period.WHOLE)
        events = log.between(session, SOLVEIG.id, fortnight, ZONE, ["presence.changed"])
        written = notes.of_resident(session, SOLVEIG.id)
        late = decisions.overdue(session, [SOLVEIG.id, ARNE.id], today)
    engine.dispose()
    (dose,) = counts
    assert dose.counts[Count.DUE] == 14
    assert dose.counts[Count.SAID_TAKEN] > dose.counts[Count.OBSERVED_TAKEN] > 0
    assert {"stove"} < {each.body.room for each in events if each.body.kind == "presence.changed"}
    assert any("Fotpleiaren" in note.now.text for note in written)
    assert list(late) == [ARNE.id]


def test_the_nurse_logs_in_with_the_password_that_is_told_once(demo_settings: Settings) -> None:
    first = seed_demo(demo_settings, CLOCK, Locale.NB_NO)
    second = seed_demo(demo_settings, CLOCK, Locale.NB_NO)
    assert first.password is not None
    assert second.password is None
    assert first.pairing_code != second.pairing_code
    engine = make_engine(demo_settings.database_url)
    gate = create_app(demo_settings, CLOCK, engine).state.wiring.gate
    attempt = Attempt(user_name=first.user_name, password=first.password)
    session = staff.log_in(gate, attempt, CLOCK.now())
    engine.dispose()
    assert session.token


def test_invented_people_stay_out_of_a_real_installation(tmp_path: Path) -> None:
    settings = load_settings(
        database_url=f"sqlite:///{tmp_path / 'real.sqlite'}", secret_key=SECRET_KEY
    )
    with pytest.raises(StartupError, match="NABO_DEMO"):
        seed_demo(settings, CLOCK, Locale.NB_NO)
    assert not (tmp_path / "real.sqlite").exists()
