"""What a resident says of a medicine by themselves: asked about, told from the log, or noted."""

import re
from collections.abc import Callable, Collection
from functools import partial

from codebook.plan import ResidentPlan, RobotPlans
from codebook.speech import Modality
from robot_nodes.care import doses
from robot_nodes.care.dose_talks import AsNeededAsked
from robot_nodes.care.floor_keeper import Talk
from robot_nodes.care.talks import Talks
from robot_nodes.dialogue.conversations.second_report import TOLD
from robot_nodes.ports import TaskStore
from robot_nodes.signals import Meant
from schedules.care_plan import MedicationReminder
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Task

REPORTS = frozenset({*TOLD, "refuse"})
"""Said by themselves, these are asked about again: what is not asked for is not written down."""
_ASKS = frozenset({"ask_taken", "ask_next_medication"})
_MAY_I = re.compile(r"\b(kan|får|fær|bør|skal|lov|can|could|may|should)\b")
"""Of an utterance that names the medicine: somebody asks, and does not merely speak of it."""


class Unasked:
    """Used on the conversation loop only."""

    def __init__(
        self, store: TaskStore, talks: Talks, plans: Callable[[], RobotPlans | None]
    ) -> None:
        """Look into `store` and the plans that `plans` tells."""
        self._store = store
        self._talks = talks
        self._plans = plans

    def open_dose(self, resident: ResidentPlan, meant: Meant) -> Task | None:
        """Return the one open dose that somebody speaks of: it is asked about properly."""
        is_told = meant.understanding.intent in REPORTS
        if not is_told or doses.as_needed_named(resident, meant.transcript) is not None:
            return None
        found = self._open_doses(resident, doses.named(resident, meant.transcript))
        return found[0].task if len(found) == 1 else None

    def talk(self, resident: ResidentPlan, meant: Meant) -> Talk | None:
        """Return the talk about what is taken as needed, or about what was answered already."""
        return self._of_as_needed(resident, meant) or self._of_an_answered(resident, meant)

    def _of_as_needed(self, resident: ResidentPlan, meant: Meant) -> Talk | None:
        named = doses.as_needed_named(resident, meant.transcript)
        intent = meant.understanding.intent
        asks = intent in _ASKS or _MAY_I.search(meant.transcript.casefold()) is not None
        if named is None or not (asks or intent in REPORTS):
            return None
        item, rule = named
        is_taken = TOLD.get(intent) is Outcome.TAKEN
        asked = AsNeededAsked(
            item=item,
            rule=rule,
            is_taken=is_taken,
            utterance_id=meant.utterance_id,
            grade=EvidenceGrade.TOUCHED if meant.modality is Modality.TOUCH else EvidenceGrade.SAID,
        )
        known = doses.reports(self._store.tasks_of(item.id), self._talks.scenes.now())
        return partial(self._talks.doses.about_as_needed, resident, asked, known)

    def _of_an_answered(self, resident: ResidentPlan, meant: Meant) -> Talk | None:
        told = TOLD.get(meant.understanding.intent)
        named = doses.named(resident, meant.transcript)
        if told is None or self._open_doses(resident, named):
            return None
        now, tasks_of = self._talks.scenes.now(), self._store.tasks_of
        before = doses.last_answered(resident, now, tasks_of, named)
        if before is not None:
            task, item, _ = before
            return partial(self._talks.doses.told_again, resident, task, item, told)
        return partial(self._talks.doses.told_of_no_entry, resident, named[0]) if named else None

    def _open_doses(
        self, resident: ResidentPlan, named: Collection[MedicationReminder]
    ) -> tuple[doses.OpenDose, ...]:
        """Return the open doses that somebody may mean: of the named medicines, if any is."""
        ids = {item.id for item in named}
        found = doses.open_doses(self._store.open_tasks(), self._plans(), resident.resident_id)
        return tuple(dose for dose in found if not ids or dose.item.id in ids)
