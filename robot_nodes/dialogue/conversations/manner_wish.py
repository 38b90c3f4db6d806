"""Speaking slower, louder or quieter: confirmed in the new manner, and remembered."""

from collections.abc import Mapping
from types import MappingProxyType

from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line

_DONE: Mapping[str, Line] = MappingProxyType(
    {
        "slower": Line.MANNER_SLOWER,
        "louder": Line.MANNER_LOUDER,
        "quieter": Line.MANNER_QUIETER,
    }
)
_AT_THE_END: Mapping[str, Line] = MappingProxyType(
    {
        "slower": Line.MANNER_SLOWEST,
        "louder": Line.MANNER_LOUDEST,
        "quieter": Line.MANNER_QUIETEST,
    }
)


async def change_manner(scene: Scene, intent: str, utterance_id: str) -> None:
    """Do as the resident wishes, or say that it goes no further.

    Args:
        scene: Where it takes place.
        intent: One of `speech_level.WISHES`.
        utterance_id: What was said.
    """
    before = scene.wishes.level
    wished = before.wished(intent)
    if wished == before:
        await scene.say(_AT_THE_END[intent])
        return
    scene.wishes.change(wished, utterance_id)
    await scene.say(_DONE[intent])
