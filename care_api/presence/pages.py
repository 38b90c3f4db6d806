"""Page: in which rooms a resident was, by day and by hour."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.deps import Reading, ResidentInCare
from care_api.events import log
from care_api.presence import stays
from care_api.presence.stays import Stay
from care_api.retention import service as retention
from care_api.retention.rule import Kind
from care_api.robots import service as robots
from care_api.web.charts import Block, Column, Mark, in_rows, stacked
from care_api.web.frame import Section
from care_api.web.page import StaffPage
from care_api.web.period import CHOICES, Asked, chosen
from care_api.web.times import Times
from schedules.occurrences import instant

router = APIRouter(prefix="/residents/{resident_id}/rooms")

_ONE_DAY = timedelta(days=1)
_PART = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomHours:
    """One room by the hours of the day."""

    name: str
    minutes: tuple[int, ...]
    """24, of all days together."""
    blocks: tuple[Block, ...]


@router.get("", name="read_presence_page")
def show_rooms(
    page: StaffPage, resident: ResidentInCare, session: Reading, asked: Annotated[Asked, Depends()]
) -> Response:
    """Show where somebody was perceived, in the time that was chosen."""
    times, zone = page.frame.times, ZoneInfo(resident.zone)
    period = chosen(asked, times.today)
    days = period.first_on - _ONE_DAY, period.last_on  # what began the day before goes on
    events = log.between(session, resident.id, days, resident.zone, ["presence.changed"])
    start = instant(period.first_on, time(0), zone)
    end = min(instant(period.last_on + _ONE_DAY, time(0), zone), times.now)
    others = robots.others_looked_after(session, resident.id).values()
    people = {resident.id}.union(*others)  # a sensor does not tell them apart
    refused = consents.refused(session, people, Scope.ROOM_SENSORS)
    found = stays.stays(events, (start, end), refused)
    names = stays.rooms(found)
    hours = stays.minutes_by_hour(found, zone)
    last = instant(period.last_on, time(0), zone)
    return page.show(
        "rooms.html",
        section=Section.TODAY,
        resident=resident,
        period=period,
        choices=CHOICES,
        gone=retention.gone(session, resident.unit_id, Kind.PRESENCE),
        rooms=names,
        is_agreed=consents.of_resident(session, resident.id).is_given(Scope.ROOM_SENSORS),
        days=stays.minutes_by_day(found, zone),
        hours=[_room(name, hours[name]) for name in names],
        blocks=in_rows(
            [
                _mark(stay, len(names) - 1 - names.index(stay.room), times)
                for stay in stays.stays(events, (last, end), refused)
            ],
            max(len(names), 1),
        ),
    )


def _room(name: str, minutes: tuple[int, ...]) -> RoomHours:
    columns = [
        Column(label=f"{hour}–{hour + 1}: {count} min", parts={_PART: count})
        for hour, count in enumerate(minutes)
    ]
    return RoomHours(name=name, minutes=minutes, blocks=stacked(columns)[0])


def _mark(stay: Stay, row: int, times: Times) -> Mark:
    begin, finish = (_of_the_day(moment, times) for moment in (stay.start, stay.end))
    return Mark(
        row=row,
        start=begin,
        end=finish if finish > begin else 1.0,
        part=_PART,
        label=f"{stay.room} {times.clock(stay.start)} – {times.clock(stay.end)}",
    )


def _of_the_day(moment: datetime, times: Times) -> float:
    """Return how much of the day has passed by the clock on the wall, 0 to 1."""
    at = times.local(moment)
    return (at.hour + at.minute / 60) / 24
