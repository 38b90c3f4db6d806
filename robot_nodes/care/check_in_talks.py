"""The check-ins: those of the plan, and those that somebody asks for."""

from dataclasses import dataclass
from uuid import UUID

from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.plan import ResidentPlan
from robot_nodes.care.scenes import Scenes
from robot_nodes.dialogue.conversations import CheckInSoFar, check_in, how_are_you
from schedules.care_plan import CheckIn
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Announced, Reported, Task


@dataclass(frozen=True, slots=True)
class CheckInTalks:
    """Each answer is written down as it is given."""

    scenes: Scenes

    async def ask(self, task: Task, resident: ResidentPlan, item: CheckIn, way: Announced) -> None:
        """Ask the questions of a check-in that is due, from the first that has no answer.

        Raises:
            StoreUnavailable: What was answered could not be stored.
        """
        occurrence_id = task.occurrence.id
        last_id = item.questions[-1].id

        def record(body: RobotBody) -> Event:
            if not isinstance(body, CheckInAnswered):
                return self.scenes.record(resident.resident_id, body)
            if body.question_id == last_id:
                return self._check_in_done(occurrence_id, body)
            return self.scenes.memory.check_ins.answered(body, resident.resident_id)

        note = self.scenes.memory.check_ins.so_far(occurrence_id)
        so_far = CheckInSoFar(
            occurrence_id=occurrence_id,
            times_as_loud=self.scenes.times_as_loud(resident, way),
            answered=note.answered,
            worrying_event_ids=note.worrying_event_ids,
        )
        scene = self.scenes.of(resident, record)
        answers = await check_in(scene, item, so_far, self.scenes.announcing(task, way))
        if answers.was_answered:
            self.scenes.memory.check_ins.done(occurrence_id)

    async def look_in(
        self, resident: ResidentPlan, item: CheckIn | None, occurrence_id: UUID
    ) -> bool:
        """Ask the questions of a check-in that is not due, and return whether it was answered.

        Args:
            resident: Whom.
            item: The questions; None for how they are.
            occurrence_id: What the answers are filed under.

        Raises:
            StoreUnavailable: What was answered could not be stored.
        """
        scene = self.scenes.of(resident)
        asked = item or how_are_you(scene, occurrence_id)
        so_far = CheckInSoFar(occurrence_id=occurrence_id)
        answers = await check_in(scene, asked, so_far, lambda _: None)
        return answers.was_answered

    def _check_in_done(self, occurrence_id: UUID, body: CheckInAnswered) -> Event:
        """Store the last answer and the end of the check-in together."""
        done = Reported(outcome=Outcome.ANSWERED, grade=EvidenceGrade.SAID)
        entry = self.scenes.ledger.happened(occurrence_id, done, along_with=(body,))
        return entry.events[0]
