from datetime import timedelta
from uuid import UUID

import pytest

from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert
from care_api.alerts.cause import Cause
from care_api.events import log
from codebook.as_needed import AsNeededTooSoon
from codebook.event import Event, RobotBody
from codebook.help import HelpCause, HelpRequested
from codebook.privacy import WordsForgotten
from codebook.request import (
    CompanyRequested,
    ContactReason,
    ContactRequested,
    ErrandRequested,
)
from codebook.speech import SpeechHeard
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import CHECK_TODAY, MORNING, Village

SAID = EvidenceGrade.SAID
HEARD = SpeechHeard(
    utterance_id="u1",
    locale=Locale.NB_NO,
    transcript="en hemmelighet",
    intent="small_talk",
    confidence=1.0,
    was_robot_speaking=False,
)
CRY = HelpRequested(cause=HelpCause.HELP, utterance_id="u1", transcript="hjelp meg", grade=SAID)
FORGOTTEN = WordsForgotten(utterance_id="u1")


def event_of(village: Village, body: RobotBody, after: timedelta) -> Event:
    return village.robot.event(body, village.solveig, village.clock.now() + after)


def open_ones(village: Village) -> tuple[Alert, ...]:
    with village.database.reading() as session:
        return alerts.open_alerts(session, [village.solbakken])


def day(village: Village) -> dict[str, RobotBody]:
    with village.database.reading() as session:
        page = log.day(session, village.solveig, MORNING.date(), "Europe/Oslo")
    return {event.kind: event.body for event in page.events}  # type: ignore[misc]  # a robot's own


@pytest.mark.parametrize(
    ("wish", "cause", "severity"),
    [
        (CompanyRequested(utterance_id="u1", grade=SAID), Cause.COMPANY_WANTED, 10),
        (ErrandRequested(utterance_id="u1", grade=SAID, errand=""), Cause.ERRAND_WANTED, 10),
        (
            ContactRequested(utterance_id="u1", grade=SAID, reason=ContactReason.FAMILY),
            Cause.FAMILY_WANTED,
            10,
        ),
        (
            ContactRequested(utterance_id="u1", grade=SAID, reason=ContactReason.MEDICINE_QUESTION),
            Cause.MEDICINE_QUESTION,
            20,
        ),
    ],
)
def test_a_wish_is_an_alert_that_can_wait(
    village: Village, wish: RobotBody, cause: Cause, severity: int
) -> None:
    send(village, event_of(village, wish, timedelta(0)))
    [alert] = open_ones(village)
    assert (alert.cause, alert.severity) == (cause, severity)


def test_a_talk_that_failed_again_and_again_is_one_alert(village: Village) -> None:
    for minute in range(3):
        wish = ContactRequested(
            utterance_id=f"u{minute}",
            grade=SAID,
            reason=ContactReason.NOT_UNDERSTOOD,
            occurrence_id=CHECK_TODAY,
        )
        send(village, event_of(village, wish, timedelta(minutes=minute)))
    [alert] = open_ones(village)
    assert alert.code == "4.22"


@pytest.mark.parametrize("is_late", [False, True])
def test_forgotten_words_are_erased_whatever_arrives_first(
    village: Village, *, is_late: bool
) -> None:
    said = [event_of(village, HEARD, timedelta(0)), event_of(village, CRY, timedelta(seconds=1))]
    wish = event_of(village, FORGOTTEN, timedelta(minutes=1))
    for event in [wish, *said] if is_late else [*said, wish]:
        send(village, event)
    heard, cry = day(village)["speech.heard"], day(village)["help.requested"]
    assert isinstance(heard, SpeechHeard)
    assert isinstance(cry, HelpRequested)
    assert (heard.transcript, heard.intent, heard.is_erased) == ("", "unknown", True)
    assert (cry.transcript, cry.cause) == ("", HelpCause.HELP)
    assert [alert.cause for alert in open_ones(village)] == [Cause.HELP]


def test_other_words_stay(village: Village) -> None:
    send(village, event_of(village, HEARD, timedelta(0)))
    send(village, event_of(village, WordsForgotten(utterance_id="u2"), timedelta(minutes=1)))
    heard = day(village)["speech.heard"]
    assert isinstance(heard, SpeechHeard)
    assert heard.transcript == "en hemmelighet"


def test_an_erased_event_that_comes_once_more_is_still_the_same(village: Village) -> None:
    said = event_of(village, HEARD, timedelta(0))
    send(village, said)
    send(village, event_of(village, FORGOTTEN, timedelta(minutes=1)))
    result = send(village, said)
    assert [each.status for each in result.results] == ["duplicate"]


def test_a_medicine_asked_for_before_its_time_is_told_once_and_at_the_lowest_severity(
    village: Village,
) -> None:
    def asked(minute: int, next_at: timedelta) -> Event:
        body = AsNeededTooSoon(
            item_id=UUID(int=9),
            next_at=MORNING + next_at,
            is_daily_maximum=False,
            says_taken=False,
            utterance_id=f"u{minute}",
            grade=SAID,
        )
        return event_of(village, body, timedelta(minutes=minute))

    send(village, asked(0, timedelta(hours=2)), asked(5, timedelta(hours=2)))
    [alert] = open_ones(village)
    assert (alert.cause, alert.severity) == (Cause.AS_NEEDED_TOO_SOON, 10)
    assert alert.resident_id == village.solveig
    send(village, asked(200, timedelta(hours=6)))
    assert len(open_ones(village)) == 2
