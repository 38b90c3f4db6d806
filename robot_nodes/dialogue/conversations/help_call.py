"""A cry for help: answered at once, and never promising more than is known."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from codebook.help import HelpCancelled, HelpCause, HelpRequested
from robot_nodes.dialogue.conversations.answers import grade_of, intent_of, is_certain, is_silence
from robot_nodes.dialogue.conversations.scene import Acknowledged, Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Answer, Asking, Priority, Understanding
from schedules.outcome import EvidenceGrade

REACHED_WITHIN = timedelta(seconds=5)
"""From the cry; after that the resident hears that nobody has been reached."""
CANCEL_WITHIN = timedelta(seconds=15)
"""Time to say that it was a mistake."""
ROUNDS_UNREACHED = 8
"""Times, about 20 s apart, that the resident is told so before the robot only tries on quietly."""
ASKED_FOR_CANCEL = Asking(intents=("cancel_help",), is_closed=True, patience=CANCEL_WITHIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cry:
    """What was called, and how."""

    cause: HelpCause
    utterance_id: str = ""
    """Of a button: the press."""
    transcript: str = ""
    grade: EvidenceGrade = EvidenceGrade.SAID


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEnding:
    """What came of a cry for help."""

    event_id: UUID
    """The recorded call."""
    is_acknowledged: bool
    """Whether the server has it: not that anybody is coming."""
    is_cancelled: bool


def cause_of(understanding: Understanding) -> HelpCause | None:
    """Return what an utterance calls for, or None where it is no call."""
    try:
        return HelpCause(understanding.intent)
    except ValueError:
        return None


async def help_call(scene: Scene, cry: Cry, acknowledged: Acknowledged) -> HelpEnding:
    """Record the call before the first word, answer, and stay until it is known to have arrived.

    Args:
        scene: Where it takes place.
        cry: What was called.
        acknowledged: Tells whether the server has an event.
    """
    scene = scene.spoken_with(Priority.CRITICAL, volume=1.0)
    cried_at = scene.now()
    event = scene.record(
        HelpRequested(
            cause=cry.cause,
            utterance_id=cry.utterance_id,
            transcript=cry.transcript,
            grade=cry.grade,
        )
    )
    await scene.say(Line.HELP_HEARD)
    left = max(timedelta(0), cried_at + REACHED_WITHIN - scene.now())
    is_reached = await acknowledged(event.id, left)
    await scene.say(Line.HELP_REACHED if is_reached else Line.HELP_NOT_REACHED)
    reply = await scene.ask(Line.HELP_CANCEL_OFFER, ASKED_FOR_CANCEL)
    if _is_cancel(reply):
        await _cancel(scene, event.id, reply)
        return HelpEnding(event_id=event.id, is_acknowledged=is_reached, is_cancelled=True)
    if not is_silence(reply):
        await scene.say(Line.HELP_STILL_HERE)
    if is_reached:
        return HelpEnding(event_id=event.id, is_acknowledged=True, is_cancelled=False)
    return await _stay(scene, event.id, acknowledged)


async def _stay(scene: Scene, event_id: UUID, acknowledged: Acknowledged) -> HelpEnding:
    """Say again and again that nobody has been reached, until somebody has."""
    for _ in range(ROUNDS_UNREACHED):
        if await acknowledged(event_id, timedelta(0)):
            await scene.say(Line.HELP_REACHED)
            return HelpEnding(event_id=event_id, is_acknowledged=True, is_cancelled=False)
        reply = await scene.ask(Line.HELP_STILL_NOT_REACHED, ASKED_FOR_CANCEL)
        if _is_cancel(reply):
            await _cancel(scene, event_id, reply)
            return HelpEnding(event_id=event_id, is_acknowledged=False, is_cancelled=True)
    await scene.say(Line.HELP_GIVEN_UP)
    return HelpEnding(event_id=event_id, is_acknowledged=False, is_cancelled=False)


def _is_cancel(reply: Answer) -> bool:
    return intent_of(reply) == "cancel_help" and is_certain(reply)


async def _cancel(scene: Scene, event_id: UUID, reply: Answer) -> None:
    scene.record(
        HelpCancelled(
            requested_event_id=event_id,
            utterance_id=reply.utterance_id,
            grade=grade_of(reply),
        )
    )
    await scene.say(Line.HELP_CANCELLED)
    await scene.say(Line.HELP_CANCELLED_AFTER)
