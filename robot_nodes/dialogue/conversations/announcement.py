"""Telling the resident something; no answer is needed."""

from datetime import datetime

from robot_nodes.dialogue.conversations.scene import Announced, Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Priority
from schedules.care_plan import Activity, Appointment, Hydration, Told


async def announcement(scene: Scene, item: Told, due_at: datetime, announced: Announced) -> bool:
    """Tell the resident and return whether they can know it.

    Args:
        scene: Where it takes place.
        item: What to tell of.
        due_at: Aware; when it was to be told.
        announced: Called as soon as it has sounded or was shown; not at all if neither.
    """
    scene = scene.spoken_with(Priority.NORMAL)
    said = await scene.voice.say(_sentence(scene, item, due_at), scene.opening().manner)
    if said.can_be_known:
        announced(said)
    return said.can_be_known


def _sentence(scene: Scene, item: Told, due_at: datetime) -> str:
    match item:
        case Activity():
            return item.message
        case Appointment():
            line = Line.APPOINTMENT_VISIT if item.is_visit else Line.APPOINTMENT_ELSEWHERE
            return scene.sentence(line, title=item.title, time=scene.at_clock(due_at + item.notice))
        case Hydration():
            return scene.sentence(Line.HYDRATION_SUGGEST, drink=item.drink)
