"""The chain of the evaluation, on the committed model, with very little to hear."""

from robot_nodes.speech.audio import HEARING_RATE_HZ, silence
from robot_nodes.speech.training import evaluation
from robot_nodes.speech.training.evaluation import Evaluation, drawn_sentences
from robot_nodes.speech.training.false_accepts import FalseAccepts, false_accepts
from robot_nodes.speech.training.held_out_sound import Condition, HeldOutVoices
from robot_nodes.speech.training.television import Disturbance
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale


def test_sentences_are_drawn_once_for_all() -> None:
    drawn = drawn_sentences(Locale.NN_NO, 20)
    assert len(set(drawn)) == 20
    assert drawn == drawn_sentences(Locale.NN_NO, 20)


def test_a_row_tells_what_was_heard_under_a_condition(english_model: VoskModel) -> None:
    heard = Evaluation(Locale.EN_GB, english_model, HeldOutVoices(Locale.EN_GB), 3)
    row = heard.row("clean", Condition())

    assert (row.locale, row.condition) == (Locale.EN_GB, "clean")
    assert row.sentences.words >= 3
    assert row.care.rate < 0.1
    assert 0 < heard.stopwatch.real_time_factor < evaluation.LARGEST_REAL_TIME_FACTOR


def test_nothing_is_believed_of_silence(english_model: VoskModel) -> None:
    quiet = Disturbance("silence", [silence(5.0)])
    assert false_accepts(quiet, Locale.EN_GB, english_model) == FalseAccepts(
        name="silence",
        duration_s=5.0,
        utterances=0,
        words=0,
        asked_again=0,
        believed=0,
        believed_intents=(),
    )


def test_half_speed_is_twice_as_long() -> None:
    voices = HeldOutVoices(Locale.EN_GB)
    (normal,) = voices.readings(["i have taken it this morning"], Condition())
    (slow,) = voices.readings(["i have taken it this morning"], Condition(pace=0.5))
    assert len(slow.samples) / len(normal.samples) > 1.5
    assert len(normal.samples) > HEARING_RATE_HZ
