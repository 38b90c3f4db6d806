"""The conversations about calls for help: before everything, and each resident's own."""

from functools import partial
from uuid import UUID

from codebook.help import HelpCause
from codebook.plan import ResidentPlan
from robot_nodes.care.cries import Call, Cries
from robot_nodes.care.holds import Holds
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.care.visits import Visits
from robot_nodes.dialogue.conversations import Cry
from robot_nodes.dialogue.conversations.answers import grade_of_modality
from robot_nodes.dialogue.floor import Claim
from robot_nodes.ports import Priority
from robot_nodes.signals import Doing, Meant

_HELP = "help "


class Calls:
    """Used on the conversation loop only."""

    def __init__(self, around: Surroundings, visits: Visits, holds: Holds) -> None:
        """Begin with none.

        Args:
            around: What the caretaker works with.
            visits: Who speaks.
            holds: Why something is not said yet.
        """
        self._with = around
        self._visits = visits
        self._floor = visits.floor
        self._holds = holds
        self._cries = Cries(around.store, around.log)

    def is_known(self, utterance_id: str) -> bool:
        """Return whether that cry has been told already."""
        return self._cries.is_known(utterance_id)

    def clarify(self, meant: Meant, cause: HelpCause | None) -> None:
        """Tell the nurse what a call is about, where its first words had not told."""
        self._cries.clarify(meant, cause)

    def store_failed(self) -> None:
        """Store the calls that could not be stored when they came.

        Raises:
            StoreUnavailable: It still cannot be written; to be tried again.
        """
        self._cries.store_failed()

    def heard(self, resident: ResidentPlan, meant: Meant, cause: HelpCause | None) -> None:
        """Answer a cry at once, and tell the nurse what it is about."""
        cry = Cry(
            cause=cause or HelpCause.HELP,
            utterance_id=meant.utterance_id,
            transcript=meant.transcript,
            grade=grade_of_modality(meant.modality),
            is_doubted=meant.understanding.is_doubted,
        )
        self.answer(resident, cry)
        if not cry.is_doubted:
            self._cries.clarify(meant, cause)

    def answer(self, resident: ResidentPlan, cry: Cry) -> None:
        """Answer a cry, also one said in place of an answer: first by asking, if in doubt."""
        if cry.is_doubted:
            self._doubted(resident, cry)
        else:
            self._cried(resident, cry)

    def _cried(self, resident: ResidentPlan, cry: Cry) -> None:
        """Record a call and answer it; a further cry belongs to the one under way."""
        if self._cries.is_known(cry.utterance_id):
            return
        resident_id = resident.resident_id
        is_under_way = _claim(resident_id).id in self._floor.claim_ids
        if is_under_way and self._cries.goes_on(resident_id, cry):
            return
        self._begin(resident, self._cries.begin(resident_id, cry, self._with.now()))

    def go_on(self, resident: ResidentPlan) -> None:
        """Take up the resident's call that a restart has broken off, if there is one."""
        for call in self._cries.left_open(self._with.now()):
            if call.resident_id == resident.resident_id:
                self._begin(resident, call)

    def _doubted(self, resident: ResidentPlan, cry: Cry) -> None:
        """Ask first, above everything else; a call under way needs no second one."""
        if _claim(resident.resident_id).id in self._floor.claim_ids:
            return
        claim = Claim(
            id=f"doubt {resident.resident_id}", kind=Doing.HELP, priority=Priority.CRITICAL
        )
        self._visits.hold(claim, Doing.HELP, resident, partial(self._settle, resident, cry))

    async def _settle(self, resident: ResidentPlan, cry: Cry) -> None:
        if await self._with.talks.is_call(resident):
            self._cried(resident, cry)

    def _begin(self, resident: ResidentPlan, call: Call) -> None:
        claim = _claim(resident.resident_id)
        call.do_others_wait = partial(self._do_others_wait, claim.id)
        self._floor.withdraw(claim.id)
        self._visits.hold(claim, Doing.HELP, resident, partial(self._answer, resident, call))

    def _do_others_wait(self, claim_id: str) -> bool:
        return any(other.startswith(_HELP) and other != claim_id for other in self._floor.claim_ids)

    async def _answer(self, resident: ResidentPlan, call: Call) -> None:
        ending = await self._with.talks.help(resident, call)
        self._cries.ended(call)
        if not ending.is_cancelled:
            self._leave_in_peace(resident.resident_id)

    def _leave_in_peace(self, resident_id: UUID) -> None:
        """Say nothing planned to them for a while, not even what the cry has interrupted."""
        until = self._with.now() + self._with.rules.quiet_after_help
        self._holds.hold_resident(resident_id, until)
        for claim_id in self._visits.planned_with(resident_id):
            self._floor.withdraw(claim_id)


def _claim(resident_id: UUID) -> Claim:
    return Claim(id=f"{_HELP}{resident_id}", kind=Doing.HELP, priority=Priority.CRITICAL)
