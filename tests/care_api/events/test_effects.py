from datetime import timedelta

import pytest

from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction
from care_api.events.effects import CALL_TAKEN_BACK
from care_api.robots import orders
from codebook.check_in import CheckInAnswered
from codebook.event import RobotBody
from codebook.help import HelpCancelled, HelpCause, HelpClarified, HelpRequested
from codebook.manner import MannerChanged
from codebook.robot import PLANS_UNREADABLE, URGENT_EVENT_REJECTED, Component, RobotFault
from codebook.task import TaskEscalated, TaskReported
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason
from tests.care_api.events.sending import send
from tests.care_api.village import CHECK, CHECK_TODAY, DOSE, DOSE_TODAY, MORNING, Village

GRADE = EvidenceGrade.SAID


def tell(village: Village, *bodies: RobotBody) -> None:
    for body in bodies:
        village.clock.pass_by(timedelta(minutes=1))
        send(village, village.robot.event(body, village.solveig, village.clock.now()))


def open_ones(village: Village) -> tuple[Alert, ...]:
    with village.database.reading() as session:
        return alerts.open_alerts(session, [village.solbakken])


def dose(outcome: Outcome) -> TaskReported:
    return TaskReported(occurrence_id=DOSE_TODAY, item_id=DOSE.id, outcome=outcome, grade=GRADE)


def handed_over(reason: EscalationReason) -> TaskEscalated:
    return TaskEscalated(occurrence_id=DOSE_TODAY, item_id=DOSE.id, reason=reason)


@pytest.mark.parametrize(
    ("reason", "code", "severity"),
    [
        (EscalationReason.UNANSWERED, "1.4", 20),
        (EscalationReason.MISSED, "1.4", 30),
        (EscalationReason.REFUSED, "1.3", 20),
        (EscalationReason.CONTRADICTED, "1.3", 30),
    ],
)
def test_a_dose_handed_over_is_an_alert(
    village: Village, reason: EscalationReason, code: str, severity: int
) -> None:
    tell(village, handed_over(reason))
    [alert] = open_ones(village)
    assert (alert.code, alert.severity) == (code, severity)
    assert (alert.resident_id, alert.occurrence_id) == (village.solveig, DOSE_TODAY)


def test_a_check_in_without_an_answer_is_graver_than_a_dose(village: Village) -> None:
    tell(
        village,
        TaskEscalated(
            occurrence_id=CHECK_TODAY, item_id=CHECK.id, reason=EscalationReason.UNANSWERED
        ),
    )
    [alert] = open_ones(village)
    assert (alert.code, alert.severity) == ("5.3.1", 30)


def test_a_late_report_resolves_the_alert_and_keeps_its_history(village: Village) -> None:
    tell(village, handed_over(EscalationReason.UNANSWERED))
    [alert] = open_ones(village)
    tell(village, dose(Outcome.TAKEN))
    assert open_ones(village) == ()
    with village.database.reading() as session:
        steps = [step.action for step in alerts.history(session, alert.id)]
    assert steps == [AlertAction.RAISE, AlertAction.RESOLVE]


def test_a_contradiction_after_a_resolved_silence_is_another_cause(village: Village) -> None:
    tell(
        village,
        handed_over(EscalationReason.UNANSWERED),
        dose(Outcome.TAKEN),
        dose(Outcome.NOT_TAKEN),
        handed_over(EscalationReason.CONTRADICTED),
    )
    [alert] = open_ones(village)
    assert alert.cause == "contradicted"


@pytest.mark.parametrize(
    ("answer", "is_worrying", "severities"),
    [("feel_good", False, []), ("unwell", True, [30]), ("pain", True, [40])],
)
def test_a_worrying_answer_is_an_alert_at_once(
    village: Village, answer: str, severities: list[int], *, is_worrying: bool
) -> None:
    tell(
        village,
        CheckInAnswered(
            occurrence_id=CHECK_TODAY,
            item_id=CHECK.id,
            question_id="feeling",
            answer=answer,
            transcript="",
            is_worrying=is_worrying,
            grade=GRADE,
        ),
    )
    assert [alert.severity for alert in open_ones(village)] == severities


def test_a_cry_that_turns_out_to_be_a_fall_is_filed_as_one(village: Village) -> None:
    tell(
        village,
        HelpRequested(cause=HelpCause.HELP, utterance_id="u", transcript="hjelp", grade=GRADE),
    )
    assert [alert.code for alert in open_ones(village)] == ["3"]
    tell(village, HelpClarified(utterance_id="u", cause=HelpCause.FALLEN, grade=GRADE))
    assert [(alert.code, alert.cause) for alert in open_ones(village)] == [("4.1", Cause.FALLEN)]


def test_a_call_taken_back_stays_open_with_a_note(village: Village) -> None:
    call = village.robot.event(
        HelpRequested(cause=HelpCause.HELP, utterance_id="u", transcript="hjelp", grade=GRADE),
        village.solveig,
        MORNING,
    )
    send(village, call)
    tell(village, HelpCancelled(requested_event_id=call.id, utterance_id="u", grade=GRADE))
    [alert] = open_ones(village)
    assert alert.severity == 40
    with village.database.reading() as session:
        notes = [step.note for step in alerts.history(session, alert.id)]
    assert notes == ["", CALL_TAKEN_BACK]


def test_a_fault_that_comes_back_is_an_alert_again(village: Village) -> None:
    def fault(*, is_resolved: bool) -> RobotFault:
        return RobotFault(
            component=Component.MICROPHONE, code="unplugged", detail="", is_resolved=is_resolved
        )

    tell(village, fault(is_resolved=False))
    assert len(open_ones(village)) == 1
    tell(village, fault(is_resolved=True))
    assert open_ones(village) == ()
    tell(village, fault(is_resolved=False))
    assert len(open_ones(village)) == 1


@pytest.mark.parametrize(
    ("code", "count"),
    [
        (URGENT_EVENT_REJECTED, 1),
        (PLANS_UNREADABLE, 1),
        ("event_rejected", 0),
        ("plans_refused", 0),
    ],
)
def test_what_a_robot_finds_wrong_with_the_server_is_an_alert_where_care_suffers(
    village: Village, code: str, count: int
) -> None:
    tell(village, RobotFault(component=Component.CARE_SERVER, code=code, detail="rejected"))
    assert len(open_ones(village)) == count


def test_slower_speech_is_kept_and_comes_back_with_the_plan(village: Village) -> None:
    tell(village, MannerChanged(utterance_id="u1", rate=0.85, volume=0.9))
    assert spoken_with(village) == (0.85, 0.9)


def test_a_wish_that_arrives_late_does_not_undo_a_newer_one(village: Village) -> None:
    now = village.clock.now()
    later = village.robot.event(
        MannerChanged(utterance_id="u2", rate=0.7, volume=0.8), village.solveig, now
    )
    earlier = village.robot.event(
        MannerChanged(utterance_id="u1", rate=0.85, volume=0.8),
        village.solveig,
        now - timedelta(minutes=1),
    )
    send(village, later)
    send(village, earlier)
    assert spoken_with(village) == (0.7, 0.8)


def spoken_with(village: Village) -> tuple[float, float]:
    with village.database.reading() as session:
        plans = orders.plans(session, village.robot.id)
    solveig = next(each for each in plans.residents if each.resident_id == village.solveig)
    return solveig.speech_rate, solveig.speech_volume
