import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.dialogue.agreement import CONSEQUENCES, Heard, agreed
from robot_nodes.dialogue.emergency import EMERGENCIES
from robot_nodes.dialogue.meaning import CERTAIN, UNKNOWN
from robot_nodes.ports import Understanding

INTENTS = sorted(CONSEQUENCES | {"ask_time", "repeat", "greet", "small_talk", "unknown"})


def heard(
    intent: str, *, confidence: float = 0.95, unknown_words: int = 0, minutes: str = ""
) -> Heard:
    slots = {"minutes": minutes} if minutes else {}
    meaning = Understanding(intent=intent, slots=slots, confidence=1.0)
    return Heard(
        understanding=UNKNOWN if intent == "unknown" else meaning,
        confidence=confidence,
        unknown_words=unknown_words,
    )


def is_certain(understood: Understanding) -> bool:
    return understood.confidence >= CERTAIN


@pytest.mark.parametrize("intent", sorted(CONSEQUENCES))
def test_what_both_decoders_hear_is_certain(intent: str) -> None:
    understood = agreed(heard(intent), [heard(intent)], ())
    assert understood.intent == intent
    assert is_certain(understood)


@pytest.mark.parametrize("intent", sorted(CONSEQUENCES))
def test_what_one_decoder_hears_alone_is_asked_again(intent: str) -> None:
    understood = agreed(heard(intent), [heard("unknown")], ())
    assert understood.intent == intent
    assert not is_certain(understood)
    assert not is_certain(agreed(heard(intent), [], ()))


def test_a_scrap_of_an_emergency_between_unknown_words_is_the_television() -> None:
    chest = Understanding(intent="pain", slots={"where": "brystet"}, confidence=0.6)
    scrap = Heard(understanding=chest, confidence=0.5, unknown_words=1)
    assert agreed(scrap, [heard("unknown")], ()) == UNKNOWN


def test_what_has_no_consequences_needs_no_second_decoder() -> None:
    assert is_certain(agreed(heard("ask_time"), [heard("unknown")], ()))


def test_what_was_asked_needs_both_whatever_it_is() -> None:
    answer = agreed(heard("feel_good"), [heard("unknown")], ("feel_good", "feel_bad"))
    assert not is_certain(answer)


def test_a_time_that_the_decoders_hear_differently_is_asked_again() -> None:
    half_an_hour, a_quarter = heard("later", minutes="30"), heard("later", minutes="13")
    assert not is_certain(agreed(half_an_hour, [a_quarter], ()))
    assert is_certain(agreed(half_an_hour, [half_an_hour], ()))


def test_a_time_that_one_decoder_has_not_caught_contradicts_nobody() -> None:
    half_an_hour, some_time = heard("later", minutes="30"), heard("later")
    understood = agreed(half_an_hour, [some_time], ())
    assert is_certain(understood)
    assert understood.slots == {"minutes": "30"}


@pytest.mark.parametrize(
    ("one", "other"), [("affirm", "taken"), ("taken", "affirm"), ("deny", "not_taken")]
)
def test_two_ways_of_saying_the_same_agree_where_both_were_asked_for(one: str, other: str) -> None:
    asked = ("taken", "not_taken", "later", "affirm", "deny")
    understood = agreed(heard(one), [heard(other)], asked)
    assert (understood.intent, is_certain(understood)) == (one, True)
    assert not is_certain(agreed(heard(one), [heard(other)], ()))


@pytest.mark.parametrize(("one", "other"), [("affirm", "deny"), ("taken", "not_taken")])
def test_a_yes_and_a_no_never_agree(one: str, other: str) -> None:
    assert not is_certain(agreed(heard(one), [heard(other)], (one, other)))


def test_a_word_that_may_hide_a_not_keeps_taken_from_being_certain() -> None:
    understood = agreed(heard("taken", unknown_words=1), [heard("taken")], ())
    assert not is_certain(understood)


@pytest.mark.parametrize("intent", ["pain", "unwell"])
def test_a_pain_beside_a_word_that_nobody_knows_is_asked_about(intent: str) -> None:
    understood = agreed(heard(intent, unknown_words=1), [heard(intent)], ())
    assert (understood.intent, understood.is_doubted) == (intent, True)
    assert not agreed(heard(intent), [heard(intent)], ()).is_doubted


def test_a_scrap_of_television_is_nothing() -> None:
    understood = agreed(heard("later", unknown_words=1), [heard("unknown")], ())
    assert understood == UNKNOWN


def test_a_cry_that_only_the_small_grammar_hears_is_doubted_and_not_lost() -> None:
    understood = agreed(heard("unknown", unknown_words=1), [heard("help")], ())
    assert understood.intent == "help"
    assert not is_certain(understood)


def test_a_cry_that_only_the_small_grammar_hears_yields_to_what_was_clearly_said() -> None:
    understood = agreed(heard("feel_good"), [heard("fallen")], ())
    assert understood.intent == "feel_good"


@pytest.mark.parametrize("other", [heard("help", confidence=0.6), heard("help", unknown_words=1)])
def test_a_weak_cry_of_the_small_grammar_alone_is_the_television(other: Heard) -> None:
    assert agreed(heard("unknown", unknown_words=1), [other], ()) == UNKNOWN


@pytest.mark.parametrize("words", [0, 1])
def test_a_long_run_in_which_the_whole_vocabulary_knows_hardly_a_word_is_the_television(
    words: int,
) -> None:
    fallen = Understanding(intent="fallen", confidence=1.0)
    nothing = Heard(understanding=UNKNOWN, confidence=0.3, unknown_words=1, words=words)
    long = Heard(understanding=fallen, confidence=0.95, unknown_words=0, words=9)
    short = Heard(understanding=fallen, confidence=0.95, unknown_words=0, words=3)

    assert agreed(nothing, [long], ()) == UNKNOWN
    assert agreed(nothing, [short], ()).intent == "fallen"


def heards() -> st.SearchStrategy[Heard]:
    return st.builds(
        heard,
        st.sampled_from(INTENTS),
        confidence=st.floats(0, 1),
        unknown_words=st.integers(0, 2),
    )


@given(heards(), st.lists(heards(), max_size=2), st.sets(st.sampled_from(INTENTS)))
def test_nothing_is_certain_that_two_did_not_hear(
    full: Heard, others: list[Heard], asked: set[str]
) -> None:
    understood = agreed(full, others, asked)
    if is_certain(understood) and understood.intent in CONSEQUENCES:
        intents = {other.understanding.intent for other in others}
        assert understood.intent in intents or intents & EMERGENCIES


@given(heards(), st.lists(heards(), max_size=2), st.sets(st.sampled_from(INTENTS)))
def test_a_cry_heard_with_the_whole_vocabulary_is_never_lost(
    full: Heard, others: list[Heard], asked: set[str]
) -> None:
    if full.understanding.intent in EMERGENCIES:
        assert agreed(full, others, asked).intent == full.understanding.intent
