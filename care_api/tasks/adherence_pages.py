"""Pages: how a resident's tasks and answers went over some time."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from care_api.care_plans import service as care_plans
from care_api.consents import service as consents
from care_api.deps import Reading, ResidentInCare
from care_api.events import log
from care_api.retention import service as retention
from care_api.retention.rule import Kind
from care_api.tasks import as_needed, service
from care_api.tasks.answers import series
from care_api.web.frame import Section
from care_api.web.meanings import meaning
from care_api.web.over_time import ASIDE, PARTS, answer_chart, item_charts
from care_api.web.page import StaffPage
from care_api.web.period import CHOICES, Asked, chosen
from care_api.web.plan_words import KINDS
from codebook.erasure import without_transcript

router = APIRouter(prefix="/residents/{resident_id}")

AskedPeriod = Annotated[Asked, Depends()]


@router.get("/adherence", name="read_adherence_page")
def show_adherence(
    page: StaffPage, resident: ResidentInCare, session: Reading, asked: AskedPeriod
) -> Response:
    """Show, for each plan item, what came of it and how well that is known."""
    period = chosen(asked, page.frame.times.today)
    days = period.first_on, period.last_on
    told = as_needed.reported(session, resident, days)
    found = service.adherence_of(session, resident.id, days, period.step, told)
    return page.show(
        "adherence.html",
        section=Section.TODAY,
        resident=resident,
        period=period,
        choices=CHOICES,
        gone=retention.gone(session, resident.unit_id, Kind.EVENTS),
        charts=item_charts(found, period, page.frame.times),
        parts=PARTS,
        aside=ASIDE,
        kinds=KINDS,
    )


@router.get("/answers", name="read_answers_page")
def show_answers(
    page: StaffPage, resident: ResidentInCare, session: Reading, asked: AskedPeriod
) -> Response:
    """Show the answers to each question, as a chart where they have an order."""
    times = page.frame.times
    period = chosen(asked, times.today)
    events = log.between(
        session,
        resident.id,
        (period.first_on, period.last_on),
        resident.zone,
        ["checkin.answered"],
    )
    may_read = consents.may_read_words(session, resident.id)
    shown = events if may_read else [without_transcript(event) for event in events]
    zone = ZoneInfo(resident.zone)
    return page.show(
        "answers.html",
        section=Section.TODAY,
        resident=resident,
        period=period,
        choices=CHOICES,
        gone=retention.gone(session, resident.unit_id, Kind.EVENTS, Kind.WORDS),
        charts=[
            answer_chart(each, period, zone, times.exact)
            for each in series(shown, care_plans.items(session, resident.id))
        ],
        are_words_withheld=not may_read,
        meaning=meaning,
    )
