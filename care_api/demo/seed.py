"""Fill an empty database with the demonstration's municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from uuid import UUID, uuid4

from sqlmodel import Session

from care_api.care_plans import service as care_plans
from care_api.care_plans.service import Precondition
from care_api.db import Database, Work, check_database, make_engine
from care_api.demo import people
from care_api.demo.about import add_about
from care_api.demo.history import add_history
from care_api.demo.people import DemoColleague
from care_api.demo.plans import drafts
from care_api.demo.wording import WORDING
from care_api.migrate import upgrade
from care_api.residents.tables import ResidentRow
from care_api.robots import access
from care_api.robots import service as robots
from care_api.robots.tables import RobotRow
from care_api.settings import Settings, StartupError
from care_api.staff import roster
from care_api.staff.passwords import Passwords
from care_api.staff.tables import StaffRow
from care_api.tenants.tables import TenantRow, UnitRow
from schedules.clock import Clock
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSeed:
    """What a demonstration needs to know to begin."""

    user_name: str
    """The nurse's."""
    password: str | None
    """Of all of them. Shown this once; None where they were there already."""
    colleagues: Mapping[str, str]
    """User name -> what they are, in plain words."""
    robot_id: UUID
    pairing_code: str
    """A fresh one each time."""


def seed_demo(
    settings: Settings, clock: Clock, locale: Locale, *, has_past: bool = False
) -> DemoSeed:
    """Make the demonstration's people and plans; what is there already stays as it is.

    `has_past` lets the two weeks before have happened, so that the pages over time have something
    to show.

    Raises:
        StartupError: The settings are not a demonstration's, or the database cannot be opened.
    """
    if not settings.demo:
        raise StartupError("NABO_DEMO: invented people belong in a demonstration; set it to true")
    engine = make_engine(settings.database_url)
    try:
        check_database(engine)
        upgrade(engine)
        with Database(engine).writing() as session:
            work = Work(session=session, now=clock.now(), boot_id=uuid4())
            fresh = _seed(work, settings.secret_key.get_secret_value(), locale)
            if has_past and fresh.password is not None:
                add_history(work, WORDING[locale])
            return fresh
    finally:
        engine.dispose()


def _seed(work: Work, secret_key: str, locale: Locale) -> DemoSeed:
    password = None
    if work.session.get(StaffRow, people.NURSE_ID) is None:
        password = token_urlsafe(9)
        _add_units(work.session)
        _add_staff(work.session, password, locale)
        _add_residents(work, locale)
        _add_robot(work)
        add_about(work, WORDING[locale])
    return DemoSeed(
        user_name=people.NURSE.user_name,
        password=password,
        colleagues={each.user_name: _described(each) for each in people.COLLEAGUES},
        robot_id=people.ROBOT_ID,
        pairing_code=access.new_pairing_code(work, people.ROBOT_ID, secret_key),
    )


def _described(colleague: DemoColleague) -> str:
    if colleague.unit == people.UNIT:
        return colleague.role.value
    return f"{colleague.role.value} at {colleague.unit}"


def _add_units(session: Session) -> None:
    tenant_id = people.demo_id("tenant")
    session.add(TenantRow(id=tenant_id, name=people.TENANT))
    session.flush()
    for name, unit_id in people.UNITS.items():
        session.add(UnitRow(id=unit_id, tenant_id=tenant_id, name=name))
    session.flush()


def _add_staff(session: Session, password: str, locale: Locale) -> None:
    password_hash = Passwords().hash(password)
    for each in (people.NURSE, *people.COLLEAGUES):
        session.add(
            StaffRow(
                id=each.id,
                tenant_id=people.demo_id("tenant"),
                user_name=each.user_name,
                name=each.name,
                password_hash=password_hash,
                locale=locale.value,
            )
        )
        session.flush()
        roster.set_roles(session, each.id, people.UNITS[each.unit], [each.role])


def _add_residents(work: Work, locale: Locale) -> None:
    words = WORDING[locale]
    for resident in people.RESIDENTS:
        work.session.add(
            ResidentRow(
                id=resident.id,
                unit_id=people.UNIT_ID,
                name=resident.name,
                spoken_name=resident.spoken_name,
                room=resident.room,
                locale=locale.value,
                zone=people.ZONE,
                end_silence_s=1.25,
                speech_rate=1.0,
                number_to_call=words.number_to_call,
            )
        )
    work.session.flush()
    first = Precondition(if_none_match="*")
    for resident_id, draft in drafts(words).items():
        care_plans.save(work, resident_id, draft, precondition=first, staff_id=people.NURSE_ID)


def _add_robot(work: Work) -> None:
    work.session.add(RobotRow(id=people.ROBOT_ID, unit_id=people.UNIT_ID, name=people.ROBOT))
    work.session.flush()
    ids = [resident.id for resident in people.RESIDENTS]
    robots.assign(work, people.ROBOT_ID, ids, [people.UNIT_ID])
