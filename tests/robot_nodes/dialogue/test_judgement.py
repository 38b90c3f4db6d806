import pytest

from robot_nodes.dialogue.judgement import cried, is_own, is_sure_cry, judged
from robot_nodes.dialogue.meaning import CERTAIN, UNKNOWN
from robot_nodes.dialogue.opinion import Opinion
from robot_nodes.ports import Understanding


def opinion(intent: str, probability: float) -> Opinion:
    return Opinion({"repeat": 0.0, "later": 0.0, intent: probability}, intent)


def heard(
    told: Understanding,
    said: Opinion,
    *,
    is_hint: bool = False,
    expected: tuple[str, ...] = (),
    own: bool = True,
) -> Understanding:
    return judged(told, is_hint=is_hint, opinion=said, expected=expected, is_own=own)


def told(intent: str, confidence: float = 1.0) -> Understanding:
    return Understanding(intent=intent, confidence=confidence)


def test_where_no_template_fits_the_opinion_speaks_but_nothing_follows_unasked() -> None:
    understood = heard(UNKNOWN, opinion("call_nurse", 0.99))
    assert understood.intent == "call_nurse"
    assert understood.confidence < CERTAIN


def test_the_opinion_alone_never_brings_up_taken() -> None:
    assert heard(UNKNOWN, opinion("taken", 1.0)) == UNKNOWN
    assert heard(told("affirm", 0.5), opinion("taken", 1.0)).intent == "affirm"


def test_a_report_of_taking_falls_where_the_opinion_hears_something_else() -> None:
    assert heard(told("taken"), opinion("unknown", 0.9)) == UNKNOWN
    assert heard(told("taken"), opinion("affirm", 0.9)).intent == "taken"


def test_a_report_with_other_words_beside_it_needs_the_opinion() -> None:
    assert heard(told("taken", 0.8), opinion("taken", 0.7)) == UNKNOWN
    assert heard(told("taken", 0.8), opinion("taken", 0.95)).intent == "taken"


@pytest.mark.parametrize("cry", ["help", "fallen"])
def test_no_cry_is_taken_away(cry: str) -> None:
    assert heard(told(cry), opinion("small_talk", 1.0)).intent == cry


@pytest.mark.parametrize("cry", ["help", "fallen"])
def test_a_cry_is_heard_by_the_opinion_alone_only_from_the_resident_and_surely(cry: str) -> None:
    assert heard(UNKNOWN, opinion(cry, 0.9)).intent == cry
    assert heard(UNKNOWN, opinion(cry, 0.5)) == UNKNOWN
    assert heard(UNKNOWN, opinion(cry, 0.99), own=False) == UNKNOWN


def test_a_cry_beyond_doubt_needs_nobody_who_says_i() -> None:
    assert is_sure_cry(Opinion({"help": 0.5, "fallen": 0.3}, "help"))
    assert not is_sure_cry(Opinion({"help": 0.5, "unwell": 0.4}, "help"))


def test_what_is_followed_at_once_needs_more() -> None:
    assert heard(UNKNOWN, opinion("stop", 0.4)) == UNKNOWN
    assert heard(UNKNOWN, opinion("louder", 0.4)).intent == "louder"


def test_a_whole_fit_is_overruled_only_by_a_much_surer_opinion() -> None:
    assert heard(told("repeat"), opinion("ask_today", 0.5)).intent == "repeat"
    assert heard(told("repeat"), opinion("ask_today", 0.9)).intent == "ask_today"
    assert heard(told("repeat", 0.5), opinion("ask_today", 0.5)).intent == "ask_today"
    assert heard(told("repeat", 0.4), opinion("ask_today", 0.3), is_hint=True).intent == "ask_today"


def test_an_answer_to_what_was_asked_stands() -> None:
    said = opinion("feel_good", 0.99)
    assert heard(told("cancel_help"), said, expected=("cancel_help",)).intent == "cancel_help"


def test_television_is_heard_as_nothing_where_the_opinion_says_so() -> None:
    assert heard(told("later", 0.5), opinion("unknown", 0.9)) == UNKNOWN


def test_a_resident_speaks_of_themselves_with_words_of_the_first_person() -> None:
    assert is_own(("jeg", "har", "falt"), {"jeg", "meg"})
    assert not is_own(("han", "har", "falt"), {"jeg", "meg"})


def test_a_meaning_that_the_opinion_was_never_taught_stands_where_every_word_fits() -> None:
    sure = opinion("who_listens", 0.99)
    assert heard(told("who_has_read"), sure).intent == "who_has_read"
    assert heard(told("who_has_read", 0.5), sure).intent == "who_listens"
    assert heard(told("who_has_read"), sure, is_hint=True).intent == "who_listens"


def wavering(**probabilities: float) -> Opinion:
    return Opinion(probabilities, max(probabilities, key=lambda intent: probabilities[intent]))


def test_where_cry_pain_and_sickness_waver_something_is_the_matter_and_is_asked_about() -> None:
    said = wavering(help=0.3, unwell=0.2, pain=0.1, unknown=0.4)
    understood = cried(UNKNOWN, said, ())
    assert understood.intent == "help"
    assert understood.confidence < CERTAIN
    assert cried(told("small_talk", 0.3), said, ()).intent == "help"


def test_a_fall_is_never_concluded_from_wavering() -> None:
    said = wavering(fallen=0.5, help=0.1, unknown=0.4)
    assert cried(UNKNOWN, said, ()).intent == "help"


@pytest.mark.parametrize(
    ("understood", "expected"),
    [
        (told("feel_bad", 0.9), ()),
        (told("pain", 0.4), ()),
        (told("refuse", 0.3), ("taken", "refuse")),
    ],
)
def test_what_is_clear_or_was_asked_for_stays(
    understood: Understanding, expected: tuple[str, ...]
) -> None:
    said = wavering(help=0.3, unwell=0.3, unknown=0.4)
    assert cried(understood, said, expected) == understood


def test_a_mere_trace_of_distress_is_no_call() -> None:
    assert cried(UNKNOWN, wavering(help=0.3, unwell=0.1, unknown=0.6), ()) == UNKNOWN


def test_a_refusal_among_other_words_is_asked_about_unless_the_opinion_bears_it_out() -> None:
    assert heard(told("refuse", 0.86), opinion("refuse", 0.3)).confidence < CERTAIN
    assert heard(told("refuse", 0.86), opinion("refuse", 0.7)).confidence >= CERTAIN
    assert heard(told("refuse"), opinion("stop", 0.5), expected=("refuse",)).confidence == 1


def test_a_sickness_heard_in_every_word_is_no_mere_bad_mood() -> None:
    assert heard(told("unwell"), opinion("feel_bad", 0.9)).intent == "unwell"
    assert heard(told("unwell", 0.5), opinion("feel_bad", 0.9)).intent == "feel_bad"
