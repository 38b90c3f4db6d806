"""What the residents of a measurement have on their plans, and what they say to it."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.plan import ResidentPlan, RobotPlans
from schedules.care_plan import (
    Activity,
    CarePlan,
    CheckIn,
    MedicationReminder,
    PlanItem,
    Question,
    QuestionKind,
)
from schedules.locale import Locale
from schedules.recurrence import DailyTimes
from sim.scenario import Line, Person, Scenario

ROBOT = UUID(int=7)
SOLVEIG, ARNE, INGRID = (UUID(int=number) for number in (200, 201, 202))
CLOSED, OPEN = 20, 10
"""Questions that are asked."""
LATE_MORNING = 10
"""O'clock, where the residents live: no quiet hours, whenever it is measured."""
QUESTIONS_TAKE = timedelta(minutes=9)
"""From the first reminder until the last question has been answered, with room to spare."""
ALONE_EVERY = timedelta(minutes=1)
TALKS_EVERY = timedelta(minutes=1)
CRIES_EVERY = timedelta(minutes=2)
TAKEN = ("ja, jeg har tatt den", "ja", "ja, det har jeg", "jeg har tatt den")
WELL = ("jeg har det bra", "bare bra", "jeg har sovet godt", "takk, bare bra")
PROGRAMME = "I dag er det sang i stua, og etterpå er det kaffe og kake til alle som har lyst."
NEWS = "I dag er det bingo i kjelleren, og de som vinner, får velge musikken til kaffen etterpå."
"""Is told before anybody cries for help: nothing planned is said for a while after that."""
TALKED_INTO = "hva er klokka nå"
FASTEST = 1.5
"""Ratio of the voice's speed: how fast it speaks changes no figure, and saves minutes."""


def zone_at(now: datetime) -> str:
    """Return a zone in which it is late morning now."""
    ahead = (LATE_MORNING - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"


def plans(first_at: datetime) -> RobotPlans:
    """Return what is due from `first_at` on, a whole minute: questions, then what comes alone."""
    zone = zone_at(first_at)
    talks_at = first_at + QUESTIONS_TAKE + 3 * ALONE_EVERY
    cries_at = talks_at + 3 * TALKS_EVERY
    items: dict[UUID, list[PlanItem]] = {
        SOLVEIG: [
            *(_medicine(number, first_at, zone) for number in range(CLOSED)),
            _check_in(first_at, zone),
            *(
                _medicine(100 + n, first_at + QUESTIONS_TAKE + n * ALONE_EVERY, zone)
                for n in range(3)
            ),
            _activity(310, NEWS, talks_at, zone),
            _activity(300, PROGRAMME, cries_at, zone),
        ],
        ARNE: [
            _activity(311, NEWS, talks_at + TALKS_EVERY, zone),
            _activity(301, PROGRAMME, cries_at + CRIES_EVERY, zone),
        ],
        INGRID: [
            _activity(312, NEWS, talks_at + 2 * TALKS_EVERY, zone),
            _activity(302, PROGRAMME, cries_at + 2 * CRIES_EVERY, zone),
        ],
    }
    residents = (_resident(who, tuple(planned), zone, first_at) for who, planned in items.items())
    return RobotPlans(robot_id=ROBOT, residents=tuple(residents))


def alone_at(first_at: datetime) -> tuple[datetime, ...]:
    """Return when reminders are due before which it is silent: the robot waits for them."""
    return (first_at, *(first_at + QUESTIONS_TAKE + n * ALONE_EVERY for n in range(3)))


def over_at(first_at: datetime) -> datetime:
    """Return when everything is over."""
    return first_at + QUESTIONS_TAKE + 3 * ALONE_EVERY + 3 * TALKS_EVERY + 3 * CRIES_EVERY


def scenario() -> Scenario:
    """Return what the residents answer."""
    closed = [
        Line(
            id=f"closed-{n}",
            to="Solveig",
            keywords=("har du tatt",),
            answer=TAKEN[n % len(TAKEN)],
            is_closed=True,
        )
        for n in range(CLOSED + 3)
    ]
    opened = [
        Line(id=f"open-{n}", to="Solveig", keywords=("hvordan",), answer=WELL[n % len(WELL)])
        for n in range(OPEN)
    ]
    talks = [
        Line(
            id=f"talk-{name}",
            to=name,
            keywords=("bingo",),
            answer=TALKED_INTO,
            interrupts_after_s=1.5,
        )
        for name in ("Solveig", "Arne", "Ingrid")
    ]
    cries = [
        Line(
            id=f"cry-{name}",
            to=name,
            keywords=("sang i stua",),
            answer="hjelp, jeg har falt",
            interrupts_after_s=2.2,
        )
        for name in ("Solveig", "Arne", "Ingrid")
    ]
    return Scenario(
        locale=Locale.NB_NO,
        people=(
            Person(name="Solveig", resident_id=str(SOLVEIG), voice="f3"),
            Person(name="Arne", resident_id=str(ARNE), voice="grandpa"),
            Person(name="Ingrid", resident_id=str(INGRID), voice="Annie"),
        ),
        lines=(*closed, *opened, *talks, *cries),
        asked_again=("jeg forsto ikke", "svar ja eller nei"),
    )


def _daily(at: datetime, zone: str) -> DailyTimes:
    local = at.astimezone(ZoneInfo(zone))
    return DailyTimes(times=(time(local.hour, local.minute),))


def _medicine(number: int, at: datetime, zone: str) -> MedicationReminder:
    return MedicationReminder(
        id=UUID(int=1000 + number), medicine="Paracet", dose="to", recurrence=_daily(at, zone)
    )


def _check_in(at: datetime, zone: str) -> CheckIn:
    questions = tuple(
        Question(
            id=f"q{n}",
            text="Hvordan har du det?" if n % 2 else "Hvordan har du sovet?",
            kind=QuestionKind.FEELING if n % 2 else QuestionKind.SLEEP,
        )
        for n in range(OPEN)
    )
    return CheckIn(
        id=UUID(int=2000), title="Prat", questions=questions, recurrence=_daily(at, zone)
    )


def _activity(number: int, message: str, at: datetime, zone: str) -> Activity:
    return Activity(
        id=UUID(int=number), title="Program", message=message, recurrence=_daily(at, zone)
    )


def _resident(
    resident_id: UUID, items: tuple[PlanItem, ...], zone: str, now: datetime
) -> ResidentPlan:
    plan = CarePlan(
        id=UUID(int=resident_id.int + 1000),
        resident_id=resident_id,
        version=1,
        zone=zone,
        effective_at=now - timedelta(hours=1),
        items=items,
    )
    return ResidentPlan(
        resident_id=resident_id,
        spoken_name={SOLVEIG: "Solveig", ARNE: "Arne", INGRID: "Ingrid"}[resident_id],
        locale=Locale.NB_NO,
        speech_rate=FASTEST,
        number_to_call="en en tre",
        plan=plan,
    )
