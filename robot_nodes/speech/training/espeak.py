"""espeak-ng through its C library: speech, and the phones that it reports while speaking."""

import ctypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

ESPEAK_RATE_HZ = 22_050
SILENCE = "SIL"
"""The label of pauses."""

_SHORTEST_PAUSE_S = 0.05
"""A shorter one is a closure inside speech: it belongs to the phone before."""
_STRESS_MARKS = "',"
"""A stressed vowel is the same phone: telling them apart halves what is learnt of each."""
_SYNCHRONOUS, _BUFFER_MS, _WITH_PHONE_EVENTS = 2, 500, 1
_WORD_EVENT, _PHONE_EVENT = 1, 7
_CHARS_UTF8 = 1
_RATE, _PITCH, _RANGE = 1, 3, 4


class EspeakRefused(RuntimeError):  # noqa: N818 - reads as what happened
    """espeak-ng did not start, or does not know a voice."""


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """A voice and how it speaks."""

    name: str
    """espeak-ng's, e.g. `nb+f3`."""
    rate_wpm: int = 150
    pitch: int = 50
    """0 to 100."""
    pitch_range: int = 50
    """0, monotone, to 100."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A phone, or a pause, up to the start of the next segment."""

    phone: str
    starts_at_s: float
    word: int | None
    """Index of the word it belongs to; None in a pause."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSpeech:
    """Speech at `ESPEAK_RATE_HZ`, -1 to 1, that knows its own phones."""

    samples: NDArray[np.float64]
    segments: tuple[Segment, ...]
    is_every_word_marked: bool
    """False where espeak-ng read two words as one: then phones cannot be told apart by word."""

    def pronunciations(self, words: list[str]) -> list[tuple[str, tuple[str, ...]]]:
        """Return each of `words` with its phones; nothing where words were merged."""
        if not self.is_every_word_marked:
            return []
        phones: list[list[str]] = [[] for _ in words]
        for segment in self.segments:
            if segment.word is not None:
                phones[segment.word].append(segment.phone)
        return [(word, tuple(p)) for word, p in zip(words, phones, strict=True) if p]


class _Identifier(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("phone", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identifier),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Espeak:
    """The library: one to a process. It keeps state from sentence to sentence."""

    def __init__(self) -> None:
        """Start espeak-ng.

        Raises:
            EspeakRefused: it cannot read its data.
        """
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(Path(espeakng_loader.get_data_path())).encode()
        rate = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data, _WITH_PHONE_EVENTS)
        if rate != ESPEAK_RATE_HZ:
            raise EspeakRefused(f"espeak-ng did not start: {rate}")
        self._c_library = ctypes.CDLL(None)
        self._chunks: list[NDArray[np.int16]] = []
        self._events: list[tuple[int, int, int, str]] = []
        self._callback = _Callback(self._on_sound)
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: EspeakVoice, seed: int = 1) -> LabelledSpeech:
        """Return `text`, words with single spaces between, spoken.

        Args:
            text: What to say.
            voice: Who says it.
            seed: Of the noise in breath and consonants; left alone it would be the time of day.

        Raises:
            EspeakRefused: the voice is unknown.
        """
        self._chunks.clear()
        self._events.clear()
        if self._library.espeak_SetVoiceByName(voice.name.encode()):
            raise EspeakRefused(f"espeak-ng has no voice {voice.name!r}")
        settings = ((_RATE, voice.rate_wpm), (_PITCH, voice.pitch), (_RANGE, voice.pitch_range))
        for parameter, value in settings:
            self._library.espeak_SetParameter(parameter, value, 0)
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(seed))
        self._c_library.srand(ctypes.c_uint(seed))
        encoded = text.encode()
        size = ctypes.c_size_t(len(encoded) + 1)
        self._library.espeak_Synth(encoded, size, 0, 1, 0, _CHARS_UTF8, None, None)
        samples = np.concatenate([np.zeros(1, np.int16), *self._chunks])[1:] / 32_768.0
        return _labelled(text, samples, self._events)

    def _on_sound(self, samples: Any, count: int, events: Any) -> int:  # noqa: ANN401 - pointers
        if count > 0:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type:
            event = events[index]
            name = ctypes.string_at(ctypes.addressof(event.id), 8).split(b"\0")[0]
            phone = name.decode("utf-8", "replace").lstrip(_STRESS_MARKS)
            self._events.append((event.type, event.text_position, event.sample, phone))
            index += 1
        return 0


@cache
def espeak_of_process() -> Espeak:
    """Return the library of this process, started at the first call."""
    return Espeak()


def _labelled(
    text: str, samples: NDArray[np.float64], events: list[tuple[int, int, int, str]]
) -> LabelledSpeech:
    word_at = _word_positions(text)
    raw: list[Segment] = []
    word: int | None = None
    marked = set()
    for kind, position, sample, phone in events:
        if kind == _WORD_EVENT and position in word_at:
            word = word_at[position]
            marked.add(word)
        elif kind == _PHONE_EVENT:
            starts_at_s = sample / ESPEAK_RATE_HZ
            is_pause = not phone or phone.startswith("_")
            raw.append(
                Segment(SILENCE, starts_at_s, None)
                if is_pause
                else Segment(phone, starts_at_s, word)
            )
    duration_s = len(samples) / ESPEAK_RATE_HZ
    segments = (*_without_closures(raw, duration_s), Segment(SILENCE, duration_s, None))
    return LabelledSpeech(samples, segments, len(marked) == len(word_at))


def _word_positions(text: str) -> dict[int, int]:
    """Return the index of each word by its position in `text`, counted from 1 as espeak-ng does."""
    positions: dict[int, int] = {}
    at = 1
    for index, word in enumerate(text.split(" ")):
        positions[at] = index
        at += len(word) + 1
    return positions


def _without_closures(segments: list[Segment], duration_s: float) -> list[Segment]:
    ends = [segment.starts_at_s for segment in segments[1:]] + [duration_s]
    kept: list[Segment] = []
    for segment, end_s in zip(segments, ends, strict=False):
        length_s = end_s - segment.starts_at_s
        is_closure = segment.phone == SILENCE and kept and length_s < _SHORTEST_PAUSE_S
        if length_s > 0 and not is_closure:
            kept.append(segment)
    return kept
