import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from robot_nodes.adapters.audio_device import AudioDeviceMissing
from robot_nodes.adapters.loudspeaker import (
    LATENCY_S,
    PLAYING_RATE_HZ,
    Loudspeaker,
    SampleQueue,
)
from robot_nodes.adapters.microphone import BLOCK_S, Microphone
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples

Callback = Callable[[Any, int, Any, Any], None]


class PortAudioError(Exception):
    """As sounddevice's own."""


class FakeStream:
    """A PortAudio stream whose blocks the test asks for."""

    opened: list["FakeStream"] = []  # noqa: RUF012 - emptied by the fixture

    device_latency_s = 0.03
    only_rate_hz: int | None = None
    """Of a card that knows no other."""

    def __init__(self, *, callback: Callback, device: str | None, **settings: object) -> None:
        if device == "unplugged":
            raise PortAudioError("no such device")
        if self.only_rate_hz not in {None, settings["samplerate"]}:
            raise PortAudioError("Invalid sample rate")
        self.latency = self.device_latency_s
        self.aborts = 0
        self.callback = callback
        self.settings = settings
        self.is_running = False
        FakeStream.opened.append(self)

    def start(self) -> None:
        self.is_running = True

    def abort(self) -> None:
        self.aborts += 1
        self.is_running = False

    def close(self) -> None:
        self.is_running = False

    @property
    def active(self) -> bool:
        return self.is_running

    def played(self, count: int) -> list[int]:
        block = np.full((count, 1), 99, np.int16)
        self.callback(block, count, None, None)
        played: list[int] = block[:, 0].tolist()
        return played


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch) -> type[FakeStream]:
    FakeStream.opened.clear()

    def query_devices(device: str | None, kind: str) -> dict[str, float]:
        if device == "unplugged":
            raise ValueError(f"No {kind} device matching {device!r}")
        return {"default_samplerate": float(FakeStream.only_rate_hz or 44_100)}

    module = SimpleNamespace(
        InputStream=FakeStream,
        OutputStream=FakeStream,
        PortAudioError=PortAudioError,
        query_devices=query_devices,
    )
    monkeypatch.setitem(sys.modules, "sounddevice", module)
    return FakeStream


