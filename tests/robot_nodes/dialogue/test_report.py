"""What may stand around "I have taken it", and what turns it round."""

import pytest

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.meaning import CERTAIN
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


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg har tatt kaffen min"),
        (NB, "jeg har spist frokost"),
        (NB, "kaffen har jeg tatt"),
        (NB, "jeg tok den kaffekoppen"),
        (NB, "nå har jeg tatt en dram"),
        (NN, "eg har teke kaffien min"),
        (NN, "eg har ete frukost"),
        (NN, "eg tok ein kopp kaffi i stad"),
        (EN, "i've had my dinner"),
        (EN, "i've had my porridge"),
        (EN, "yes i've had my tea thank you"),
        (EN, "i've had me tea"),
        (EN, "i've had a lovely drop of soup"),
        (EN, "i've had my hair done"),
        (EN, "i've had today's paper"),
        (EN, "i have just had today's paper"),
        (EN, "i've just taken today's paper in"),
        (EN, "i've had the white ones painted"),
        (EN, "all gone the biscuits are all gone"),
    ],
)
def test_who_has_had_a_meal_or_something_else_has_said_nothing_of_a_medicine(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    understood = interpreter.understand(text, locale, (*ASKED, "affirm", "deny"))
    assert understood.intent != "taken"
    assert understood.intent != "affirm" or understood.confidence < CERTAIN


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg har tatt dem med kaffen"),
        (NB, "jeg har tatt den til frokosten"),
        (NN, "eg har teke dei til kaffien"),
        (EN, "i've had my tablets with my tea"),
        (EN, "i've had them with my dinner"),
        (EN, "i've had every one"),
        (EN, "all gone with a drop of tea"),
    ],
)
def test_a_meal_beside_the_medicine_takes_nothing_from_the_report(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent == "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg tok medisinen min i går kveld"),
        (NB, "i går tok jeg tablettene mine"),
        (NB, "ja jeg tok dem i forgårs"),
        (NB, "jeg tok den forrige uke"),
        (NN, "eg tok medisinen min i går kveld"),
        (NN, "dei tok eg i går"),
        (NN, "eg tok tabletten førre veke"),
        (EN, "i took my medicine last night"),
        (EN, "last night i took my tablets"),
        (EN, "i've had last night's tablets"),
        (EN, "i took them the other day"),
    ],
)
def test_a_dose_of_yesterday_is_none_of_today(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent != "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg tok dem i morges"),
        (NB, "jeg har tatt dem for i natt"),
        (NN, "eg tok dei i dag tidleg"),
        (EN, "i took them first thing this morning"),
        (EN, "i got them down at last"),
    ],
)
def test_a_dose_of_this_morning_or_night_is(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent == "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "den hvite og den gule har jeg tatt begge to"),
        (NB, "den lille hvite er tatt og den store rosa også"),
        (NB, "jeg har allerede tatt dagens dose"),
        (NB, "jeg la den på tunga og svelget den"),
        (NB, "jeg fikk dem i meg til slutt men de er store altså"),
        (NB, "ja da medisinen er tatt så det trenger du ikke mase om"),
        (NN, "dei kvite er tekne og dei raude òg"),
        (NN, "heile dagsrasjonen er svelgd"),
        (NN, "eg har alt ete tablettane mine"),
        (NN, "eg fekk dei ned med litt blåbærsaft"),
        (NN, "nett no tok eg dei så no kan du vera roleg"),
        (EN, "the little white one's been taken and the big pink one too"),
        (EN, "i've already had today's lot"),
        (EN, "swallowed the whole lot just now"),
        (EN, "i popped them in my mouth and washed them down with a good gulp of tea"),
        (EN, "well as a matter of fact i took it before breakfast"),
        (EN, "of course i've taken them i'm not daft"),
    ],
)
def test_a_report_may_name_colours_or_the_whole_lot_or_how_it_went_down(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent == "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "den hvite har jeg tatt men ikke den gule"),
        (NB, "har jeg tatt den hvite og den gule"),
        (NB, "når den hvite er tatt"),
        (NB, "den hvite har hun tatt"),
        (NB, "dagens dose ligger på bordet"),
        (NB, "jeg la den på tunga og spyttet den ut"),
        (NB, "jeg skylte dem ned i do"),
        (NB, "jeg fikk medisinen i dag"),
        (NN, "dei kvite skulle eg ha teke"),
        (NN, "ho har teke tablettane"),
        (NN, "eg har tømt dosetten"),
        (EN, "has the little white one been taken"),
        (EN, "once the white one's down i'll do the others"),
        (EN, "the white one's been taken out of the box"),
        (EN, "i've emptied today's box into the bin"),
        (EN, "today's lot should have been taken"),
        (EN, "i popped them in my pocket"),
        (EN, "i washed them up"),
        (EN, "that was the last one gone"),
    ],
)
def test_colours_and_lots_are_no_report_by_themselves(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent != "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg har vel tatt dem har jeg ikke det"),
        (NB, "er det slik at jeg allerede har tatt dem"),
        (NN, "eg tok dei vel i stad gjorde eg ikkje det"),
        (EN, "i have had them haven't i"),
        (EN, "i took it this morning didn't i"),
    ],
)
def test_a_report_that_asks_to_be_confirmed_is_a_question(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    asked = (*ASKED, "ask_taken")
    assert interpreter.understand(text, locale, asked).intent == "ask_taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "nei tatt og tatt de ligger nå her fortsatt"),
        (NB, "jeg ville ha tatt dem hvis jeg bare hadde funnet boksen"),
        (NN, "eg skulle ha teke dei for lengst men det vart ikkje noko av"),
        (EN, "i thought i'd had them but no here they are"),
        (EN, "they're still lying here in front of me"),
    ],
)
def test_what_lies_there_still_has_not_been_taken(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ASKED).intent == "not_taken"


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
