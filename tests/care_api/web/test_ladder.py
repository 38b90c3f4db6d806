"""What a nurse sees of an alert's way to her colleagues, in a real browser."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from care_api.alerts import climbing
from care_api.db import Work
from care_api.notifications.channel import Delivery, Result
from care_api.notifications.delivery import claim, record
from care_api.on_call import service as on_call
from care_api.on_call.contact import Contact
from codebook.alert import ChannelKind
from schedules.locale import Locale
from tests.care_api.web.house import House
from tests.care_api.web.steps import call_for_help

pytestmark = pytest.mark.browser


def employ(house: House, name: str, position: int) -> UUID:
    contact = Contact(
        id=uuid4(),
        name=name,
        position=position,
        email=None,
        phone=f"+47 900 00 00{position}",
        locale=Locale.NB_NO,
        resident_id=None,
        staff_id=None,
        shifts=(),
    )
    with house.database.writing() as session:
        made = Work(session=session, now=house.clock.now(), boot_id=uuid4())
        on_call.save(made, house.unit_id, contact)
    return contact.id


def deliver(house: House, result: Result) -> None:
    with house.database.writing() as session:
        made = Work(session=session, now=house.clock.now(), boot_id=uuid4())
        for each in claim(made, ChannelKind.WEBHOOK):
            record(made, each, Delivery(result=result, detail="http_422"))


def test_an_alerts_page_says_who_was_told_what_failed_and_what_to_do(
    nurse: Page, house: House
) -> None:
    employ(house, "Vakttelefon 1", 1)
    employ(house, "Vakttelefon 2", 2)
    house.report(call_for_help())
    deliver(house, Result.REFUSED)
    deliver(house, Result.ACCEPTED)
    nurse.get_by_role("link", name="Melder om fall").first.click()
    told = nurse.get_by_role("region", name="Hvem som er varslet")
    expect(told).to_contain_text("Vakttelefon 1 · på SMS · kunne ikke sendes")
    expect(told).to_contain_text("avvist (http_422)")
    expect(told).to_contain_text("Vakttelefon 2 · på SMS · sendt")
    expect(told).to_contain_text("Neste kontakt")
    plan = nurse.get_by_role("region", name="Hva du skal gjøre")
    expect(plan).to_contain_text("Snakk med beboeren med det samme")
    nurse.goto("/alerts?show=closed")  # over, as another one was reached by the same way
    expect(nurse.get_by_role("main")).to_contain_text(
        "Personalet kunne ikke varsles utenom disse sidene"
    )


def test_what_is_late_is_listed_by_itself(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    nurse.goto("/alerts?show=overdue")
    expect(nurse.get_by_role("heading", name="Ingen frister er gått ut")).to_be_visible()
    house.clock.moment += timedelta(minutes=4)
    with house.database.writing() as session:
        climbing.tick(Work(session=session, now=house.clock.now(), boot_id=uuid4()))
    nurse.goto("/alerts?show=overdue")
    expect(nurse.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    expect(nurse.get_by_role("main")).to_contain_text("Fristen er ute")


def test_frequent_alerts_are_shown_by_resident_and_cause(nurse: Page, house: House) -> None:
    for _ in range(31):
        house.report(call_for_help())
    nurse.goto("/alerts")
    nurse.get_by_role("link", name="Hyppige").click()
    row = nurse.get_by_role("main").get_by_role("listitem")
    expect(row).to_contain_text("Solveig Haugen")
    expect(row).to_contain_text("Uvanlig mange")
    expect(row).to_contain_text("Melder om fall: 31")
