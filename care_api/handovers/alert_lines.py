"""What was done about alerts in a stretch, in lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from care_api.alerts.alert import Alert
from care_api.alerts.state import AlertAction
from care_api.handovers.handover import Stretch
from care_api.handovers.report import AlertStep, Report, ToldAlert
from care_api.handovers.views import Line, ShownAlert
from care_api.web.tone import Tone
from care_api.web.wording import ALERT_ACTIONS, FINDINGS
from codebook.alert import (
    AlertAcknowledged,
    AlertClosed,
    AlertHandedBack,
    AlertHandedOver,
    AlertHandled,
    AlertResolved,
)


def staff_of(chapters: Report) -> set[UUID]:
    """Return whom the alerts' steps name."""
    steps = [
        step
        for chapter in chapters.values()
        for told in chapter.alerts.values()
        for _, step in told.steps
    ]
    named = {_actor(step) for step in steps} | {
        step.to_staff_id for step in steps if isinstance(step, AlertHandedOver)
    }
    return {each for each in named if each}


def subject(alert: Alert, titles: Mapping[UUID, str], machines: Mapping[UUID, str]) -> str | None:
    """Return the task or the robot that an alert is about, as staff named it."""
    if alert.occurrence_id:
        return titles.get(alert.occurrence_id)
    if alert.robot_id and alert.resident_id is None:
        return machines.get(alert.robot_id)
    return None


@dataclass(frozen=True, slots=True)
class Shown:
    """Turns what is told of an alert into lines."""

    staff: Mapping[UUID, str]
    titles: Mapping[UUID, str]
    robots: Mapping[UUID, str]
    stretch: Stretch

    def alert(self, told: ToldAlert, alert: Alert) -> ShownAlert:
        """Return an alert with what was done about it in the stretch."""
        return ShownAlert(
            id=alert.id,
            cause=alert.cause,
            subject=subject(alert, self.titles, self.robots),
            severity=told.severity or alert.severity,
            raised_at=alert.raised_at,
            is_from_before=told.raised_at is None,
            steps=tuple(self._step(at, step) for at, step in told.steps),
        )

    def _step(self, at: datetime, step: AlertStep) -> Line:
        actor = _actor(step)
        handled = step if isinstance(step, AlertHandled) else None
        return Line(
            at=at,
            text=ALERT_ACTIONS[_action(step)],
            tone=Tone.GOOD if handled else Tone.CALM,
            detail=FINDINGS[handled.finding] if handled and handled.finding else None,
            words=handled.note if handled else None,
            who=self.staff.get(actor) if actor else None,
            to=self.staff.get(step.to_staff_id) if isinstance(step, AlertHandedOver) else None,
        )


def _actor(step: AlertStep) -> UUID | None:
    match step:
        case AlertResolved():
            return None
        case _:
            return step.staff_id


def _action(step: AlertStep) -> AlertAction:
    match step:
        case AlertAcknowledged():
            return AlertAction.OWN
        case AlertHandedBack():
            return AlertAction.HAND_BACK
        case AlertHandedOver():
            return AlertAction.HAND_OVER
        case AlertHandled():
            return AlertAction.HANDLE
        case AlertClosed():
            return AlertAction.CLOSE
        case AlertResolved():
            return AlertAction.RESOLVE
