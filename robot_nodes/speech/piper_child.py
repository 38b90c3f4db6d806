"""The process in which Piper speaks. Its arguments are the voices: `nb_NO=/voices/nb.onnx`."""

import sys
from typing import Any

import numpy as np

from robot_nodes.speech.synthesis_child import run
from robot_nodes.speech.word_times import estimated, from_groups

USUAL_WPM = 150
"""Words a minute at Piper's own speed, about."""
_PAUSE = " "


class PiperVoices:
    """One or more voices of Piper, by locale."""

    def __init__(self, paths: dict[str, str]) -> None:
        """Load the voices; `piper` is an optional extra."""
        import piper  # noqa: PLC0415 - only this process needs it

        self._piper = piper
        self._voices = {
            locale: piper.PiperVoice.load(path, include_alignments=True)
            for locale, path in paths.items()
        }

    def speak(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the header and the samples of the reply to `request`."""
        voice = self._voices.get(request["locale"])
        if voice is None:
            return {"error": f"no Piper voice for {request['locale']}"}, b""
        manner = self._piper.SynthesisConfig(
            length_scale=USUAL_WPM / request["rate_wpm"], volume=request["volume"] / 100
        )
        chunks = list(voice.synthesize(request["text"], manner, include_alignments=True))
        if not chunks:
            return {"error": "Piper found nothing to say"}, b""
        sound = np.concatenate([chunk.audio_int16_array for chunk in chunks])
        words = request["text"].split()
        begins = from_groups(words, _groups(chunks))
        header = {
            "sample_rate_hz": chunks[0].sample_rate,
            "words": list(zip(words, begins or estimated(words, len(sound)), strict=True)),
            "is_estimated": begins is None,
        }
        return header, sound.astype("<i2").tobytes()


def _groups(chunks: list[Any]) -> list[int]:
    """Return how many samples each word's sounds take; none where the voice does not tell."""
    groups: list[int] = []
    for chunk in chunks:
        if chunk.phoneme_alignments is None:
            return []
        groups.append(0)
        for sound in chunk.phoneme_alignments:
            groups[-1] += int(sound.num_samples)
            if sound.phoneme == _PAUSE:
                groups.append(0)
        # What the sounds do not account for belongs to the last word.
        groups[-1] += len(chunk.audio_int16_array) - sum(
            int(sound.num_samples) for sound in chunk.phoneme_alignments
        )
    return groups


if __name__ == "__main__":
    paths = dict(argument.split("=", 1) for argument in sys.argv[1:])
    run(lambda: PiperVoices(paths))
