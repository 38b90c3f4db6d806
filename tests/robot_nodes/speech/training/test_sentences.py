import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.dialogue.normalise import is_speakable
from robot_nodes.speech.training.sentences import (
    NotationError,
    Wording,
    care_sentences,
    expand,
    free_text,
    listed_wordings,
    outside_sentences,
    parse,
    vocabulary,
)
from robot_nodes.speech.training.voices import ACCENTS
from schedules.locale import Locale

MUST_BE_HEARD = {
    Locale.NB_NO: (
        "ja jeg har tatt den",
        "om litt",
        "om ti minutter",
        "nei",
        "ikke så bra",
        "jeg sov dårlig",
        "jeg er svimmel",
        "jeg har vondt i brystet",
        "hjelp jeg har falt",
        "hjelp meg",
        "det går bra",
        "takk",
    ),
    Locale.NN_NO: (
        "ja eg har teke han",
        "om litt",
        "nei",
        "eg er svimmel",
        "eg har vondt i brystet",
        "hjelp eg har falle",
        "hjelp meg",
    ),
    Locale.EN_GB: (
        "yes i have taken it",
        "in a while",
        "in ten minutes",
        "no",
        "not so good",
        "i slept badly",
        "i feel dizzy",
        "i have pain in my chest",
        "help i have fallen",
        "help me",
        "i am fine",
        "thank you",
    ),
}


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("ja takk", ["ja takk"]),
        ("{ja|nei} takk", ["ja takk", "nei takk"]),
        ("{|nei }jeg vil ikke", ["jeg vil ikke", "nei jeg vil ikke"]),
        ("jeg {er {trøtt|syk}|sover}", ["jeg er trøtt", "jeg er syk", "jeg sover"]),
        ("{a|a} b", ["a b"]),
    ],
)
def test_a_line_stands_for_its_choices(line: str, sentences: list[str]) -> None:
    assert list(expand(line)) == sentences


def test_lists_are_named_once_and_used_in_later_lines_and_lists() -> None:
    text = "# when\n$few = to|tre\n$time = $few timer\n\nom $time\n"
    assert parse(text) == (Wording(("om to timer", "om tre timer")),)


@pytest.mark.parametrize("line", ["{ja|nei", "ja}", "om $time", "{{ja}"])
def test_a_malformed_line_is_named(line: str) -> None:
    with pytest.raises(NotationError) as error:
        parse(line)
    assert line in str(error.value)


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True), min_size=1))
def test_choices_multiply(choices: list[list[str]]) -> None:
    line = " ".join("{" + "|".join(choice) + "}" for choice in choices[:4])
    wanted = 1
    for choice in choices[:4]:
        wanted *= len(choice)
    assert len(expand(line)) == wanted


def test_many_variants_of_one_wording_do_not_drown_the_others() -> None:
    narrow, wide = Wording(("nei",)), Wording(tuple(str(n) for n in range(100)))
    assert narrow.weight == 1.0
    assert wide.weight * len(wide.variants) == pytest.approx(10.0)


@pytest.mark.parametrize("locale", list(ACCENTS))
def test_every_sentence_is_small_letters_without_punctuation(locale: Locale) -> None:
    for word in vocabulary(listed_wordings(locale)):
        assert word.replace("'", "").isalpha(), word
        assert word == word.lower()


@pytest.mark.parametrize("locale", list(Locale))
def test_what_must_be_heard_is_in_the_list(locale: Locale) -> None:
    assert set(MUST_BE_HEARD[locale]) <= set(care_sentences(locale))


def test_numerals_and_signs_are_not_speakable() -> None:
    assert [word for word in ("ja", "i've", "112", "tt-kort") if is_speakable(word)] == [
        "ja",
        "i've",
    ]


def test_free_text_has_examples_for_the_same_slots_in_every_locale() -> None:
    slots = [set(free_text(locale)) for locale in Locale]
    assert slots == [slots[0]] * len(slots)
    assert all(all(examples) for locale in Locale for examples in free_text(locale).values())


@pytest.mark.parametrize("locale", list(ACCENTS))
def test_sentences_for_rejection_are_mostly_unknown(locale: Locale) -> None:
    known = set(vocabulary(listed_wordings(locale)))
    words = [word for text in outside_sentences(locale) for word in text.split()]
    assert sum(word in known for word in words) < len(words) / 3
