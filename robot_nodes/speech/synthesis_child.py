"""The process in which espeak-ng speaks, so that a hang or a crash of it cannot stop the robot.

It is started by its file's path and imports nothing of ours: it stays at about 16 MB. Requests and
replies are frames on standard input and output: a JSON header, then samples as little-endian
16-bit PCM.
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Protocol

FRAME_PREFIX_BYTES = 8
"""Length of the header and length of the body, four bytes each, big-endian."""

_WORD_EVENT = 1
_CHARS_UTF8 = 1
_BUFFER_MS = 500


def packed_frame(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Return one frame."""
    head = json.dumps(header, ensure_ascii=False).encode()
    return len(head).to_bytes(4, "big") + len(body).to_bytes(4, "big") + head + body


def frame_lengths(prefix: bytes) -> tuple[int, int]:
    """Return the lengths in bytes of the header and the body that follow `prefix`."""
    return int.from_bytes(prefix[:4], "big"), int.from_bytes(prefix[4:], "big")


class Voice(Protocol):
    """Speaks in the child."""

    def speak(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the header and the samples of the reply to `request`."""
        ...


class EspeakVoice:
    """espeak-ng through pyttsx3's low-level binding, writing to memory instead of a sound card."""

    def __init__(self) -> None:
        """Load the library of `espeakng_loader`; pyttsx3's own search then finds it loaded."""
        import espeakng_loader  # noqa: PLC0415 - the parent wants the frames only

        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path())
        from pyttsx3.drivers import _espeak  # noqa: PLC0415 - must follow the two lines above

        self._espeak = _espeak
        self._variants = Path(espeakng_loader.get_data_path(), "voices", "!v")
        self._chunks: list[bytes] = []
        self._words: list[tuple[int, int]] = []
        """Of each word event the position in the text, from 1, and the first sample."""
        mode = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
        self.sample_rate_hz: int = _espeak.Initialize(mode, _BUFFER_MS, None, 0)
        _espeak.SetSynthCallback(self._on_sound)

    def speak(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the header and the samples of the reply to `request`."""
        self._chunks.clear()
        self._words.clear()
        espeak = self._espeak
        if error := self._voice_error(request["voice"]):
            return {"error": error}, b""
        espeak.SetParameter(espeak.RATE, request["rate_wpm"])
        espeak.SetParameter(espeak.PITCH, request["pitch"])
        espeak.SetParameter(espeak.VOLUME, request["volume"])
        text = request["text"]
        if espeak.Synth(text, flags=_CHARS_UTF8) != espeak.EE_OK:
            return {"error": "espeak-ng refused the text"}, b""
        header = {"sample_rate_hz": self.sample_rate_hz, "words": self._spoken_words(text)}
        return header, b"".join(self._chunks)

    def _spoken_words(self, text: str) -> list[tuple[str, int]]:
        """Return each word event's text and first sample.

        espeak-ng runs small words together ("in the") and reports the first of them only, so an
        event's text goes on until the next event's.
        """
        begins = [at - 1 for at, _ in self._words]
        ends = [*begins[1:], len(text)]
        spoken = (text[begin:end].strip() for begin, end in zip(begins, ends, strict=True))
        timed = zip(spoken, (sample for _, sample in self._words), strict=True)
        return [(word, sample) for word, sample in timed if word]

    def _voice_error(self, name: str) -> str | None:
        """Choose the voice `name`, or say what is wrong: espeak-ng ignores an unknown variant."""
        _, _, variant = name.partition("+")
        is_variant_known = not variant or (self._variants / variant).is_file()
        if is_variant_known and self._espeak.SetVoiceByName(name.encode()) == self._espeak.EE_OK:
            return None
        return f"espeak-ng has no voice {name!r}"

    def _on_sound(self, samples: Any, count: int, events: Any) -> int:  # noqa: ANN401 - pointers
        if count > 0:
            self._chunks.append(ctypes.string_at(samples, 2 * count))
        index = 0
        while events[index].type:
            event = events[index]
            if event.type == _WORD_EVENT:
                self._words.append((event.text_position, event.sample))
            index += 1
        return 0


def serve(make_voice: Callable[[], Voice], requests: BinaryIO, replies: BinaryIO) -> None:
    """Say `ready`, then answer requests in order until the parent closes the pipe."""
    voice = make_voice()
    replies.write(packed_frame({"ready": True}))
    replies.flush()
    while len(prefix := requests.read(FRAME_PREFIX_BYTES)) == FRAME_PREFIX_BYTES:
        head_length, _ = frame_lengths(prefix)
        header, body = voice.speak(json.loads(requests.read(head_length)))
        replies.write(packed_frame(header, body))
        replies.flush()


def run(make_voice: Callable[[], Voice]) -> None:
    """Serve on standard input and output: whatever a library prints goes to standard error."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(make_voice, sys.stdin.buffer, replies)


if __name__ == "__main__":
    run(EspeakVoice)
