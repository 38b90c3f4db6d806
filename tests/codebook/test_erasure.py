from datetime import UTC, datetime
from uuid import UUID

import pytest

from codebook.check_in import CheckInAnswered
from codebook.erasure import without_words
from codebook.event import Event, RobotBody
from codebook.help import HelpCause, HelpRequested
from codebook.request import ContactReason, ContactRequested, ErrandRequested
from codebook.speech import SpeechHeard
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade

SECRET = "en hemmelighet"
SAID = EvidenceGrade.SAID
WITH_WORDS: tuple[RobotBody, ...] = (
    SpeechHeard(
        utterance_id="u1",
        locale=Locale.NB_NO,
        transcript=SECRET,
        intent="call_family",
        slots={"who": SECRET},
        confidence=1.0,
        was_robot_speaking=False,
    ),
    HelpRequested(cause=HelpCause.FALLEN, utterance_id="u1", transcript=SECRET, grade=SAID),
    CheckInAnswered(
        occurrence_id=UUID(int=1),
        item_id=UUID(int=2),
        question_id="sleep",
        answer="feel_bad",
        transcript=SECRET,
        is_worrying=True,
        grade=SAID,
    ),
    ErrandRequested(utterance_id="u1", grade=SAID, errand=SECRET),
    ContactRequested(utterance_id="u1", grade=SAID, reason=ContactReason.FAMILY, who=SECRET),
)


@pytest.mark.parametrize("body", WITH_WORDS)
def test_nothing_of_the_words_is_left_and_what_matters_for_care_stays(body: RobotBody) -> None:
    event = Event(
        id=UUID(int=3),
        robot_id=UUID(int=4),
        boot_id=UUID(int=5),
        sequence=1,
        resident_id=UUID(int=6),
        occurred_at=datetime(2026, 3, 2, 7, tzinfo=UTC),
        body=body,
    )
    erased = without_words(event)
    assert SECRET not in erased.model_dump_json()
    assert (erased.id, erased.kind) == (event.id, event.kind)
    for name in ("cause", "is_worrying", "answer", "reason", "occurrence_id"):
        if not isinstance(body, SpeechHeard) and hasattr(body, name):
            assert getattr(erased.body, name) == getattr(body, name)
