from collections.abc import Iterator

import numpy as np
import pytest

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, silence
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.training.held_out_sound import noises
from robot_nodes.speech.voice_activity import FRAME_SAMPLES, SileroVoiceActivity
from schedules.locale import Locale


def frames(samples: Samples) -> Iterator[Samples]:
    for begin in range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        yield samples[begin : begin + FRAME_SAMPLES]


def share_of_speech(samples: Samples) -> float:
    activity = SileroVoiceActivity()
    found = [activity.is_speech(frame) for frame in frames(samples)]
    return sum(found) / len(found)


@pytest.mark.parametrize("samples", [pytest.param(samples, id=name) for name, samples in noises()])
def test_sound_without_a_voice_is_no_speech(samples: Samples) -> None:
    assert share_of_speech(samples[: 10 * HEARING_RATE_HZ]) == 0


@pytest.mark.parametrize("variant", ["f3", "m2", "grandma", None])
def test_a_voice_is_speech(spoken: Pyttsx3Synthesiser, variant: str | None) -> None:
    delivery = Delivery(Locale.NB_NO, variant=variant)
    speech = spoken.synthesise("jeg har tatt medisinen i dag", delivery)
    assert share_of_speech(speech.at_rate(HEARING_RATE_HZ).samples) > 0.7


def test_a_soft_voice_in_faint_noise_is_speech(spoken: Pyttsx3Synthesiser) -> None:
    delivery = Delivery(Locale.NB_NO, variant="f3")
    speech = spoken.synthesise("jeg har tatt medisinen i dag", delivery)
    samples = speech.at_rate(HEARING_RATE_HZ).samples // 20
    noise = np.random.default_rng(1).normal(0, 5, len(samples)).astype(np.int16)
    assert share_of_speech(samples + noise) > 0.6


def test_a_reset_ear_hears_the_same_again(spoken: Pyttsx3Synthesiser) -> None:
    speech = spoken.synthesise("god morgen", Delivery(Locale.NB_NO))
    samples = speech.at_rate(HEARING_RATE_HZ).samples
    activity = SileroVoiceActivity()
    first = [activity.is_speech(frame) for frame in frames(samples)]
    activity.reset()
    assert [activity.is_speech(frame) for frame in frames(samples)] == first


def test_a_frame_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="512 samples"):
        SileroVoiceActivity().is_speech(silence(0.1))
