"""ROS message <-> value: the only place in the robot that knows our interfaces."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from nabo.action import Ask, CheckIn, GoTo, Remind, Say
from nabo.msg import (
    AgendaItem,
    AudioChunk,
    Caption,
    CareEvent,
    Expectation,
    Intent,
    LiveSpeech,
    SyncState,
    Touch,
)
from nabo.msg import CareState as CareStateMessage
from nabo.msg import Reading as ReadingMessage
from nabo.srv import Agenda
from sensor_msgs.msg import BatteryState

from codebook.event import Event
from codebook.speech import Modality
from robot_nodes.battery import Battery
from robot_nodes.care.day import Planned
from robot_nodes.ports import Understanding
from robot_nodes.ros import instant, time_message
from robot_nodes.signals import CareState, Doing, Meant, Touched
from schedules.locale import Locale

__all__ = [
    "Agenda",
    "AgendaItem",
    "Ask",
    "AudioChunk",
    "Caption",
    "CareEvent",
    "CareStateMessage",
    "CheckIn",
    "Expectation",
    "GoTo",
    "Intent",
    "LiveSpeech",
    "ReadingMessage",
    "Remind",
    "Say",
    "SyncState",
    "Touch",
]


_ON_POWER = frozenset(
    {BatteryState.POWER_SUPPLY_STATUS_CHARGING, BatteryState.POWER_SUPPLY_STATUS_FULL}
)


def id_text(identity: UUID | None) -> str:
    """Return an id as messages write it, empty for None."""
    return "" if identity is None else str(identity)


def identity(text: str) -> UUID | None:
    """Return the id that a message names, None where it names none or no UUID."""
    try:
        return UUID(text)
    except ValueError:
        return None


def battery(message: BatteryState) -> Battery:
    """Return what a body tells of its battery."""
    ratio = float(message.percentage)  # NaN where it is unknown
    status = message.power_supply_status
    is_known = status != BatteryState.POWER_SUPPLY_STATUS_UNKNOWN
    return Battery(
        ratio=min(ratio, 1.0) if ratio >= 0 else None,
        is_charging=status in _ON_POWER if is_known else None,
    )


def local_date(text: str) -> date | None:
    """Return the ISO date that a message names, None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def intent_message(meant: Meant) -> Intent:
    """Return the message for what an utterance means."""
    message = Intent(
        utterance_id=meant.utterance_id,
        resident_id=id_text(meant.resident_id),
        locale=meant.locale,
        name=meant.understanding.intent,
        slots_json=slots_text(meant.understanding),
        transcript=meant.transcript,
        modality=meant.modality,
        confidence=meant.understanding.confidence,
        is_doubted=meant.understanding.is_doubted,
        is_emergency=meant.is_emergency,
    )
    message.header.stamp = time_message(meant.at)
    if meant.speech_ended_at is not None:
        message.speech_ended_at = time_message(meant.speech_ended_at)
    return message


def meant(message: Any) -> Meant:  # noqa: ANN401 - generated messages have no types
    """Return what an utterance means.

    Raises:
        ValueError: Locale or modality is none of ours, or the slots are no JSON object.
    """
    ended = message.speech_ended_at
    return Meant(
        at=instant(message.header.stamp),
        utterance_id=message.utterance_id,
        resident_id=identity(message.resident_id),
        locale=Locale(message.locale),
        understanding=understanding(message, message.name),
        transcript=message.transcript,
        modality=Modality(message.modality or Modality.SPEECH),
        is_emergency=message.is_emergency,
        speech_ended_at=instant(ended) if ended.sec or ended.nanosec else None,
    )


def touch_message(touched: Touched) -> Touch:
    """Return the message for a button that was pressed."""
    message = Touch(
        intent=touched.intent,
        label=touched.label,
        locale=touched.locale,
        question=touched.question,
    )
    message.header.stamp = time_message(touched.at)
    return message


def touched(message: Any) -> Touched:  # noqa: ANN401 - generated messages have no types
    """Return the press of a button.

    Raises:
        ValueError: The locale is none of ours.
    """
    return Touched(
        at=instant(message.header.stamp),
        intent=message.intent,
        label=message.label,
        locale=Locale(message.locale),
        question=message.question,
    )


def slots_text(meaning: Understanding) -> str:
    """Return slots as a JSON object."""
    return json.dumps(dict(meaning.slots), ensure_ascii=False)


def understanding(message: Any, intent: str) -> Understanding:  # noqa: ANN401 - as above
    """Return the meaning that a message names: of an utterance or of an answer.

    Raises:
        ValueError: The slots are no JSON object.
    """
    slots = json.loads(message.slots_json or "{}")
    if not isinstance(slots, dict):
        raise ValueError(f"slots_json: a JSON object, not {type(slots).__name__}")  # noqa: TRY004 - bad content, not a bad call
    return Understanding(
        intent=intent,
        slots={str(name): str(value) for name, value in slots.items()},
        confidence=message.confidence,
        is_doubted=message.is_doubted,
    )


def care_state_message(state: CareState) -> CareStateMessage:
    """Return the message for what the care node is doing."""
    message = CareStateMessage(
        is_busy=state.is_busy,
        conversation=state.conversation,
        resident_id=id_text(state.resident_id),
        locale=state.locale,
        has_next_event=state.next_event_at is not None,
    )
    if state.next_event_at is not None:
        message.next_event_at = time_message(state.next_event_at)
    return message


def care_state(message: Any) -> CareState:  # noqa: ANN401 - generated messages have no types
    """Return what the care node is doing.

    Raises:
        ValueError: The locale or the conversation is none of ours.
    """
    return CareState(
        is_busy=message.is_busy,
        conversation=Doing(message.conversation),
        resident_id=identity(message.resident_id),
        locale=Locale(message.locale),
        next_event_at=instant(message.next_event_at) if message.has_next_event else None,
    )


def agenda_item_message(planned: Planned) -> AgendaItem:
    """Return the message for one thing of a day."""
    task = planned.task
    report = task.report if task else None
    return AgendaItem(
        occurrence_id=str(planned.occurrence.id),
        kind=planned.item.kind,
        title=planned.item.title,
        due_at=time_message(planned.occurrence.due_at),
        stage=task.stage if task else "",
        outcome=report.outcome if report else "",
        grade=report.grade if report else "",
    )


def event_message(event: Event) -> CareEvent:
    """Return the message for a recorded event."""
    return CareEvent(
        id=str(event.id),
        kind=event.kind,
        resident_id=id_text(event.resident_id),
        occurred_at=time_message(event.occurred_at),
        json=event.model_dump_json(),
    )
