import io
import wave
from uuid import UUID

import numpy as np
import pytest

from care_api.care_plans.preview import SoundUnavailable
from care_api.residents.address import FormOfAddress
from care_api.residents.manner import Loudness, Manner
from care_api.residents.service import Resident
from cli.robots_words import SpokenPreview
from codebook.manner import Hearing
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery, Speech, SynthesisFailed
from schedules.locale import Locale
from tests.schedules.plans import MORNING, medicine

SOLVEIG = Resident(
    id=UUID(int=1),
    unit_id=UUID(int=2),
    name="Solveig Haugen",
    spoken_name="Solveig",
    room="1",
    locale=Locale.NB_NO,
    zone="Europe/Oslo",
    number_to_call="en en tre",
)


def test_what_is_played_is_the_robots_own_sentence_in_its_own_voice() -> None:
    synthesiser = Pyttsx3Synthesiser()
    try:
        preview = SpokenPreview(synthesiser)
        sentences = preview.sentences(medicine(), SOLVEIG, MORNING)
        sound = preview.sound(sentences, SOLVEIG)
    finally:
        synthesiser.close()

    with wave.open(io.BytesIO(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        seconds = file.getnframes() / file.getframerate()
    assert 2 < seconds < 20
    assert np.abs(samples).max() > 3000


class MuteSynthesiser:
    """Fulfils the port, and never has anything to say."""

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        """See `Synthesiser.synthesise`."""
        raise SynthesisFailed(f"no voice: {len(text)}, {delivery}, {deadline_s}")

    def give_up(self) -> None:
        """There is nothing to give up."""

    def close(self) -> None:
        """Nothing is open."""


def test_a_voice_that_fails_is_said_to_be_unavailable() -> None:
    with pytest.raises(SoundUnavailable):
        SpokenPreview(MuteSynthesiser()).sound(("Hei.",), SOLVEIG)


class NotingSynthesiser(MuteSynthesiser):
    """Remembers how it was to speak."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        """See `Synthesiser.synthesise`."""
        self.deliveries.append(delivery)
        return super().synthesise(text, delivery, deadline_s)


@pytest.mark.parametrize(
    ("hearing", "rate_wpm", "volume"), [(Hearing.GOOD, 120, 0.8), (Hearing.REDUCED, 108, 0.95)]
)
def test_a_manner_sounds_as_the_robot_itself_would_speak(
    hearing: Hearing, rate_wpm: int, volume: float
) -> None:
    manner = Manner(
        locale=Locale.NB_NO,
        spoken_name="Solveig",
        form_of_address=FormOfAddress.FIRST_NAME,
        title="",
        loudness=Loudness(rate=0.8, volume=0.8),
        hearing=hearing,
        patience_s=10,
        end_silence_s=1.25,
        dialect="",
    )
    noting = NotingSynthesiser()
    with pytest.raises(SoundUnavailable):
        SpokenPreview(noting).sound(("Hei.",), SOLVEIG, manner)
    [delivery] = noting.deliveries
    assert (delivery.rate_wpm, delivery.volume) == (rate_wpm, volume)
