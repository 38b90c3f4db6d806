"""Hearing and speaking: models, synthesiser, microphone, loudspeaker."""

from collections.abc import Iterator
from typing import Any

from cli.doctor.check import Check, failure, ok, warning
from robot_nodes.adapters.audio_device import AudioDeviceMissing, portaudio
from robot_nodes.speech.audio import level_dbfs
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.speech_models import (
    ModelMissing,
    is_trained_on_synthetic_voices,
    model_for,
)
from robot_nodes.speech.synthesiser import Delivery, Synthesiser, SynthesisFailed
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import LANGUAGE_TAGS, Locale

WORDS = {Locale.NB_NO: "hei", Locale.NN_NO: "hei", Locale.EN_GB: "hello"}


def microphone_names() -> tuple[str, ...]:
    """Return the microphones of this machine; none where PortAudio is missing."""
    return _devices("max_input_channels")


def loudspeaker_names() -> tuple[str, ...]:
    """Return the loudspeakers of this machine; none where PortAudio is missing."""
    return _devices("max_output_channels")


def devices(kind: str, names: tuple[str, ...]) -> Check:
    """Judge the devices of one kind."""
    if names:
        return ok(kind, f"{len(names)}, e.g. {names[0]}")
    remedy = f"plug in a {kind} and install libportaudio2; demo and tests need none"
    return warning(kind, "none found", remedy)


def model(locale: Locale, *, has_microphone: bool) -> Check:
    """Look whether the model that hears `locale` loads, and whom it hears."""
    name = f"speech model {locale}"
    try:
        folder = model_for(locale)
        VoskModel(folder)
    except ModelMissing as fault:
        return failure(name, str(fault), "run `make setup`, or build it as the line says")
    if not is_trained_on_synthetic_voices(folder):
        return ok(name, f"loads from {folder}")
    finding = "loads; learnt from espeak's voices, so it hears them and not people"
    if not has_microphone:
        return ok(name, finding)
    model_locale = LANGUAGE_TAGS[locale].speech_model
    remedy = (
        f"set the parameter speech_model_{model_locale} to a model that learnt from people: "
        "`nabo speech models` says where one is found"
    )
    return warning(name, finding, remedy)


def synthesiser(locale: Locale, voice: Synthesiser) -> Check:
    """Speak a word to samples."""
    name = f"voice {locale}"
    try:
        speech = voice.synthesise(WORDS[locale], Delivery(locale))
    except SynthesisFailed as fault:
        remedy = "run `make setup`: espeak-ng comes with the Python packages"
        return failure(name, str(fault), remedy)
    level = level_dbfs(speech.samples)
    return ok(name, f"{speech.duration_s:.1f} s of sound at {level:.0f} dBFS")


def checks() -> Iterator[Check]:
    """Look at all of it."""
    microphones = microphone_names()
    yield devices("microphone", microphones)
    yield devices("loudspeaker", loudspeaker_names())
    for locale in (Locale.NB_NO, Locale.EN_GB):
        yield model(locale, has_microphone=bool(microphones))
    voice = Pyttsx3Synthesiser()
    try:
        for locale in (Locale.NB_NO, Locale.EN_GB):
            yield synthesiser(locale, voice)
    finally:
        voice.close()


def _devices(channels: str) -> tuple[str, ...]:
    try:
        found: list[dict[str, Any]] = list(portaudio().query_devices())
    except AudioDeviceMissing:
        return ()
    return tuple(str(device["name"]) for device in found if device[channels] > 0)
