"""A synthesiser in a child process that may be killed: what all kinds of voice have in common."""

import math
import subprocess
import threading
from typing import Any

import numpy as np

from robot_nodes.speech.audio import level_dbfs
from robot_nodes.speech.child_process import ChildLost, ChildProcess
from robot_nodes.speech.synthesiser import (
    Delivery,
    Speech,
    SpokenWord,
    SynthesisFailed,
    SynthesisLate,
)
from schedules.locale import LANGUAGE_TAGS

START_DEADLINE_S = 10.0
QUIETEST_DBFS = -60.0
"""A sentence below this, at full volume, is silence: something went wrong."""
QUIETEST_VOLUME = 0.02
"""Below this volume silence is what was asked for."""
SHORTEST_S_PER_LETTER = 0.008
LONGEST_S_PER_LETTER = 1.5
"""Digits and abbreviations are read out in full, so the upper bound is loose."""


class ChildSynthesiser:
    """Speaks in a child process; a child that dies, hangs or sends nonsense is replaced."""

    def __init__(self, command: tuple[str, ...]) -> None:
        """Start nothing yet.

        Args:
            command: Runs a program that answers as `synthesis_child.serve` does.
        """
        self._command = command
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None
        self._is_given_up = False

    def start(self) -> None:
        """Start the child now rather than at the first sentence.

        Raises:
            SynthesisFailed: it did not come up.
        """
        with self._lock:
            self._running_child()

    @property
    def child_pid(self) -> int | None:
        """The child's process id, for diagnostics; None while none runs."""
        return self._child.pid if self._child else None

    def synthesise(self, text: str, delivery: Delivery, deadline_s: float = 5.0) -> Speech:
        """Return `text` spoken; a child that died or sent nonsense is replaced and asked again.

        Raises:
            SynthesisLate: a try took longer than `deadline_s`.
            SynthesisFailed: the text holds nothing to say, or two tries gave nothing usable.
        """
        if not any(letter.isalnum() for letter in text):
            raise SynthesisFailed("the text holds nothing to say")
        with self._lock:
            self._is_given_up = False
            return self._spoken(text, delivery, deadline_s)

    def give_up(self) -> None:
        """End the child under a call that waits for it; the next call starts another."""
        self._is_given_up = True
        if (child := self._child) is not None:
            child.end()

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._drop_child()

    def _spoken(self, text: str, delivery: Delivery, deadline_s: float) -> Speech:
        try:
            return self._asked_once(text, delivery, deadline_s)
        except ChildLost as lost:
            self._drop_child()
            if self._is_given_up:
                raise SynthesisFailed("given up for something urgent") from lost
            if lost.was_late:
                self._running_child()
                raise SynthesisLate(
                    f"the synthesiser took more than {deadline_s:g} s and was restarted"
                ) from lost
        try:
            return self._asked_once(text, delivery, deadline_s)
        except ChildLost as lost:
            self._drop_child()
            raise SynthesisFailed(f"the synthesiser failed twice: {lost}") from lost

    def _asked_once(self, text: str, delivery: Delivery, deadline_s: float) -> Speech:
        header, body = self._running_child().ask(_request(text, delivery), deadline_s)
        if "error" in header:
            raise SynthesisFailed(header["error"])
        words = tuple(
            SpokenWord(word, sample / header["sample_rate_hz"]) for word, sample in header["words"]
        )
        speech = Speech(
            samples=np.frombuffer(body, "<i2"),
            sample_rate_hz=header["sample_rate_hz"],
            words=words,
            is_estimated=header.get("is_estimated", False),
        )
        _check(speech, text, delivery)
        return speech

    def _running_child(self) -> ChildProcess:
        if self._child is None:
            try:
                self._child = ChildProcess(self._command, START_DEADLINE_S)
            except (ChildLost, OSError, subprocess.SubprocessError) as cause:
                raise SynthesisFailed(
                    f"the synthesiser's process did not start: {cause}"
                ) from cause
        return self._child

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def _request(text: str, delivery: Delivery) -> dict[str, Any]:
    voice = LANGUAGE_TAGS[delivery.locale].espeak_voice
    return {
        "text": text.replace("\0", " "),
        "locale": delivery.locale,
        "voice": f"{voice}+{delivery.variant}" if delivery.variant else voice,
        "rate_wpm": delivery.rate_wpm,
        "pitch": delivery.pitch,
        "volume": round(100 * delivery.volume),
    }


def _check(speech: Speech, text: str, delivery: Delivery) -> None:
    """Refuse what voices give now and then, espeak-ng for one: nothing, silence, half a sentence.

    Raises:
        ChildLost: the sound cannot be `text`, so the child's state is not to be trusted.
    """
    letters = sum(letter.isalnum() for letter in text)
    longest_s = 1 + LONGEST_S_PER_LETTER * letters
    if not SHORTEST_S_PER_LETTER * letters <= speech.duration_s <= longest_s:
        raise ChildLost(f"{letters} letters came out as {speech.duration_s:.2f} s of sound")
    quietest_dbfs = QUIETEST_DBFS + 20 * math.log10(max(delivery.volume, QUIETEST_VOLUME))
    if delivery.volume >= QUIETEST_VOLUME and level_dbfs(speech.samples) < quietest_dbfs:
        raise ChildLost("the sentence came out as silence")
