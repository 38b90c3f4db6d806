"""Whether the recogniser hears the residents' own voices: none of them was learnt from."""

import numpy as np
import pytest

from robot_nodes.speech.audio import Samples
from robot_nodes.speech.speech_models import model_for
from robot_nodes.speech.trial import transcribe
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale
from sim.main import spoken_lines
from sim.mouth import Mouth
from sim.scenario import load_scenario, scenario_file


def in_a_room(speech: Samples) -> Samples:
    """Return the speech as it leaves the resident's mouth, room noise and all."""
    mouth = Mouth()
    chunks = [mouth.next_chunk().samples]
    mouth.say(speech)
    while mouth.is_speaking:
        chunks.append(mouth.next_chunk().samples)
    chunks.append(mouth.next_chunk().samples)
    return np.concatenate(chunks)


@pytest.mark.parametrize("locale", list(Locale))
def test_every_line_of_the_morning_is_heard_as_it_was_said(locale: Locale) -> None:
    scenario = load_scenario(scenario_file("morning", locale))
    recogniser = VoskModel(model_for(locale)).recogniser()
    spoken = spoken_lines(scenario)
    for line in scenario.lines:
        heard = transcribe(in_a_room(spoken[line.id]), recogniser).text
        assert heard == line.answer.replace(",", "")
