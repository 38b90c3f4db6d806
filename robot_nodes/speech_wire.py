"""Sound and live speech <-> values."""

from datetime import datetime
from typing import Any

import numpy as np

from robot_nodes.ros import instant, time_message
from robot_nodes.signals import Chunk, Expected, Live, Reading, Shown
from robot_nodes.wire import AudioChunk, Caption, Expectation, LiveSpeech, ReadingMessage, id_text
from schedules.locale import Locale

LOWEST_RATE_HZ = 4000
"""Of anything that is sound."""
LONGEST_S = 3600.0
LONGEST_SILENCE_S = 10.0


def bounded(name: str, number: float, most: float) -> None:
    """Accept a number from 0 to `most`.

    Raises:
        ValueError: It is another, or none.
    """
    if not 0.0 <= number <= most:
        raise ValueError(f"{name}: from 0 to {most:g}, not {number}")


def chunk_message(chunk: Chunk) -> AudioChunk:
    """Return the message for a run of samples."""
    message = AudioChunk(
        utterance_id=chunk.utterance_id,
        sequence=chunk.sequence,
        sample_rate_hz=chunk.sample_rate_hz,
    )
    message.header.stamp = time_message(chunk.at)
    message.samples.frombytes(chunk.samples.astype("<i2").tobytes())
    return message


def chunk(message: Any) -> Chunk:  # noqa: ANN401 - generated messages have no types
    """Return the run of samples in a message.

    Raises:
        ValueError: Sound has no such rate.
    """
    if message.sample_rate_hz < LOWEST_RATE_HZ:
        raise ValueError(f"sample_rate_hz: {LOWEST_RATE_HZ} or more, not {message.sample_rate_hz}")
    return Chunk(
        samples=np.array(message.samples, np.int16),
        sample_rate_hz=message.sample_rate_hz,
        at=instant(message.header.stamp),
        sequence=message.sequence,
        utterance_id=message.utterance_id,
    )


def caption_message(caption: Shown) -> Caption:
    """Return the message for a sentence that is about to sound, or cannot."""
    message = Caption(
        utterance_id=caption.utterance_id,
        resident_id=id_text(caption.resident_id),
        locale=caption.locale,
        text=caption.text,
        is_spoken=caption.synthesise_s is not None,
        synthesise_s=caption.synthesise_s or 0.0,
    )
    message.header.stamp = time_message(caption.at)
    return message


def began(message: Any) -> tuple[datetime, float] | None:  # noqa: ANN401 - generated messages have no types
    """Return when a caption's sentence began to sound, and the seconds that its sound took.

    None where it cannot sound.

    Raises:
        ValueError: A field is out of its bounds.
    """
    bounded("synthesise_s", message.synthesise_s, LONGEST_S)
    return (instant(message.header.stamp), message.synthesise_s) if message.is_spoken else None


def live_message(live: Live) -> LiveSpeech:
    """Return the message for what a voice says."""
    message = LiveSpeech(
        incremental="" if live.is_final else live.text,
        final=live.text if live.is_final else "",
        confidence=live.confidence,
        locale=live.locale,
        utterance_id=live.utterance_id,
        unknown_words=live.unknown_words,
        others=[
            ReadingMessage(
                text=other.text, confidence=other.confidence, unknown_words=other.unknown_words
            )
            for other in live.others
        ],
        decode_s=live.decode_s,
    )
    message.header.stamp = time_message(live.at)
    if live.speech_ended_at is not None:
        message.speech_ended_at = time_message(live.speech_ended_at)
    return message


def live(message: Any) -> Live:  # noqa: ANN401 - generated messages have no types
    """Return what a voice says.

    Raises:
        ValueError: The locale is none of ours, or a number is out of its bounds.
    """
    for ratio in (message.confidence, *(other.confidence for other in message.others)):
        bounded("confidence", ratio, 1.0)
    bounded("decode_s", message.decode_s, LONGEST_S)
    ended = message.speech_ended_at
    is_final = bool(ended.sec or ended.nanosec)
    return Live(
        at=instant(message.header.stamp),
        utterance_id=message.utterance_id,
        locale=Locale(message.locale),
        text=message.final if is_final else message.incremental,
        confidence=message.confidence,
        unknown_words=message.unknown_words,
        others=tuple(
            Reading(text=other.text, confidence=other.confidence, unknown_words=other.unknown_words)
            for other in message.others
        ),
        speech_ended_at=instant(ended) if is_final else None,
        decode_s=message.decode_s,
    )


def expectation_message(expected: Expected) -> Expectation:
    """Return the message for what the dialogue waits for."""
    return Expectation(
        question=expected.question,
        is_waiting=expected.is_waiting,
        intents=list(expected.intents),
        is_closed=expected.is_closed,
        end_silence_s=expected.end_silence_s,
    )


def expected(message: Any) -> Expected:  # noqa: ANN401 - generated messages have no types
    """Return what the dialogue waits for.

    Raises:
        ValueError: The silence is none.
    """
    bounded("end_silence_s", message.end_silence_s, LONGEST_SILENCE_S)
    return Expected(
        question=message.question,
        is_waiting=message.is_waiting,
        intents=tuple(message.intents),
        is_closed=message.is_closed,
        end_silence_s=round(message.end_silence_s, 3),
    )
