"""What a person at the home care service has the robot say."""

from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Priority, Said


async def tell_message(scene: Scene, text: str) -> Said:
    """Say a sentence as from the home care service, and return what came of it."""
    opening = scene.spoken_with(Priority.REMINDER).opening()
    return await opening.say(Line.NURSE_SAYS, text=text)


async def tell_call_back(scene: Scene) -> Said:
    """Say that somebody has said that they will ring, and return what came of it."""
    opening = scene.spoken_with(Priority.REMINDER).opening()
    return await opening.say(Line.NURSE_RINGS)
