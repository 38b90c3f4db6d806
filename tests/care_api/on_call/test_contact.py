from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from care_api.alerts.ladder import Rung, Target
from care_api.on_call.contact import Contact, reached_by
from care_api.on_call.rota import Shift
from schedules.locale import Locale

MONDAY_NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
RESIDENT = UUID(int=99)
WAIT = timedelta(minutes=3)
DAY = Shift(weekdays=frozenset({1}), starts_time=time(8), ends_time=time(15), zone="Europe/Oslo")
NIGHT = Shift(weekdays=frozenset({1}), starts_time=time(22), ends_time=time(7), zone="Europe/Oslo")


def contact(
    name: str,
    position: int,
    shifts: tuple[Shift, ...] = (),
    resident_id: UUID | None = None,
    phone: str | None = "1",
) -> Contact:
    return Contact(
        id=UUID(int=position),
        name=name,
        position=position,
        email=None,
        phone=phone,
        locale=Locale.NB_NO,
        resident_id=resident_id,
        staff_id=None,
        shifts=shifts,
    )


PEOPLE = (
    contact("leader", 3),
    contact("night", 1, (NIGHT,)),
    contact("day", 2, (DAY,)),
    contact("daughter", 4, resident_id=RESIDENT),
    contact("another's son", 5, resident_id=UUID(int=98)),
    contact("unreachable", 6, phone=None),
)


@pytest.mark.parametrize(
    ("target", "names"),
    [
        (Target.PAGES, []),
        (Target.FIRST_ON_CALL, ["day"]),
        (Target.SECOND_ON_CALL, ["leader"]),
        (Target.ON_CALL, ["day", "leader"]),
        (Target.UNIT_CONTACTS, ["night", "day", "leader"]),
        (Target.RESIDENT_CONTACTS, ["daughter"]),
    ],
)
def test_a_rung_leads_to_those_it_is_for(target: Target, names: list[str]) -> None:
    rung = Rung(target=target, wait=WAIT)
    found = reached_by(rung, PEOPLE, RESIDENT, MONDAY_NOON)
    assert [each.name for each in found] == names


@pytest.mark.parametrize(("number", "names"), [(1, []), (2, ["day"]), (4, ["daughter"]), (5, [])])
def test_a_rung_for_one_contact_respects_their_hours_and_their_resident(
    number: int, names: list[str]
) -> None:
    rung = Rung(target=Target.CONTACT, contact_id=UUID(int=number), wait=WAIT)
    found = reached_by(rung, PEOPLE, RESIDENT, MONDAY_NOON)
    assert [each.name for each in found] == names


def test_an_alert_about_no_resident_reaches_no_relative() -> None:
    rung = Rung(target=Target.RESIDENT_CONTACTS, wait=WAIT)
    assert reached_by(rung, PEOPLE, None, MONDAY_NOON) == ()
