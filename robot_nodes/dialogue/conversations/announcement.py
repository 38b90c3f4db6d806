"""Telling the resident something; no answer is needed."""

from collections.abc import Callable
from datetime import datetime

from robot_nodes.dialogue.conversations.scene import Scene, has_sounded
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Priority
from schedules.care_plan import Activity, Appointment, Hydration, Told


async def announcement(
    scene: Scene, item: Told, due_at: datetime, announced: Callable[[], None]
) -> bool:
    """Tell the resident and return whether it has sounded.

    Args:
        scene: Where it takes place.
        item: What to tell of.
        due_at: Aware; when it was to be told.
        announced: Called as soon as it has sounded; not at all if it never did.
    """
    scene = scene.spoken_with(Priority.NORMAL)
    said = await scene.voice.say(_sentence(scene, item, due_at), scene.opening().manner)
    if has_sounded(said):
        announced()
    return has_sounded(said)


def _sentence(scene: Scene, item: Told, due_at: datetime) -> str:
    match item:
        case Activity():
            return item.message
        case Appointment():
            line = Line.APPOINTMENT_VISIT if item.is_visit else Line.APPOINTMENT_ELSEWHERE
            return scene.sentence(line, title=item.title, time=scene.at_clock(due_at + item.notice))
        case Hydration():
            return scene.sentence(Line.HYDRATION_SUGGEST, drink=item.drink)
