import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery, SynthesisFailed
from schedules.locale import Locale

NORWEGIAN = Delivery(Locale.NB_NO)
PRINTS_INSTEAD_OF_ANSWERING = "print('pyttsx3 says hello ' * 9, flush=True)\ninput()"
READY_AND_THEN_SILENT = """
import struct, sys
def send(head, body=b""):
    sys.stdout.buffer.write(struct.pack(">II", len(head), len(body)) + head + body)
    sys.stdout.buffer.flush()
send(b'{"ready": true}')
while prefix := sys.stdin.buffer.read(8):
    sys.stdin.buffer.read(struct.unpack(">II", prefix)[0])
    send(b'{"sample_rate_hz": 22050, "words": []}', bytes(2 * 22050))
"""


@pytest.fixture
def synthesiser() -> Iterator[Pyttsx3Synthesiser]:
    synthesiser = Pyttsx3Synthesiser()
    synthesiser.start()
    yield synthesiser
    synthesiser.close()


def pid_of(synthesiser: Pyttsx3Synthesiser) -> int:
    assert synthesiser.child_pid is not None
    return synthesiser.child_pid


def test_a_child_that_hangs_is_restarted_within_the_deadline(
    synthesiser: Pyttsx3Synthesiser,
) -> None:
    hung = pid_of(synthesiser)
    os.kill(hung, signal.SIGSTOP)

    with pytest.raises(SynthesisFailed, match=r"more than 0\.3 s"):
        synthesiser.synthesise("God morgen", NORWEGIAN, deadline_s=0.3)

    assert not Path(f"/proc/{hung}").exists()
    assert synthesiser.synthesise("God morgen", NORWEGIAN).duration_s > 0.4


def test_a_child_that_dies_is_replaced_and_the_sentence_spoken(
    synthesiser: Pyttsx3Synthesiser,
) -> None:
    died = pid_of(synthesiser)
    os.kill(died, signal.SIGKILL)

    assert synthesiser.synthesise("God morgen", NORWEGIAN).duration_s > 0.4
    assert pid_of(synthesiser) != died


def test_an_unknown_voice_is_an_error_and_not_another_voice(
    synthesiser: Pyttsx3Synthesiser,
) -> None:
    before = pid_of(synthesiser)
    with pytest.raises(SynthesisFailed, match=r"no voice 'nb\+nobody'"):
        synthesiser.synthesise("God morgen", Delivery(Locale.NB_NO, variant="nobody"))
    assert pid_of(synthesiser) == before


def test_nynorsk_is_read_by_the_norwegian_voice(synthesiser: Pyttsx3Synthesiser) -> None:
    nynorsk = synthesiser.synthesise("Eg har teke medisinen", Delivery(Locale.NN_NO))
    assert [word.text for word in nynorsk.words] == ["Eg", "har", "teke", "medisinen"]


def test_what_hangs_is_given_up_at_once_for_something_urgent(
    synthesiser: Pyttsx3Synthesiser,
) -> None:
    hung = pid_of(synthesiser)
    os.kill(hung, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(synthesiser.synthesise, "God morgen", NORWEGIAN, 60.0)
        while not slow.running():
            pass
        synthesiser.give_up()
        with pytest.raises(SynthesisFailed, match="urgent"):
            slow.result(5)

    assert synthesiser.synthesise("Jeg hører deg", NORWEGIAN).duration_s > 0.4
    assert not Path(f"/proc/{hung}").exists()


def test_many_threads_each_get_their_own_sentence(synthesiser: Pyttsx3Synthesiser) -> None:
    numbers = ["en", "to tre", "fire fem seks", "sju åtte ni ti"] * 5
    with ThreadPoolExecutor(4) as threads:
        spoken = list(threads.map(lambda n: synthesiser.synthesise(n, NORWEGIAN), numbers))
    assert [" ".join(word.text for word in speech.words) for speech in spoken] == numbers


def test_the_child_stays_small(synthesiser: Pyttsx3Synthesiser) -> None:
    synthesiser.synthesise("God morgen", NORWEGIAN)
    pages = int(Path(f"/proc/{pid_of(synthesiser)}/statm").read_text().split()[1])
    assert pages * os.sysconf("SC_PAGE_SIZE") < 40_000_000


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        (PRINTS_INSTEAD_OF_ANSWERING, "did not start: it sent something that is not a frame"),
        ("raise SystemExit(1)", "did not start: it has ended"),
        (READY_AND_THEN_SILENT, "failed twice: the sentence came out as silence"),
    ],
)
def test_a_child_that_speaks_nonsense_is_not_believed(program: str, complaint: str) -> None:
    synthesiser = Pyttsx3Synthesiser(command=(sys.executable, "-c", program))
    with pytest.raises(SynthesisFailed, match=complaint):
        synthesiser.synthesise("God morgen", NORWEGIAN)
    synthesiser.close()


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    synthesiser = Pyttsx3Synthesiser(command=(str(tmp_path / "espeak"),))
    with pytest.raises(SynthesisFailed, match="espeak"):
        synthesiser.start()
