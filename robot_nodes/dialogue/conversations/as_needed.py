"""A medicine that is taken as needed: what plan and log say, and never whether to take it."""

from collections.abc import Callable

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.answers import grade_of, intent_of, is_certain
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Asking
from schedules.care_plan import MedicationReminder
from schedules.outcome import EvidenceGrade
from schedules.recurrence.as_needed import Allowed, AsNeeded, Guard, WhatWasTaken

ASKED_FOR_YES_OR_NO = Asking(intents=("affirm", "deny"))


async def tell_guard(
    scene: Scene, item: MedicationReminder, rule: AsNeeded, taken: WhatWasTaken, guard: Guard
) -> None:
    """Tell what the log holds and what the plan says of it; the decision is somebody else's.

    Args:
        scene: Where it takes place.
        item: The medicine.
        rule: Its bounds.
        taken: What was reported within a day.
        guard: What the bounds say about now.
    """
    slots = {"medicine": item.medicine}
    if taken.last_at is None:
        await scene.say(Line.PRN_NOTHING_SAID, **slots)
    else:
        count = spoken.number(taken.count, scene.locale)
        await scene.say(Line.PRN_SAID, time=scene.at_clock(taken.last_at), count=count, **slots)
    gap = spoken.wait(rule.minimum_gap, scene.locale)
    most = spoken.number(rule.daily_maximum, scene.locale)
    await scene.say(Line.PRN_PLAN, gap=gap, most=most, **slots)
    if not isinstance(guard, Allowed):
        await scene.say(Line.PRN_NOT_BEFORE, time=scene.at_clock(guard.next_at), **slots)
    await scene.say(Line.PRN_NO_ADVICE, **slots)


async def note_taken(
    scene: Scene, item: MedicationReminder, reported: Callable[[EvidenceGrade, str], None]
) -> bool:
    """Ask whether to note that it was taken now, and return whether it was noted.

    Args:
        scene: Where it takes place.
        item: The medicine.
        reported: Called with grade and utterance, before the robot says that it is noted.
    """
    answer = await scene.ask(Line.PRN_ASK_TAKEN, ASKED_FOR_YES_OR_NO, medicine=item.medicine)
    if intent_of(answer) != "affirm" or not is_certain(answer):
        await scene.say(Line.PRN_NOT_NOTED, medicine=item.medicine)
        return False
    reported(grade_of(answer), answer.utterance_id)
    await scene.say(Line.PRN_NOTED, medicine=item.medicine)
    return True
