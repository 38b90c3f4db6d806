"""What a person at the home care service has the robot say."""

from robot_nodes.dialogue.conversations.scene import Scene, has_sounded
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Priority


async def tell_message(scene: Scene, text: str) -> bool:
    """Say a sentence as from the home care service, and return whether it has sounded."""
    opening = scene.spoken_with(Priority.REMINDER).opening()
    return has_sounded(await opening.say(Line.NURSE_SAYS, text=text))


async def tell_call_back(scene: Scene) -> bool:
    """Say that somebody has said that they will ring, and return whether it has sounded."""
    opening = scene.spoken_with(Priority.REMINDER).opening()
    return has_sounded(await opening.say(Line.NURSE_RINGS))
