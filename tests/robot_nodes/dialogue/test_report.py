"""What may stand around "I have taken it", and what turns it round."""

import pytest

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.training.examples import written
from schedules.locale import Locale

NB, NN, EN = Locale.NB_NO, Locale.NN_NO, Locale.EN_GB
ASKED = ("taken", "not_taken", "later", "refuse")


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter.load(list(Locale))


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "du trenger ikke minne meg på det for jeg har tatt den"),
        (NB, "bare så du vet det så er tablettene tatt"),
        (NB, "jeg har tatt den så nå må jeg se på nyhetene"),
        (NN, "du, eg har teke pilla mi no"),
        (NN, "ja visst, eg tok dei for ti minutt sidan"),
        (EN, "don't you worry i had it with my tea before you asked"),
        (EN, "it tasted bitter but i've swallowed it"),
        (EN, "i've taken it now i must feed the birds"),
        (EN, "with a glass of water i took them both first thing this morning as usual"),
    ],
)
def test_a_report_stands_with_much_around_it(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent == "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg har tatt den ut av dosetten"),
        (NB, "jeg har tatt den med meg"),
        (NB, "jeg har tatt telefonen"),
        (NB, "jeg skulle ha tatt den"),
        (NB, "jeg har tatt den men spyttet den ut"),
        (NN, "eg tok han fram og la han på bordet"),
        (NN, "eg trur eg har teke ho"),
        (EN, "i took it to the kitchen"),
        (EN, "i took all of them bar the white one"),
        (EN, "i must have taken it"),
        (EN, "i've taken it but not the other"),
        (EN, "the nurse says i've taken it"),
    ],
)
def test_a_word_that_makes_it_another_deed_or_a_guess_undoes_it(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent != "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [(NB, "med et glass melk"), (NN, "då eg åt frukost"), (EN, "with a glass of water")],
)
def test_with_what_or_when_is_no_report_by_itself(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent != "taken"


def test_of_all_labelled_sentences_none_that_means_something_else_is_a_report(
    interpreter: Interpreter,
) -> None:
    wrong = [
        (locale, example.text)
        for locale in Locale
        for example in written(locale)
        if example.intent != "taken"
        and interpreter.understand(example.text, locale, ASKED).intent == "taken"
    ]
    assert wrong == []
