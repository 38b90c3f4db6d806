import shutil
from pathlib import Path

from sqlmodel import Session

from care_api.db import make_engine
from care_api.events import repository
from care_api.events.tables import OF_BOOT_KINDS


def test_what_is_rare_in_a_boot_is_found_without_reading_all_that_it_told(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(sqlite_template, tmp_path / "a.sqlite"))
    engine = make_engine(f"sqlite:///{path}")
    plans = {}
    with Session(engine) as session:
        for kind in OF_BOOT_KINDS:
            query = str(repository.select_of_boot(kind).compile(session.get_bind()))
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", ("0" * 32,))
            plans[kind] = " ".join(str(row) for row in plan)
    engine.dispose()
    assert plans
    assert all("ix_event_of_boot_boot_id_kind" in plan for plan in plans.values())
