"""What the robot will say about a plan item: the real conversation, up to its first question."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from codebook.event import Event, RobotBody
from codebook.speech import StoppedBy
from robot_nodes.dialogue.conversations import (
    CheckInSoFar,
    Scene,
    SoFar,
    announcement,
    check_in,
    reminder,
)
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.dialogue.speech_level import SpeechLevel
from robot_nodes.ports import Answer, Asking, Manner, Said
from schedules.care_plan import CheckIn, MedicationReminder, PlanItem
from schedules.locale import Locale


class _HeardEnough(Exception):  # noqa: N818 - the end of a rehearsal
    """The first question has been asked."""


@dataclass(slots=True)
class _Stage:
    """Voice, ears and wishes of a rehearsal: nobody answers."""

    said: list[str] = field(default_factory=list)
    level: SpeechLevel = field(default_factory=SpeechLevel)

    async def say(self, text: str, manner: Manner) -> Said:
        """Remember the sentence."""
        del manner
        self.said.append(text)
        return Said(text=text, stopped_by=StoppedBy.COMPLETED)

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """Remember the question, and let nobody answer it."""
        del manner, asking
        self.said.append(text)
        raise _HeardEnough

    def change(self, level: SpeechLevel, utterance_id: str) -> None:
        """Nobody wishes anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom the robot would speak to."""

    locale: Locale
    name: str
    """How they want to be addressed."""
    number_to_call: str
    zone: ZoneInfo


def rehearsed(item: PlanItem, audience: Audience, at: datetime) -> tuple[str, ...]:
    """Return what would be said about an item that is due at `at` (aware), as it is written.

    Of a check-in all questions are in it; of a reminder the first.
    """
    stage = _Stage()
    scene = Scene(
        voice=stage,
        ears=stage,
        phrases=Phrases.load(audience.locale),
        basis=Manner(locale=audience.locale),
        wishes=stage,
        now=lambda: at,
        zone=audience.zone,
        name=audience.name,
        number_to_call=audience.number_to_call,
        record=_record_nothing,
        acknowledged=_not_acknowledged,
    )
    with suppress(_HeardEnough):
        asyncio.run(_held(scene, item, at))
    others = item.questions[1:] if isinstance(item, CheckIn) else ()
    return (*stage.said, *(question.wording(audience.locale) for question in others))


async def _held(scene: Scene, item: PlanItem, at: datetime) -> None:
    match item:
        case MedicationReminder():
            await reminder(scene, item, SoFar(occurrence_id=uuid4()), _noted, lambda _: None)
        case CheckIn():
            await check_in(scene, item, CheckInSoFar(occurrence_id=uuid4()), _noted)
        case _:
            await announcement(scene, item, at, _noted)


def _noted(said: Said) -> None:
    """Note nothing."""
    del said


def _record_nothing(body: RobotBody) -> Event:
    raise RuntimeError(f"a rehearsal records nothing, not even {body.kind}")


async def _not_acknowledged(event_id: UUID, within: timedelta) -> bool:
    del event_id, within
    return False
