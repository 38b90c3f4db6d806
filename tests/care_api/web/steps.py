"""What a nurse does again and again, and what the robot has to tell."""

from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from codebook.check_in import CheckInAnswered
from codebook.event import Body
from codebook.help import HelpCause, HelpRequested
from codebook.speech import SpeechHeard, SpeechSaid, StoppedBy
from codebook.task import (
    TaskAnnounced,
    TaskClosed,
    TaskDue,
    TaskEscalated,
    TaskReported,
    TaskUnanswered,
)
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason
from tests.care_api.web.house import CHECK, DOSE, MORNING_CHECK, PARACET, PASSWORD, STARTED_AT


def log_in(page: Page, user_name: str = "kari", password: str = PASSWORD) -> None:
    """Fill in the form of the login page that is open."""
    page.get_by_label("Brukernavn").fill(user_name)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn").click()


def open_board(page: Page, user_name: str = "kari") -> None:
    """Log in and wait for the board."""
    page.goto("/login")
    log_in(page, user_name)
    expect(page.get_by_role("heading", name="I dag", level=1)).to_be_visible()


def row_of(page: Page, name: str) -> Locator:
    """Return a resident's row on the board."""
    heading = page.get_by_role("heading", name=name)
    return page.get_by_role("listitem").filter(has=heading).first


def call_for_help() -> HelpRequested:
    """Return a cry after a fall."""
    return HelpRequested(
        cause=HelpCause.FALLEN,
        utterance_id="u9",
        transcript="hjelp jeg har falt",
        grade=EvidenceGrade.SAID,
    )


def dose_taken() -> tuple[Body, ...]:
    """Return a reminder that was answered."""
    stage: dict[str, UUID] = {"occurrence_id": DOSE, "item_id": PARACET.id}
    return (
        TaskDue(**stage, due_at=STARTED_AT, window_closes_at=STARTED_AT + timedelta(hours=1)),
        TaskAnnounced(**stage, attempt=1),
        said("Det er tid for Paracet, to tabletter. Har du tatt dem?"),
        heard("ja jeg har tatt den", "taken"),
        TaskReported(**stage, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID),
        TaskClosed(**stage, outcome=Outcome.TAKEN),
        said("Takk. Da noterer jeg at du sier du har tatt dem."),
    )


def dose_unanswered() -> tuple[Body, ...]:
    """Return a reminder that was met with silence."""
    stage: dict[str, UUID] = {"occurrence_id": DOSE, "item_id": PARACET.id}
    return (
        TaskAnnounced(**stage, attempt=1),
        TaskAnnounced(**stage, attempt=2),
        TaskUnanswered(**stage, attempts=2),
        TaskEscalated(**stage, reason=EscalationReason.UNANSWERED),
    )


def worrying_answer() -> tuple[Body, ...]:
    """Return a check-in in which the resident is dizzy."""
    answer = CheckInAnswered(
        occurrence_id=CHECK,
        item_id=MORNING_CHECK.id,
        question_id="feeling",
        answer="unwell",
        transcript="jeg er svimmel",
        is_worrying=True,
        grade=EvidenceGrade.SAID,
    )
    stage: dict[str, UUID] = {"occurrence_id": CHECK, "item_id": MORNING_CHECK.id}
    return (
        TaskAnnounced(**stage, attempt=1),
        said("Hvordan har du det i dag?"),
        heard("jeg er svimmel", "unwell"),
        answer,
        TaskReported(**stage, outcome=Outcome.ANSWERED, grade=EvidenceGrade.SAID),
        TaskClosed(**stage, outcome=Outcome.ANSWERED),
    )


def said(text: str, stopped_by: StoppedBy = StoppedBy.COMPLETED) -> SpeechSaid:
    """Return a sentence of the robot's."""
    return SpeechSaid(
        utterance_id="r1",
        locale=Locale.NB_NO,
        text=text,
        stopped_by=stopped_by,
        duration_s=3.0,
    )


def heard(transcript: str, intent: str) -> SpeechHeard:
    """Return a sentence of the resident's."""
    return SpeechHeard(
        utterance_id="h1",
        locale=Locale.NB_NO,
        transcript=transcript,
        intent=intent,
        confidence=0.9,
        was_robot_speaking=False,
    )
