"""What listening costs: the two voice detectors, both decoders together, and the echo canceller."""

import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from bench.rows import Row, median_s
from robot_nodes.dialogue.agreement import CONSEQUENCES
from robot_nodes.dialogue.asked_phrases import AskedPhrases
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, silence
from robot_nodes.speech.echo import BLOCK_SAMPLES
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.speech_models import model_for
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.training.held_out_sound import noises
from robot_nodes.speech.trial import TRIAL_VARIANTS
from robot_nodes.speech.voice_activity import FRAME_SAMPLES, SileroVoiceActivity
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.webrtc_echo import WebRtcEchoCanceller
from schedules.locale import Locale

SENTENCES = {
    Locale.NB_NO: ("ja jeg har tatt den", "hjelp meg jeg har falt", "om litt", "nei ikke i dag"),
    Locale.EN_GB: ("yes i have taken it", "help me i have fallen", "in ten minutes", "not today"),
}
FAR_DB = -26.0
"""How much quieter somebody is across the room."""
CHUNK = 512


def rows() -> Iterator[Row]:
    """Yield the figures of the ears."""
    voice = Pyttsx3Synthesiser()
    voice.start()
    try:
        spoken = {
            locale: [
                voice.synthesise(text, Delivery(locale, variant=variant)).at_rate(HEARING_RATE_HZ)
                for text in texts
                for variant in TRIAL_VARIANTS
            ]
            for locale, texts in SENTENCES.items()
        }
    finally:
        voice.close()
    speech = [said.samples for locale in spoken for said in spoken[locale]]
    yield from _voice_activity(speech)
    for locale, said in spoken.items():
        yield _decoders(locale, np.concatenate([speech.samples for speech in said[:8]]))
    yield _echo(np.concatenate(speech[:8]))


def _voice_activity(speech: list[Samples]) -> Iterator[Row]:
    for name, gain_db in (("near", 0.0), ("far", FAR_DB)):
        heard = [_in_a_room(samples, gain_db) for samples in speech]
        voiced, missed = _missed(heard)
        yield Row(
            name=f"hearing.gate_misses.{name}",
            value=round(missed / max(1, voiced), 4),
            unit="ratio",
            note=f"of {voiced} frames in which the judge alone hears a voice",
        )
    steady = {name: sound for name, sound in noises() if "knock" not in name}
    sounds = {"silence": silence(20), "speech": np.concatenate(speech), **steady}
    for name, sound in sounds.items():
        listening = SileroVoiceActivity()
        share = _cpu_s(partial(_judged, listening, sound)) * HEARING_RATE_HZ / len(sound)
        yield Row(
            name=f"hearing.voice_activity.{name.replace(' ', '_')}",
            value=round(share, 4),
            unit="of a core",
            note="both detectors",
        )


def _missed(heard: list[Samples]) -> tuple[int, int]:
    """Return how many frames the judge alone calls speech, and how many of them the gate drops."""
    voiced = missed = 0
    for samples in heard:
        alone = _judged(SileroVoiceActivity(is_gated=False), samples)
        gated = _judged(SileroVoiceActivity(), samples)
        voiced += sum(alone)
        missed += sum(a and not g for a, g in zip(alone, gated, strict=True))
    return voiced, missed


def _judged(detector: SileroVoiceActivity, samples: Samples) -> list[bool]:
    last = len(samples) - FRAME_SAMPLES + 1
    frames = (samples[at : at + FRAME_SAMPLES] for at in range(0, last, FRAME_SAMPLES))
    return [detector.is_speech(frame) for frame in frames]


def _in_a_room(samples: Samples, gain_db: float) -> Samples:
    quiet = np.random.default_rng(1).normal(0, 15, len(samples) + HEARING_RATE_HZ)
    quiet[HEARING_RATE_HZ // 2 :][: len(samples)] += samples * 10 ** (gain_db / 20)
    return np.clip(quiet, -32_768, 32_767).astype(np.int16)


def _decoders(locale: Locale, samples: Samples) -> Row:
    model = VoskModel(model_for(locale))
    grammar = Interpreter.load([locale]).grammars[locale]
    phrases = AskedPhrases.of(grammar, model.vocabulary()).phrases(CONSEQUENCES)
    full, narrow = model.recogniser(), model.recogniser()

    def hear() -> None:
        full.start()
        narrow.start(phrases)
        for begin in range(0, len(samples), CHUNK):
            full.hear(samples[begin : begin + CHUNK])
            narrow.hear(samples[begin : begin + CHUNK])
        full.finish()
        narrow.finish()

    factor = min(_cpu_s(hear) for _ in range(3)) * HEARING_RATE_HZ / len(samples)
    return Row(
        name=f"hearing.both_decoders.{locale}",
        value=round(factor, 4),
        unit="real-time factor",
        note=f"one core, small grammar of {len(phrases)} phrases",
        at_most=0.15,
    )


def _echo(samples: Samples) -> Row:
    canceller = WebRtcEchoCanceller()

    def cancel() -> None:
        for at in range(0, len(samples) - BLOCK_SAMPLES, BLOCK_SAMPLES):
            block = samples[at : at + BLOCK_SAMPLES]
            canceller.cancel(block, block)

    share = median_s(cancel, repeats=3) * HEARING_RATE_HZ / len(samples)
    return Row(
        name="hearing.echo_canceller",
        value=round(share, 4),
        unit="of a core",
        note="while the robot speaks",
    )


def _cpu_s(act: Callable[[], object]) -> float:
    """Return the seconds of the processor that `act` takes: others' work does not count."""
    began_s = time.thread_time()
    act()
    return time.thread_time() - began_s
