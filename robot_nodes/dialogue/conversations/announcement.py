"""Telling the resident something; no answer is needed."""

from collections.abc import Callable

from robot_nodes.dialogue.conversations.scene import Scene, has_sounded
from robot_nodes.ports import Priority
from schedules.care_plan import Activity


async def announcement(scene: Scene, item: Activity, announced: Callable[[], None]) -> bool:
    """Say the nurse's message and return whether it has sounded.

    Args:
        scene: Where it takes place.
        item: The message.
        announced: Called as soon as the message has sounded; not at all if it never did.
    """
    manner = scene.spoken_with(Priority.NORMAL).opening().manner
    said = await scene.voice.say(item.message, manner)
    if has_sounded(said):
        announced()
    return has_sounded(said)
