from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from care_api.app import create_app
from care_api.db import Database, make_engine
from care_api.demo import seed_demo
from care_api.robots import orders
from care_api.settings import Settings, StartupError, load_settings
from care_api.staff import service as staff
from care_api.staff.service import Attempt
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
