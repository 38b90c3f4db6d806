"""Lets the nurse's pages show and play what a robot would say: its own sentences and voice."""

import io
import wave
from datetime import datetime
from zoneinfo import ZoneInfo

from care_api.care_plans.preview import SoundUnavailable
from care_api.residents.manner import Manner
from care_api.residents.service import Resident
from robot_nodes.dialogue.aloud.reading import aloud
from robot_nodes.dialogue.rehearsal import Audience, rehearsed
from robot_nodes.dialogue.speech_level import SpeechLevel
from robot_nodes.ports import Manner as RobotManner
from robot_nodes.speech.synthesiser import Delivery, Synthesiser, SynthesisFailed
from robot_nodes.voice.stage import Speaking
from schedules.care_plan import PlanItem

_BYTES_PER_SAMPLE = 2


class SpokenPreview:
    """Fulfils `care_api.care_plans.preview.RobotsWords`."""

    def __init__(self, synthesiser: Synthesiser) -> None:
        """Speak by `synthesiser`, from any thread."""
        self._synthesiser = synthesiser

    def sentences(self, item: PlanItem, resident: Resident, at: datetime) -> tuple[str, ...]:
        """See `RobotsWords.sentences`."""
        audience = Audience(
            locale=resident.locale,
            name=resident.spoken_name,
            number_to_call=resident.number_to_call,
            zone=ZoneInfo(resident.zone),
        )
        return rehearsed(item, audience, at)

    def sound(
        self, sentences: tuple[str, ...], resident: Resident, manner: Manner | None = None
    ) -> bytes:
        """See `RobotsWords.sound`."""
        text = " ".join(aloud(sentence, resident.locale) for sentence in sentences)
        try:
            speech = self._synthesiser.synthesise(text, _delivery(resident, manner))
        except SynthesisFailed as fault:
            raise SoundUnavailable(str(fault)) from fault
        written = io.BytesIO()
        with wave.open(written, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(_BYTES_PER_SAMPLE)
            file.setframerate(speech.sample_rate_hz)
            file.writeframes(speech.samples.astype("<i2").tobytes())
        return written.getvalue()


def _delivery(resident: Resident, manner: Manner | None) -> Delivery:
    """Return how the robot would speak, by the same rules as the robot itself."""
    if manner is None:
        return Delivery(locale=resident.locale)
    wished = SpeechLevel(rate=manner.loudness.rate, volume=manner.loudness.volume)
    level = wished.heard_by(manner.hearing)
    spoken = RobotManner(locale=resident.locale, rate=level.rate, volume=level.volume)
    return Speaking().delivery(spoken)
