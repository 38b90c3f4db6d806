import time
from collections.abc import Iterator
from threading import Event

import pytest

from codebook.robot import RobotFault
from robot_nodes.adapters.audio_device import AudioDeviceMissing
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.ears.audio_watch import AudioWatch
from robot_nodes.ears.hearing import Hearing
from robot_nodes.ears.languages import Languages
from robot_nodes.ears.models import Loaders, ModelSetting, SmallGrammarModel
from robot_nodes.ears.upkeep import MICROPHONE_RETRY_S, MODEL_RETRY_S, Upkeep
from robot_nodes.signals import Live
from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.speech.echo import OwnVoice
from robot_nodes.speech.recogniser import Recogniser
from robot_nodes.speech.speech_models import ModelMissing
from robot_nodes.troubles import Troubles
from schedules.clock import SystemClock
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser, SubtractingCanceller


class FakeMicrophone:
    def __init__(self) -> None:
        self.is_plugged_in = True
        self.is_open = False
        self.openings = 0

    def open(self) -> None:
        if not self.is_plugged_in:
            raise AudioDeviceMissing("no microphone: plug one in")
        self.openings += 1
        self.is_open = True


class FakeModel:
    def vocabulary(self) -> frozenset[str]:
        return frozenset({"ja"})

    def recogniser(self) -> Recogniser:
        return FakeRecogniser("ja")


class Disk:
    def __init__(self) -> None:
        self.is_broken = False

    def load(self, folder: object) -> SmallGrammarModel:
        if self.is_broken:
            raise ModelMissing(f"no model in {folder}: get one")
        return FakeModel()


def no_whisper(*_: object) -> Recogniser:
    raise ModelMissing("no whisper here")


class Bench:
    """Ears with everything around them that can fail."""

    def __init__(self, *, is_model_broken: bool = False) -> None:
        self.faults: list[tuple[str, bool]] = []
        self.heard: list[Live] = []
        self.disk = Disk()
        self.disk.is_broken = is_model_broken
        self.microphone = FakeMicrophone()
        self.watch = AudioWatch(5.0)
        self.languages = Languages(
            {Locale.NB_NO: ModelSetting()},
            Interpreter({}, {}),
            Loaders(vosk=self.disk.load, whisper=no_whisper),
        )
        self.hearing = Hearing(
            self.languages.listeners(),
            SystemClock(),
            lambda _: None,
            self.heard.append,
            OwnVoice(SubtractingCanceller()),
        )
        self.hearing.start()
        troubles = Troubles(self._tell)
        self.healed: list[bool] = []
        self.upkeep = Upkeep(
            self.watch,
            self.hearing,
            self.languages,
            self.microphone,
            troubles,
            lambda: self.healed.append(True),
        )

    def _tell(self, fault: RobotFault) -> None:
        self.faults.append((fault.code, fault.is_resolved))

    def passes(self, seconds: int, *, is_sounding: bool = True, rate_hz: int = 16_000) -> None:
        for _ in range(seconds):
            if is_sounding:
                self.watch.heard(rate_hz)
            self.upkeep.look(1.0)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.hearing.stop()


def test_while_all_is_well_nothing_is_told(bench: Bench) -> None:
    bench.passes(600)
    assert bench.faults == []
    assert bench.microphone.openings == 1


def test_no_microphone_is_told_once_and_found_once_it_is_there(bench: Bench) -> None:
    bench.microphone.is_plugged_in = False
    bench.passes(60, is_sounding=False)
    assert bench.faults == [("no_microphone", False), ("no_audio", False)]
    bench.microphone.is_plugged_in = True
    bench.passes(round(MICROPHONE_RETRY_S) + 1, is_sounding=False)
    bench.passes(1)
    assert bench.faults[2:] == [("no_microphone", True), ("no_audio", True)]


def test_a_microphone_unplugged_in_use_is_opened_again(bench: Bench) -> None:
    bench.passes(10)
    bench.microphone.is_plugged_in = bench.microphone.is_open = False
    bench.passes(20, is_sounding=False)
    bench.microphone.is_plugged_in = True
    bench.passes(5, is_sounding=False)
    bench.passes(1)
    assert [code for code, is_resolved in bench.faults if not is_resolved] == [
        "no_microphone",
        "no_audio",
    ]
    assert bench.microphone.openings > 1
    assert [code for code, is_resolved in bench.faults if is_resolved] == [
        "no_microphone",
        "no_audio",
    ]


def test_a_microphone_that_falls_silent_is_opened_afresh(bench: Bench) -> None:
    bench.passes(10)
    bench.passes(9, is_sounding=False)
    assert bench.microphone.openings > 1


def test_sound_of_no_use_is_told_once_and_is_over_once_it_is_of_use(bench: Bench) -> None:
    bench.passes(30, rate_hz=8_000)
    bench.passes(30, rate_hz=HEARING_RATE_HZ)
    assert bench.faults == [("wrong_sample_rate", False), ("wrong_sample_rate", True)]


def test_a_recogniser_that_ended_is_started_again(bench: Bench) -> None:
    bench.passes(2)
    bench.hearing.stop()
    bench.passes(2)
    assert bench.hearing.is_running
    assert bench.faults == [("recogniser_stopped", False), ("recogniser_stopped", True)]


def test_a_model_that_is_mended_is_taken_up() -> None:
    bench = Bench(is_model_broken=True)
    try:
        bench.passes(10)
        told = [("model_unusable_nb_NO", False), ("model_unusable_en_GB", False)]
        assert sorted(bench.faults) == sorted(told)
        bench.disk.is_broken = False
        bench.passes(round(MODEL_RETRY_S))
        pause, ends_at = Event(), time.monotonic() + 10
        while bench.languages.troubles and time.monotonic() < ends_at:
            pause.wait(0.005)
        bench.passes(1)
        mended = [code for code, is_resolved in bench.faults if is_resolved]
        assert sorted(mended) == ["model_unusable_en_GB", "model_unusable_nb_NO"]
        assert bench.healed
    finally:
        bench.hearing.stop()
