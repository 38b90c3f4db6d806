import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from care_api.events import parcel, reading
from care_api.events.reader import LONG_BYTES, MOST_LOSSES, Reader
from codebook.event import Event
from codebook.speech import SpeechHeard
from codebook.upload import EventBatch
from schedules.locale import Locale
from tests.care_api.village import MORNING, TestRobot

START_S = 60
"""The longest a loaded machine may take to start a process."""
A_MOMENT_S = 0.01


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.end()


def batch(count: int = 100) -> bytes:
    """Return a batch as a robot sends it."""
    robot = TestRobot(id=uuid4(), unit_id=uuid4())
    heard = SpeechHeard(
        utterance_id="u1",
        locale=Locale.NB_NO,
        transcript="blåbær 🫐, \0, \\ og\tsåpe",
        intent="taken",
        confidence=0.9,
        was_robot_speaking=False,
    )
    events = [robot.event(heard, uuid4(), MORNING) for _ in range(count)]
    items = tuple(event.model_dump(mode="json") for event in events)
    return EventBatch(sent_at=MORNING, events=items).model_dump_json().encode()


def started(reader: Reader) -> int:
    """Return the id of the reader's process, once it reads."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        reader.read(batch())
        if reader.pid is not None:
            return reader.pid
        threading.Event().wait(A_MOMENT_S)
    raise AssertionError("the process does not start")


def test_a_long_batch_is_read_by_another_process_as_it_would_be_here(reader: Reader) -> None:
    started(reader)
    body = batch(500)
    assert reader.read(body) == reading.read(body)
    assert reader.pid not in {None, os.getpid()}


def test_an_entry_holds_the_event_that_was_sent() -> None:
    body = batch(2)
    sound = reading.read(body)
    assert sound is not None
    sent = EventBatch.model_validate_json(body).events
    assert [entry.event for entry in sound.entries] == [*map(Event.model_validate, sent)]


def test_a_short_batch_needs_no_process(reader: Reader) -> None:
    body = batch(1)
    assert len(body) < LONG_BYTES
    assert reader.read(body) == reading.read(body)
    assert reader.pid is None


def test_what_is_not_sound_is_read_item_by_item(reader: Reader) -> None:
    started(reader)
    body = batch().replace(b'"taken"', b"7", 1)
    first, *others = parcel.opened(body, reader.read).items
    assert [first, *others] == [*parcel.opened(body).items]
    assert type(first) is not type(others[0])


def test_many_batches_at_once_come_back_to_whoever_sent_them(reader: Reader) -> None:
    started(reader)
    bodies = [batch() for _ in range(20)]
    with ThreadPoolExecutor(8) as senders:
        assert [*senders.map(reader.read, bodies)] == [*map(reading.read, bodies)]


def test_a_killed_process_costs_no_batch_and_the_next_one_takes_its_place(reader: Reader) -> None:
    before = started(reader)
    os.kill(before, signal.SIGKILL)
    body = batch()
    assert reader.read(body) == reading.read(body)
    assert started(reader) != before


def test_a_process_that_hangs_costs_no_batch() -> None:
    reader = Reader(patience_s=2.0)
    os.kill(started(reader), signal.SIGSTOP)
    body = batch()
    assert reader.read(body) == reading.read(body)
    reader.end()


@pytest.mark.parametrize("command", [("/nowhere/python",), (sys.executable, "-c", "")])
def test_where_no_process_can_be_had_batches_are_read_here(command: tuple[str, ...]) -> None:
    reader = Reader(command)
    body = batch()
    until = time.monotonic() + START_S
    while reader.losses < MOST_LOSSES and time.monotonic() < until:
        assert reader.read(body) == reading.read(body)
    assert reader.losses == MOST_LOSSES
    assert reader.read(body) == reading.read(body)
    reader.end()


def test_no_process_is_left_at_the_end() -> None:
    reader = Reader()
    pid = started(reader)
    reader.end()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
