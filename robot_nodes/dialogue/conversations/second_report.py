"""Told again about a dose that was answered: what the log holds is said before it changes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from robot_nodes.dialogue.conversations.agenda import SAID
from robot_nodes.dialogue.conversations.answers import grade_of, intent_of, is_certain
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.ports import Asking
from schedules.care_plan import MedicationReminder
from schedules.outcome import EvidenceGrade, Outcome, Report

TOLD: Mapping[str, Outcome] = MappingProxyType(
    {"taken": Outcome.TAKEN, "not_taken": Outcome.NOT_TAKEN}
)
"""Intent -> what somebody reports by themselves; not wanting it says nothing of what was."""
_CHANGE: Mapping[Outcome, Line] = MappingProxyType(
    {
        Outcome.TAKEN: Line.REPORT_CHANGE_TO_TAKEN,
        Outcome.NOT_TAKEN: Line.REPORT_CHANGE_TO_NOT_TAKEN,
    }
)
ASKED_FOR_YES_OR_NO = Asking(intents=("affirm", "deny"))


async def second_report(
    scene: Scene,
    item: MedicationReminder,
    before: Report,
    told: Outcome,
    reported: Callable[[Outcome, EvidenceGrade, str], None],
) -> None:
    """Say what was said before; where it was something else, ask before the new one is noted.

    Args:
        scene: Where it takes place.
        item: The medicine, as it was due.
        before: The report that holds.
        told: What is said now.
        reported: Called with outcome, grade and utterance once the resident has confirmed it,
            before the robot says that it is noted. The earlier report stays beside it.
    """
    slots = {"medicine": item.medicine}
    if (line := SAID.get(before.outcome)) is not None:
        await scene.say(line, time=scene.at_clock(before.reported_at), **slots)
    if _is_same(before.outcome, told):
        return
    answer = await scene.ask(_CHANGE[told], ASKED_FOR_YES_OR_NO, **slots)
    if intent_of(answer) == "affirm" and is_certain(answer):
        reported(told, grade_of(answer), answer.utterance_id)
        await scene.say(Line.REPORT_CHANGED, **slots)
    else:
        await scene.say(Line.REPORT_KEPT, **slots)


def _is_same(before: Outcome, told: Outcome) -> bool:
    not_taken = {Outcome.NOT_TAKEN, Outcome.REFUSED}
    return before is told or {before, told} <= not_taken
