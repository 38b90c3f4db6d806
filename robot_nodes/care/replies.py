"""What is answered to a resident who speaks by themselves."""

from dataclasses import replace
from functools import partial

from codebook.plan import ResidentPlan
from robot_nodes.care import day, doses
from robot_nodes.care.calls import Calls
from robot_nodes.care.due_talks import DueTalks
from robot_nodes.care.floor_keeper import Talk
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.care.unasked import Unasked
from robot_nodes.care.visits import Visits
from robot_nodes.dialogue.conversations import Asked, is_question
from robot_nodes.dialogue.conversations.hearing_out import SEEN_TO_AFTERWARDS
from robot_nodes.dialogue.floor import Claim
from robot_nodes.ports import Priority
from robot_nodes.signals import Doing, Meant


class Replies:
    """Used on the conversation loop only."""

    def __init__(
        self, around: Surroundings, visits: Visits, unasked: Unasked, due: DueTalks, calls: Calls
    ) -> None:
        """Begin with none.

        Args:
            around: What the caretaker works with.
            visits: Who speaks.
            unasked: What is said of a medicine.
            due: Asks about an open dose properly.
            calls: Answer a cry that comes of a talk.
        """
        self._with = around
        self._visits = visits
        self._unasked = unasked
        self._due = due
        self._calls = calls
        self.last_said = ""
        """The robot's latest sentence."""

    def wants_a_reply(self, resident: ResidentPlan, meant: Meant, *, is_free: bool) -> bool:
        """Return whether the robot answers; in the midst of a talk only what concerns privacy."""
        if not is_free:
            return meant.understanding.intent in SEEN_TO_AFTERWARDS
        is_of_a_dose = self._unasked.talk(resident, meant) is not None
        return is_of_a_dose or is_question(_asked(meant), meant.locale)

    def reply(self, resident: ResidentPlan, meant: Meant) -> None:
        """Talk about what was said, once nothing else goes on."""
        dose = self._unasked.open_dose(resident, meant)
        if dose is not None:
            self._due.speak_about(dose.occurrence.id)
            return
        talk = self._unasked.talk(resident, meant) or partial(self._answer, resident, meant)
        self.say(resident, f"question {meant.utterance_id}", talk)

    def say(self, resident: ResidentPlan, claim_id: str, talk: Talk) -> None:
        """Hold a short talk as soon as nothing goes on; it is not taken up again."""
        claim = Claim(
            id=claim_id, kind=Doing.QUESTION, priority=Priority.SMALL_TALK, comes_back=False
        )
        self._visits.hold(claim, Doing.QUESTION, resident, talk)

    async def _answer(self, resident: ResidentPlan, meant: Meant) -> None:
        facts = day.facts(resident, self._with.now(), self._with.store.task, self.last_said)
        named = doses.named(resident, meant.transcript)
        facts = replace(facts, named=named[0].medicine if named else "")
        cry = await self._with.talks.answer(resident, _asked(meant), facts)
        if cry is not None:
            self._calls.answer(resident, cry)


def _asked(meant: Meant) -> Asked:
    return Asked(
        understanding=meant.understanding,
        utterance_id=meant.utterance_id,
        transcript=meant.transcript,
        modality=meant.modality,
    )
