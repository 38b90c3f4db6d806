"""How each resident is spoken to: as the plan says, or as they have wished since."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from codebook.manner import FASTEST, LOUDEST, SLOWEST, SOFTEST, MannerChanged
from codebook.plan import ResidentPlan
from robot_nodes.care.notes import read_note
from robot_nodes.dialogue.speech_level import SpeechLevel
from robot_nodes.ports import TaskStore

_PREFIX = "manner "


class _Wish(BaseModel):
    """What was wished, and what the plan said then: once it says something else, it counts."""

    model_config = ConfigDict(frozen=True)

    rate: float
    volume: float
    planned_rate: float
    planned_volume: float

    def is_of(self, resident: ResidentPlan) -> bool:
        """Return whether the plan has not changed since."""
        planned = (self.planned_rate, self.planned_volume)
        return planned == (resident.speech_rate, resident.speech_volume)


class Manners:
    """Used on the conversation loop only."""

    def __init__(self, store: TaskStore, now: Callable[[], datetime]) -> None:
        """Remember what was wished before this run."""
        self._store = store
        self._now = now
        self._wishes = {
            UUID(name.removeprefix(_PREFIX)): wish
            for name, text in store.notes(_PREFIX).items()
            if (wish := read_note(_Wish, text)) is not None
        }

    def as_wished(self, resident: ResidentPlan) -> ResidentPlan:
        """Return the plan with the resident's own wish in the place of what it said before."""
        wish = self._wishes.get(resident.resident_id)
        if wish is None or not wish.is_of(resident):
            return resident
        return resident.model_copy(update={"speech_rate": wish.rate, "speech_volume": wish.volume})

    def of(self, resident: ResidentPlan) -> "ResidentManner":
        """Return one resident's wishes."""
        return ResidentManner(self, resident)

    def change(self, resident: ResidentPlan, level: SpeechLevel, utterance_id: str) -> None:
        """Store a wish and tell the server, both or neither.

        Raises:
            StoreUnavailable: Nothing was stored.
        """
        wish = _Wish(
            rate=level.rate,
            volume=level.volume,
            planned_rate=resident.speech_rate,
            planned_volume=resident.speech_volume,
        )
        body = MannerChanged(
            utterance_id=utterance_id,
            rate=min(FASTEST, max(SLOWEST, level.rate)),
            volume=min(LOUDEST, max(SOFTEST, level.volume)),
        )
        with self._store.transaction() as writing:
            writing.keep_note(f"{_PREFIX}{resident.resident_id}", wish.model_dump_json())
            writing.record(body, resident_id=resident.resident_id, at=self._now())
        self._wishes[resident.resident_id] = wish


class ResidentManner:
    """Fulfils the conversations' port `Wishes` for one resident."""

    def __init__(self, manners: Manners, planned: ResidentPlan) -> None:
        """Speak as `manners` knows, with the plan as it is on board."""
        self._manners = manners
        self._planned = planned

    @property
    def level(self) -> SpeechLevel:
        """See `Wishes.level`."""
        wished = self._manners.as_wished(self._planned)
        return SpeechLevel(rate=wished.speech_rate, volume=wished.speech_volume)

    def change(self, level: SpeechLevel, utterance_id: str) -> None:
        """See `Wishes.change`."""
        self._manners.change(self._planned, level, utterance_id)
