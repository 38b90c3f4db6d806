"""A cry for help: answered at once, and never promising more than is known."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from codebook.help import HelpCancelled, HelpCause
from robot_nodes.dialogue.conversations.answers import grade_of, intent_of, is_certain, is_silence
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Answer, Asking, Priority, Understanding
from schedules.outcome import EvidenceGrade

REACHED_WITHIN = timedelta(seconds=5)
"""From the cry; after that the resident hears that nobody has been reached."""
CANCEL_WITHIN = timedelta(seconds=15)
"""Time to say that it was a mistake."""
AT_FULL = 10.0
"""Times as loud as usual: full loudness, however softly the resident is spoken to."""
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
    is_doubted: bool = False
    """Whether only one decoder has heard it: asked about before anything follows."""


class HelpCall(Protocol):
    """A call that was recorded before the robot says its first word about it."""

    @property
    def event_id(self) -> UUID | None:
        """Its event, None as long as the robot's store cannot be written."""
        ...

    @property
    def is_resumed(self) -> bool:
        """Whether the robot has come up again since it was recorded."""
        ...

    @property
    def others_wait(self) -> bool:
        """Whether somebody else has called meanwhile and has had no answer yet."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpEnding:
    """What came of a cry for help."""

    is_acknowledged: bool
    """Whether the server has it: not that anybody is coming."""
    is_cancelled: bool


def cause_of(understanding: Understanding) -> HelpCause | None:
    """Return what an utterance calls for, or None where it is no call."""
    try:
        return HelpCause(understanding.intent)
    except ValueError:
        return None


async def help_call(scene: Scene, call: HelpCall) -> HelpEnding:
    """Answer a recorded call, and stay until it is known to have arrived.

    Args:
        scene: Where it takes place.
        call: What was recorded.
    """
    scene = scene.spoken_with(Priority.CRITICAL, times_as_loud=AT_FULL)
    began_at = scene.now()
    await scene.say(_first_line(call))
    left = max(timedelta(0), began_at + REACHED_WITHIN - scene.now())
    is_reached = await _has_arrived(scene, call, left)
    await scene.say(Line.HELP_REACHED if is_reached else Line.HELP_NOT_REACHED)
    reply = await scene.ask(Line.HELP_CANCEL_OFFER, ASKED_FOR_CANCEL)
    if _is_cancel(reply):
        await _cancel(scene, call, reply)
        return HelpEnding(is_acknowledged=is_reached, is_cancelled=True)
    if not is_silence(reply):
        await scene.say(Line.HELP_STILL_HERE)
    if is_reached:
        return HelpEnding(is_acknowledged=True, is_cancelled=False)
    return await _stay(scene, call)


async def tell_that_it_was_seen(scene: Scene) -> None:
    """Say that a nurse has seen the call; not that she comes."""
    await scene.spoken_with(Priority.CRITICAL).opening().say(Line.HELP_SEEN)


def _first_line(call: HelpCall) -> Line:
    if call.is_resumed:
        return Line.HELP_RESTARTED
    return Line.HELP_HEARD if call.event_id is not None else Line.HELP_HEARD_ONLY


async def _has_arrived(scene: Scene, call: HelpCall, within: timedelta) -> bool:
    return call.event_id is not None and await scene.acknowledged(call.event_id, within)


async def _stay(scene: Scene, call: HelpCall) -> HelpEnding:
    """Say again and again that nobody has been reached, until somebody has or another calls."""
    for _ in range(ROUNDS_UNREACHED):
        if await _has_arrived(scene, call, timedelta(0)):
            await scene.say(Line.HELP_REACHED)
            return HelpEnding(is_acknowledged=True, is_cancelled=False)
        if call.others_wait:
            break
        reply = await scene.ask(Line.HELP_STILL_NOT_REACHED, ASKED_FOR_CANCEL)
        if _is_cancel(reply):
            await _cancel(scene, call, reply)
            return HelpEnding(is_acknowledged=False, is_cancelled=True)
    await scene.say(Line.HELP_GIVEN_UP)
    return HelpEnding(is_acknowledged=False, is_cancelled=False)


def _is_cancel(reply: Answer) -> bool:
    return intent_of(reply) == "cancel_help" and is_certain(reply)


async def _cancel(scene: Scene, call: HelpCall, reply: Answer) -> None:
    """Log that it was a mistake; the call itself is never erased."""
    if call.event_id is not None:
        scene.record(
            HelpCancelled(
                requested_event_id=call.event_id,
                utterance_id=reply.utterance_id,
                grade=grade_of(reply),
            )
        )
    await scene.say(Line.HELP_CANCELLED)
    await scene.say(Line.HELP_CANCELLED_AFTER)