@pytest.fixture
def no_portaudio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine on which sounddevice is installed and its library is not."""
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)


def samples(*values: int) -> Samples:
    return np.array(values, np.int16)


def test_what_is_put_in_comes_out_in_order_and_then_silence() -> None:
    queue = SampleQueue()
    queue.put(samples(1, 2, 3))
    queue.put(samples(4, 5))

    assert queue.take(2).tolist() == [1, 2]
    assert queue.take(4).tolist() == [3, 4, 5, 0]
    assert queue.is_empty


def test_a_sentence_reaches_the_device(portaudio: type[FakeStream]) -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.open()
    loudspeaker.play(samples(7, 8, 9), PLAYING_RATE_HZ)
    stream = portaudio.opened[0]

    assert loudspeaker.is_playing
    assert stream.played(5) == [7, 8, 9, 0, 0]
    assert not loudspeaker.is_playing


def test_a_stopped_loudspeaker_is_silent_from_the_next_block(
    portaudio: type[FakeStream],
) -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.open()
    loudspeaker.play(np.ones(PLAYING_RATE_HZ, np.int16), PLAYING_RATE_HZ)
    loudspeaker.stop()

    assert portaudio.opened[0].played(3) == [0, 0, 0]
    assert portaudio.opened[0].settings["latency"] == LATENCY_S < 0.1


def test_a_device_that_holds_much_is_emptied_by_a_stop(
    portaudio: type[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeStream, "device_latency_s", 0.4)
    loudspeaker = Loudspeaker()
    loudspeaker.open()
    loudspeaker.stop()

    assert loudspeaker.latency_s == 0.4
    assert (portaudio.opened[0].aborts, portaudio.opened[0].is_running) == (1, True)


def test_an_unplugged_loudspeaker_is_noticed_and_opened_again(portaudio: type[FakeStream]) -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.open()
    portaudio.opened[0].is_running = False
    with pytest.raises(AudioDeviceMissing, match="it is gone; plug one in"):
        loudspeaker.play(samples(1), PLAYING_RATE_HZ)

    loudspeaker.open()
    loudspeaker.play(samples(5), PLAYING_RATE_HZ)
    assert portaudio.opened[1].played(2) == [5, 0]


def test_a_loudspeaker_that_takes_no_sound_is_noticed(portaudio: type[FakeStream]) -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.open()
    second = np.ones(PLAYING_RATE_HZ, np.int16)
    loudspeaker.play(second, PLAYING_RATE_HZ)
    with pytest.raises(AudioDeviceMissing, match="takes no sound"):
        loudspeaker.play(second, PLAYING_RATE_HZ)
    assert len(portaudio.opened) == 1


def test_other_rates_are_played_at_the_devices(portaudio: type[FakeStream]) -> None:
    loudspeaker = Loudspeaker()
    loudspeaker.open()
    loudspeaker.play(np.ones(1600, np.int16), 16_000)
    played = portaudio.opened[0].played(3000)
    assert sum(value != 0 for value in played) == pytest.approx(2205, abs=30)


def test_the_microphone_hands_over_what_it_hears(portaudio: type[FakeStream]) -> None:
    heard: list[list[int]] = []
    microphone = Microphone(lambda block: heard.append(block.tolist()))
    microphone.open()
    stream = portaudio.opened[0]
    stream.callback(samples(3, 4).reshape(2, 1), 2, None, None)

    assert heard == [[3, 4]]
    assert stream.settings["blocksize"] == BLOCK_S * HEARING_RATE_HZ
    microphone.close()
    assert not stream.is_running


def test_a_card_that_knows_one_rate_alone_is_heard_at_the_robot_s(
    portaudio: type[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeStream, "only_rate_hz", 48_000)
    heard: list[int] = []
    microphone = Microphone(lambda block: heard.append(len(block)))
    microphone.open()
    stream = portaudio.opened[0]
    assert stream.settings["blocksize"] == BLOCK_S * 48_000
    for _ in range(10):
        stream.callback(np.ones((1536, 1), np.int16), 1536, None, None)

    assert sum(heard) == pytest.approx(10 * BLOCK_S * HEARING_RATE_HZ, abs=20)


def test_a_card_that_knows_one_rate_alone_is_played_on_without_a_seam(
    portaudio: type[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeStream, "only_rate_hz", 48_000)
    loudspeaker = Loudspeaker()
    loudspeaker.open()
    for _ in range(4):
        loudspeaker.play(np.full(2205, 1000, np.int16), PLAYING_RATE_HZ)
    played = portaudio.opened[0].played(20_000)

    sounded = [value for value in played if value]
    assert len(sounded) == pytest.approx(4 * 4800, abs=60)
    assert min(sounded[100:-100]) > 950


def test_a_card_too_slow_to_hear_speech_by_is_none(
    portaudio: type[FakeStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeStream, "only_rate_hz", 8_000)
    with pytest.raises(AudioDeviceMissing, match="Invalid sample rate"):
        Microphone(lambda _: None).open()
    assert portaudio.opened == []


@pytest.mark.usefixtures("portaudio")
def test_a_device_that_is_not_there_is_named() -> None:
    with pytest.raises(AudioDeviceMissing, match="no loudspeaker \\('unplugged'\\)"):
        Loudspeaker("unplugged").open()
    with pytest.raises(AudioDeviceMissing, match="no microphone \\('unplugged'\\)"):
        Microphone(lambda _: None, "unplugged").open()


@pytest.mark.usefixtures("no_portaudio")
def test_a_machine_without_sound_says_what_to_install() -> None:
    loudspeaker, microphone = Loudspeaker(), Microphone(lambda _: None)
    for begin in (loudspeaker.open, microphone.open):
        with pytest.raises(AudioDeviceMissing, match="install libportaudio2"):
            begin()
    loudspeaker.close()
    microphone.close()
