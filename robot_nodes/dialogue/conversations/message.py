"""Passing something on to the home care service, and saying only what is known of it."""

from datetime import timedelta
from uuid import UUID

from codebook.request import (
    CompanyRequested,
    ContactReason,
    ContactRequested,
    ErrandRequested,
)
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from schedules.outcome import EvidenceGrade

Request = CompanyRequested | ErrandRequested | ContactRequested
REACHED_WITHIN = timedelta(seconds=5)
"""How long to wait for the server before saying that the message is not sent yet."""


async def pass_on(
    scene: Scene, request: CompanyRequested | ErrandRequested | ContactRequested
) -> None:
    """Record a request, and tell whether it has arrived: never that somebody will come."""
    event = scene.record(request)
    await scene.say(Line.MESSAGE_WRITING)
    if await tell_whether_it_arrived(scene, event.id):
        await scene.say(Line.MESSAGE_NO_PROMISE)


async def tell_whether_it_arrived(scene: Scene, event_id: UUID) -> bool:
    """Say whether the server has an event, and with which number to reach somebody if not."""
    has_arrived = await scene.acknowledged(event_id, REACHED_WITHIN)
    await scene.say(Line.MESSAGE_REACHED if has_arrived else Line.MESSAGE_NOT_REACHED)
    return has_arrived


async def hand_to_a_human(scene: Scene, said_last: str, occurrence_id: UUID | None = None) -> None:
    """Give up understanding each other, and have the home care service get in touch instead.

    Args:
        scene: Where it takes place.
        said_last: The utterance that was not understood.
        occurrence_id: The task that the talk was about.
    """
    await scene.say(Line.TALK_TO_A_HUMAN)
    request = ContactRequested(
        reason=ContactReason.NOT_UNDERSTOOD,
        utterance_id=said_last,
        grade=EvidenceGrade.HEARD,
        occurrence_id=occurrence_id,
    )
    await pass_on(scene, request)
