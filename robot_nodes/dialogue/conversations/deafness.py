"""That the robot does not hear: said where it cannot be read."""

from datetime import timedelta
from uuid import UUID

from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line


async def tell_of_deafness(scene: Scene, fault_id: UUID) -> bool:
    """Say that nothing is heard, and whom to ring; return whether the resident can know it.

    Args:
        scene: Where it takes place.
        fault_id: The event that tells of it. Only once the server has it is that said.
    """
    said = await scene.opening().say(Line.DEAF_NOW)
    if said.can_be_known and await scene.acknowledged(fault_id, timedelta(0)):
        await scene.say(Line.DEAF_REACHED)
    return said.can_be_known
