from dataclasses import replace
from datetime import timedelta
from threading import Event

import numpy as np

from robot_nodes.ears.hearing import MOST_CHUNKS, Hearing
from robot_nodes.signals import Chunk, Live
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.echo import OwnVoice
from robot_nodes.speech.listener import Expectation, Listener
from schedules.clock import SystemClock
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser, LoudIsSpeech, SubtractingCanceller
from tests.schedules.plans import MORNING

LOUD: Samples = np.full(HEARING_RATE_HZ, 8000, np.int16)
QUIET: Samples = np.zeros(2 * HEARING_RATE_HZ, np.int16)


def chunk(samples: Samples, sequence: int = 0) -> Chunk:
    return Chunk(samples=samples, sample_rate_hz=HEARING_RATE_HZ, at=MORNING, sequence=sequence)


class Bench:
    """An ear, and what came of it."""

    def __init__(self, text: str, other_text: str = "") -> None:
        self.heard: list[Live] = []
        self.speaking: list[bool] = []
        self.is_final = Event()
        self.is_silent = Event()
        listener = Listener(LoudIsSpeech(), FakeRecogniser(text))
        self.hearing = Hearing(
            {
                Locale.NB_NO: listener,
                Locale.EN_GB: Listener(LoudIsSpeech(), FakeRecogniser(other_text)),
            },
            SystemClock(),
            self._speak,
            self._hear,
            OwnVoice(SubtractingCanceller()),
        )

    def _speak(self, is_speaking: bool) -> None:  # noqa: FBT001 - a plain callback
        self.speaking.append(is_speaking)
        if not is_speaking:
            self.is_silent.set()

    def _hear(self, live: Live) -> None:
        self.heard.append(live)
        if live.is_final:
            self.is_final.set()


def test_an_utterance_is_heard_in_parts_and_then_whole() -> None:
    bench = Bench("ja det har jeg")
    bench.hearing.start()
    bench.hearing.hear(chunk(np.concatenate((LOUD, QUIET))))
    assert bench.is_final.wait(10)
    bench.hearing.stop()

    *parts, whole = bench.heard
    assert whole.text == "ja det har jeg"
    assert parts[0].text == "ja"
    assert len({live.utterance_id for live in bench.heard}) == 1
    assert bench.speaking == [True, False]


def test_who_falls_behind_loses_the_oldest_and_counts_it() -> None:
    bench = Bench("ja")
    for sequence in range(MOST_CHUNKS + 7):
        bench.hearing.hear(chunk(QUIET, sequence))

    assert bench.hearing.lost_chunks == 7


def test_who_falls_behind_still_forgets_and_listens_for_what_was_asked() -> None:
    bench = Bench("hjelp meg", "help me")
    is_busy, may_go_on = Event(), Event()

    def load_slowly() -> None:
        is_busy.set()
        may_go_on.wait(10)

    bench.hearing.start()
    bench.hearing.hear(chunk(LOUD))
    bench.hearing.replace((), load_slowly)
    assert is_busy.wait(10)
    bench.hearing.forget()
    bench.hearing.expect(Locale.EN_GB, Expectation())
    for sequence in range(MOST_CHUNKS + 7):
        bench.hearing.hear(chunk(QUIET[:16], sequence))
    may_go_on.set()
    assert bench.is_silent.wait(10)
    assert bench.speaking == [True, False]
    assert not bench.is_final.is_set()

    bench.hearing.hear(chunk(np.concatenate((LOUD, QUIET))))
    assert bench.is_final.wait(10)
    bench.hearing.stop()
    assert (bench.heard[-1].text, bench.heard[-1].locale) == ("help me", Locale.EN_GB)


def test_it_can_be_started_again() -> None:
    bench = Bench("ja det har jeg")
    bench.hearing.start()
    bench.hearing.stop()
    assert not bench.hearing.is_running
    bench.hearing.start()
    assert bench.hearing.is_running
    bench.hearing.stop()


def test_a_cry_across_a_change_of_language_is_heard_to_its_end() -> None:
    bench = Bench("hjelp meg", "help me")
    bench.hearing.start()
    bench.hearing.hear(chunk(LOUD))
    bench.hearing.expect(Locale.EN_GB, Expectation())
    bench.hearing.hear(chunk(QUIET))
    assert bench.is_final.wait(10)
    assert (bench.heard[-1].text, bench.heard[-1].locale) == ("hjelp meg", Locale.NB_NO)

    bench.is_final.clear()
    bench.hearing.hear(chunk(np.concatenate((LOUD, QUIET))))
    assert bench.is_final.wait(10)
    bench.hearing.stop()
    assert (bench.heard[-1].text, bench.heard[-1].locale) == ("help me", Locale.EN_GB)


def test_a_cry_that_begins_just_as_the_language_changes_is_heard_from_its_first_word() -> None:
    bench = Bench("", "help me now")
    bench.hearing.start()
    begun, rest = LOUD[: HEARING_RATE_HZ // 10], LOUD[: round(HEARING_RATE_HZ * 0.7)]
    bench.hearing.hear(chunk(begun))
    bench.hearing.expect(Locale.EN_GB, Expectation())
    later = replace(chunk(np.concatenate((rest, QUIET))), at=MORNING + timedelta(seconds=0.1))
    bench.hearing.hear(later)
    assert bench.is_final.wait(10)
    bench.hearing.stop()
    assert bench.heard[-1].text == "help me now"


def test_what_was_half_heard_is_dropped_when_the_ears_are_closed() -> None:
    bench = Bench("hjelp meg")
    bench.hearing.start()
    bench.hearing.hear(chunk(LOUD))
    bench.hearing.forget()
    assert bench.is_silent.wait(10)
    bench.hearing.stop()
    assert bench.speaking == [True, False]
    assert not bench.is_final.is_set()
