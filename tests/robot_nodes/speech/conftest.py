"""The real speech adapters, loaded once per worker."""

from collections.abc import Iterator

import pytest

from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.speech_models import model_for
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale


@pytest.fixture
def spoken() -> Iterator[Pyttsx3Synthesiser]:
    """Speak in a process of this test alone: espeak-ng's sound depends on what it said before."""
    synthesiser = Pyttsx3Synthesiser()
    synthesiser.start()
    yield synthesiser
    synthesiser.close()


@pytest.fixture(scope="session")
def norwegian_model() -> VoskModel:
    return VoskModel(model_for(Locale.NB_NO))


@pytest.fixture(scope="session")
def english_model() -> VoskModel:
    return VoskModel(model_for(Locale.EN_GB))
