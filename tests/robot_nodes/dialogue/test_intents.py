from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.dialogue.emergency import EMERGENCIES, is_emergency
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.labelled import read
from robot_nodes.dialogue.meaning import CERTAIN
from robot_nodes.dialogue.normalise import words_of
from robot_nodes.dialogue.training.examples import FOLDER, written
from schedules.locale import Locale

NB, NN, EN = Locale.NB_NO, Locale.NN_NO, Locale.EN_GB
INTERPRETER = Interpreter.load(Locale)  # Hypothesis cannot share a fixture between examples


LEAST_RIGHT = 0.97
"""Ratio 0-1 of the sentences in other voices. The templates have since been widened for them, so
it guards against loss; it does not measure how a new voice is understood."""


def labelled(voice: str = "authors") -> list[tuple[Locale, str, str]]:
    """Return (locale, intent, sentence) of one voice."""
    return [
        (locale, intent, text)
        for locale in Locale
        for intent, text in read(FOLDER / locale / f"{voice}.txt")
    ]


EVERYTHING = [(e.locale, e.intent, e.text) for locale in Locale for e in written(locale)]


@pytest.mark.parametrize(("locale", "intent", "text"), labelled())
def test_a_sentence_means_what_a_nurse_would_say_it_means(
    interpreter: Interpreter, locale: Locale, intent: str, text: str
) -> None:
    assert interpreter.understand(text, locale).intent == intent


@pytest.mark.parametrize("locale", Locale)
def test_nearly_all_that_others_say_is_understood(interpreter: Interpreter, locale: Locale) -> None:
    theirs = [(intent, text) for spoken_in, intent, text in EVERYTHING if spoken_in is locale]
    right = [
        text for intent, text in theirs if interpreter.understand(text, locale).intent == intent
    ]
    assert len(right) / len(theirs) >= LEAST_RIGHT


def test_nothing_else_that_others_say_becomes_taken(interpreter: Interpreter) -> None:
    others = [(locale, text) for locale, intent, text in EVERYTHING if intent != "taken"]
    wrong = [
        text for locale, text in others if interpreter.understand(text, locale).intent == "taken"
    ]
    assert wrong == []


def test_no_cry_that_others_utter_is_lost(interpreter: Interpreter) -> None:
    cries = [(locale, text) for locale, intent, text in EVERYTHING if intent in EMERGENCIES]
    lost = [
        text
        for locale, text in cries
        if interpreter.understand(text, locale).intent not in EMERGENCIES
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("locale", "text", "slots"),
    [
        (NB, "spør meg igjen om ti minutter", {"minutes": "10"}),
        (NB, "om et kvarter", {"minutes": "15"}),
        (NB, "om en halvtime", {"minutes": "30"}),
        (NB, "om en time", {"minutes": "60"}),
        (NB, "kom tilbake om tre timer", {"minutes": "180"}),
        (NB, "om 20 minutter", {"minutes": "20"}),
        (NB, "om litt", {}),
        (NB, "ring datteren min", {"who": "datteren min"}),
        (NB, "jeg har vondt i ryggen", {"where": "ryggen"}),
        (NB, "jeg er svimmel", {"symptom": "svimmel"}),
        (NB, "kan noen måke snøen", {"errand": "måke snøen"}),
        (NB, "når åpner biblioteket", {"question": "når åpner biblioteket"}),
        (NB, "jeg blir kvalm av den", {"reason": "kvalm"}),
        (NB, "ikke hør på meg i en time", {"minutes": "60"}),
        (NN, "om eit kvarter", {"minutes": "15"}),
        (NN, "eg har vondt i hovudet", {"where": "hovudet"}),
        (NN, "ring dottera mi", {"who": "dottera mi"}),
        (EN, "remind me in ten minutes", {"minutes": "10"}),
        (EN, "in a quarter of an hour", {"minutes": "15"}),
        (EN, "in half an hour", {"minutes": "30"}),
        (EN, "in an hour", {"minutes": "60"}),
        (NB, "jeg tar den klokka halv ti", {"time": "09:30"}),
        (NB, "kom tilbake klokka ni", {"time": "09:00"}),
        (NB, "jeg tar den til kvelden", {"part_of_day": "evening"}),
        (NN, "om tretti minutt", {"minutes": "30"}),
        (NN, "kom att klokka ni", {"time": "09:00"}),
        (NN, "om ein halv time", {"minutes": "30"}),
        (NN, "eg tek han til kvelden", {"part_of_day": "evening"}),
        (EN, "I'll take it at half past eight", {"time": "08:30"}),
        (EN, "come back at nine", {"time": "09:00"}),
        (EN, "remind me this evening", {"part_of_day": "evening"}),
        (EN, "give me five more minutes", {"minutes": "5"}),
        (EN, "in an hour and a half", {"minutes": "90"}),
        (EN, "call my son", {"who": "my son"}),
        (EN, "get Margaret for me", {"who": "margaret"}),
        (NB, "ring Sigrun for meg", {"who": "sigrun"}),
        (
            NB,
            "hva koster en trygghetsalarm i året",
            {"question": "hva koster en trygghetsalarm i året"},
        ),
        (EN, "my left knee hurts", {"where": "my left knee"}),
        (EN, "I feel dizzy", {"symptom": "dizzy"}),
    ],
)
def test_a_slot_holds_what_was_said(
    interpreter: Interpreter, locale: Locale, text: str, slots: dict[str, str]
) -> None:
    assert dict(interpreter.understand(text, locale).slots) == slots


@pytest.mark.parametrize(
    ("locale", "text", "expected", "intent"),
    [
        (NB, "det går bra", (), "feel_good"),
        (NB, "det går bra", ("cancel_help",), "cancel_help"),
        (NB, "alt er bra", ("cancel_help",), "cancel_help"),
        (EN, "I'm fine", (), "feel_good"),
        (EN, "I'm fine", ("cancel_help",), "cancel_help"),
    ],
)
def test_what_was_just_asked_comes_before_the_general(
    interpreter: Interpreter, locale: Locale, text: str, expected: tuple[str, ...], intent: str
) -> None:
    assert interpreter.understand(text, locale, expected).intent == intent


@pytest.mark.parametrize(
    ("locale", "text"),
    [(NB, "ja takk"), (NB, "greit"), (NB, "ja, det tror jeg"), (EN, "okay"), (EN, "I think so")],
)
def test_a_loose_yes_is_not_certain_enough_to_act_on(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    understood = interpreter.understand(text, locale)
    assert understood.intent == "affirm"
    if text != "ja takk":
        assert understood.confidence < CERTAIN


@pytest.mark.parametrize("text", ["jeg har tutt den", "jeg har fatt den", "jeg har tast medisinen"])
def test_a_misheard_word_never_becomes_taken(interpreter: Interpreter, text: str) -> None:
    assert interpreter.understand(text, NB).intent != "taken"


@pytest.mark.parametrize(
    ("locale", "text", "intent"),
    [
        (NB, "jeg er svimel", "unwell"),
        (NB, "ring hjemmesykeplein", "call_nurse"),
        (EN, "I feel dizzie", "unwell"),
    ],
)
def test_a_misheard_word_is_understood_where_it_does_no_harm(
    interpreter: Interpreter, locale: Locale, text: str, intent: str
) -> None:
    understood = interpreter.understand(text, locale)
    assert understood.intent == intent
    assert understood.confidence < CERTAIN


@pytest.mark.parametrize(
    ("locale", "text", "expected", "is_complete"),
    [
        (NB, "ja", ("taken", "affirm"), True),
        (NB, "ja jeg har tatt den", ("taken", "affirm"), True),
        (NB, "jeg har ikke", ("taken", "not_taken"), False),
        (NB, "jeg har", ("taken", "not_taken"), False),
        (NB, "ja men", ("affirm", "deny"), False),
        (NB, "nei", ("affirm", "deny"), True),
        (NB, "", ("affirm", "deny"), False),
        (NB, "om ti", ("later",), False),
        (NB, "om ti minutter", ("later",), True),
        (NB, "om litt", ("later",), True),
        (NB, "nei jeg vil ikke", ("refuse", "deny"), True),
        (NB, "ja det har jeg", ("taken", "affirm"), True),
        (NB, "det har jeg", ("taken", "affirm"), False),
        (NN, "om litt", ("later",), True),
        (NN, "eg har ikkje", ("taken", "not_taken"), False),
        (EN, "I have not", ("taken", "not_taken"), False),
        (EN, "yes I've taken it", ("taken",), True),
    ],
)
def test_only_a_whole_answer_ends_the_turn_early(
    interpreter: Interpreter,
    locale: Locale,
    text: str,
    expected: tuple[str, ...],
    *,
    is_complete: bool,
) -> None:
    assert interpreter.is_complete_answer(text, expected, locale) is is_complete


@pytest.mark.parametrize(
    ("locale", "partial", "intent"),
    [
        (NB, "hjelp", "help"),
        (NB, "hjelp jeg har", "help"),
        (NB, "jeg har falt på badet og", "fallen"),
        (EN, "please help", "help"),
        (EN, "I have fallen and", "fallen"),
    ],
)
def test_a_cry_is_heard_before_the_sentence_ends(
    interpreter: Interpreter, locale: Locale, partial: str, intent: str
) -> None:
    understood = interpreter.emergency(partial, locale)
    assert understood is not None
    assert understood.intent == intent


@pytest.mark.parametrize(
    ("locale", "partial"),
    [(NB, "jeg falt"), (NB, "takk for hjelpen"), (NB, "ja jeg har tatt"), (EN, "I fell")],
)
def test_what_may_still_turn_out_harmless_is_no_cry_yet(
    interpreter: Interpreter, locale: Locale, partial: str
) -> None:
    assert interpreter.emergency(partial, locale) is None


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg får ikke puste"),
        (NB, "jeg har vondt i brystet"),
        (NB, "brystet mitt gjør vondt"),
        (NN, "det sting i bringa"),
        (NB, "munnen min henger"),
        (EN, "I can't breathe"),
        (EN, "my chest hurts"),
        (EN, "my mouth has dropped"),
    ],
)
def test_an_illness_that_cannot_wait_is_an_emergency(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert is_emergency(interpreter.understand(text, locale))


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg har tatt for mange tabletter"),
        (NN, "eg har teke for mange tablettar"),
        (EN, "I've taken too many pills"),
    ],
)
def test_too_many_tablets_are_neither_taken_nor_refused(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent == "help"


CRIES = {
    NB: ["hjelp meg", "hjelp", "jeg har falt", "jeg trenger hjelp", "kan noen hjelpe meg"],
    NN: ["hjelp meg", "eg har falle", "eg treng hjelp no"],
    EN: ["help me", "help", "i have fallen", "i need help", "call an ambulance"],
}
OTHER_WORDS = {
    NB: [
        "ja",
        "nei",
        "jeg",
        "har",
        "tatt",
        "den",
        "medisinen",
        "ikke",
        "vil",
        "bra",
        "takk",
        "klokka",
        "og",
        "men",
        "litt",
        "på",
        "i",
        "dag",
    ],
    NN: [
        "ja",
        "nei",
        "eg",
        "har",
        "teke",
        "han",
        "medisinen",
        "ikkje",
        "vil",
        "bra",
        "takk",
        "klokka",
        "og",
        "men",
        "litt",
        "på",
        "no",
    ],
    EN: [
        "yes",
        "no",
        "i",
        "have",
        "taken",
        "it",
        "medicine",
        "not",
        "want",
        "good",
        "well",
        "and",
        "but",
        "today",
        "sleep",
        "pain",
    ],
}


@given(st.data())
def test_a_cry_for_help_is_never_lost_among_other_words(data: st.DataObject) -> None:
    locale = data.draw(st.sampled_from(Locale))
    cry = data.draw(st.sampled_from(CRIES[locale]))
    before = data.draw(st.lists(st.sampled_from(OTHER_WORDS[locale]), max_size=4))
    after = data.draw(st.lists(st.sampled_from(OTHER_WORDS[locale]), max_size=4))
    # "not" right before or after a cry takes it back; that is another test's matter.
    denials = {"ikke", "ikkje", "not", "no", "nei"}
    said = " ".join([*(w for w in before if w not in denials), cry])
    said = " ".join([said, *(w for w in after if w not in denials)])
    assert INTERPRETER.understand(said, locale).intent in EMERGENCIES


FILLERS = {NB: ["eh", "altså", "ja", "vet du", "du"], NN: ["eh", "ja"], EN: ["er", "well", "yes"]}


@given(st.data())
def test_fillers_never_make_anything_taken(data: st.DataObject) -> None:
    locale, intent, text = data.draw(st.sampled_from(labelled()))
    fillers = data.draw(st.lists(st.sampled_from(FILLERS[locale]), min_size=1, max_size=3))
    understood = INTERPRETER.understand(" ".join([*fillers, text]), locale)
    assert intent == "taken" or understood.intent != "taken"


@given(st.sampled_from(Locale), st.text(max_size=60))
def test_noise_is_never_taken_and_never_an_error(locale: Locale, text: str) -> None:
    assert INTERPRETER.understand(text, locale).intent != "taken"


@given(st.data())
def test_words_in_random_order_with_a_negation_are_never_taken(data: st.DataObject) -> None:
    locale = data.draw(st.sampled_from(Locale))
    words = data.draw(st.lists(st.sampled_from(OTHER_WORDS[locale]), max_size=7))
    negation = {NB: "ikke", NN: "ikkje", EN: "not"}[locale]
    position = data.draw(st.integers(0, len(words)))
    said = " ".join([*words[:position], negation, *words[position:]])
    assert INTERPRETER.understand(said, locale).intent != "taken"


@pytest.mark.parametrize("locale", Locale)
def test_nei_is_never_stop(interpreter: Interpreter, locale: Locale) -> None:
    for said in ("nei", "nei nei", "no", "nope", "nei takk", "nei da"):
        assert interpreter.understand(said, locale).intent != "stop"


def test_an_utterance_takes_less_than_five_milliseconds(interpreter: Interpreter) -> None:
    sentences = labelled()
    began = process_time()
    for locale, _, text in sentences:
        interpreter.understand(text, locale)
    assert (process_time() - began) / len(sentences) < 0.005


def bent(word: str, at: int, letter: str, how: str) -> str:
    """Return a word as a recogniser might mishear it."""
    at %= len(word)
    match how:
        case "lost":
            return word[:at] + word[at + 1 :]
        case "wrong":
            return word[:at] + letter + word[at + 1 :]
        case "doubled":
            return f"{word} {word}"
        case _:
            return ""


@given(st.data())
def test_a_misheard_word_turns_nothing_else_into_taken(data: st.DataObject) -> None:
    locale, intent, text = data.draw(st.sampled_from([e for e in EVERYTHING if e[1] != "taken"]))
    words = text.split()
    index = data.draw(st.integers(0, len(words) - 1))
    how = data.draw(st.sampled_from(["lost", "wrong", "doubled"]))
    letter = data.draw(st.sampled_from("aeiknrst"))
    words[index] = bent(words[index], data.draw(st.integers(0, 20)), letter, how)
    assert intent != "taken"
    assert INTERPRETER.understand(" ".join(words), locale).intent != "taken"


@given(st.data())
def test_case_and_punctuation_change_nothing(data: st.DataObject) -> None:
    locale, _, text = data.draw(st.sampled_from(EVERYTHING))
    plain = " ".join(words_of(text))
    shouted = f"{plain.upper()}!"
    paused = plain.replace(" ", ", ")
    meant = INTERPRETER.understand(plain, locale).intent
    assert INTERPRETER.understand(shouted, locale).intent == meant
    assert INTERPRETER.understand(paused, locale).intent == meant


@pytest.mark.parametrize("locale", Locale)
def test_a_no_before_a_cry_does_not_take_it_back(interpreter: Interpreter, locale: Locale) -> None:
    no = "no" if locale is EN else "nei"
    for cry in CRIES[locale]:
        for said in (f"{no} {cry}", f"{no}, {no}, {cry}", f"eh {no} {cry}", f"{cry} {no}"):
            assert interpreter.understand(said, locale).intent in EMERGENCIES, said


@pytest.mark.parametrize("locale", Locale)
def test_the_television_never_falls(interpreter: Interpreter, locale: Locale) -> None:
    shown = [text for at, intent, text in EVERYTHING if (at, intent) == (locale, "unknown")]
    assert len(shown) > 80
    fallen = [text for text in shown if interpreter.understand(text, locale).intent == "fallen"]
    assert fallen == []


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "sukkeret ligger på gulvet"),
        (NN, "sukkeret ligg på golvet"),
        (NN, "han ropa om hjelp i filmen"),
        (NB, "jeg holdt på å le meg i hjel"),
        (NB, "det gjør vondt å se hvordan de spiller fotball"),
        (NB, "det var så morsomt at jeg fikk vondt i magen av latter"),
        (EN, "it was so funny my stomach hurt from laughing"),
        (EN, "it pains me to watch them play football"),
        (EN, "i could die laughing"),
        (EN, "i fell in love with him at a dance"),
        (NB, "i filmen ropte hun hjelp hjelp og så kom helten"),
        (NB, "jeg sitter på gulvet og leker med oldebarnet"),
        (NB, "hjelp er på vei sa kapteinen til mannskapet"),
        (NN, "kongen ropte på hjelp i det eventyret"),
        (NN, "det brenn så fint i omnen"),
        (EN, "she screamed help and then the adverts came on"),
        (EN, "the beatles had that film called help"),
        (EN, "you can't get the help these days"),
    ],
)
def test_things_stories_and_laughter_neither_cry_nor_ache(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    meant = interpreter.understand(text, locale).intent
    assert meant not in {"help", "fallen", "pain", "unwell"}


@pytest.mark.parametrize(
    ("locale", "text", "cries"),
    [
        (NB, "kan noen komme hit litt fort", {"help"}),
        (NB, "jeg vil ikke være til bry, men kunne noen komme", {"help"}),
        (NB, "elp meg", {"help"}),
        (NB, "kroppen lystrer ikke", {"help", "unwell"}),
        (NB, "ligger på gulvet", {"fallen"}),
        (NB, "ramla ut av senga i mørket", {"fallen"}),
        (NB, "snubla i terskelen og slo hofta", {"fallen", "pain"}),
        (NB, "å herregud kan noen komme", {"help"}),
        (NN, "sklei på dei våte flisene", {"fallen"}),
        (NN, "luktar gass her", {"help"}),
        (EN, "tripped on the dogs lead in the hall", {"fallen"}),
        (EN, "curtains are alight", {"help"}),
        (NB, "det bare sa pang og så lå jeg der", {"fallen"}),
        (NN, "vatnet fløymer utover golvet", {"help"}),
        (NN, "eg er så redd, kom hit", {"help"}),
        (EN, "i could do with a hand in here, right away", {"help"}),
        (EN, "hello can nobody hear me, i need somebody", {"help"}),
        (EN, "it just went bang and i was down", {"fallen"}),
        (EN, "my legs won't do as they're told", {"help", "unwell"}),
    ],
)
def test_who_cries_politely_or_in_a_roundabout_way_is_heard(
    interpreter: Interpreter, locale: Locale, text: str, cries: set[str]
) -> None:
    assert interpreter.understand(text, locale).intent in cries


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg vil ikke leve lenger"),
        (NB, "jeg vil bare dø"),
        (NN, "eg orkar ikkje leve lenger"),
        (EN, "i don't want to live any more"),
        (EN, "i wish i was dead"),
    ],
)
def test_who_does_not_want_to_live_is_heard_as_calling_for_help(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    asked = ("taken", "not_taken", "later", "refuse", "affirm", "deny")
    assert interpreter.understand(text, locale).intent == "help"
    assert interpreter.understand(text, locale, asked).intent == "help"


@pytest.mark.parametrize(
    ("locale", "text", "intent"),
    [
        (EN, "yes i had a bit of toast and a cup of tea", "affirm"),
        (NB, "nei da det går fint med det", "deny"),
        (NN, "nei då det går fint med det", "deny"),
    ],
)
def test_a_yes_or_no_before_a_story_answers_what_was_asked(
    interpreter: Interpreter, locale: Locale, text: str, intent: str
) -> None:
    assert interpreter.understand(text, locale, ("affirm", "deny")).intent == intent


def test_a_yes_before_a_story_says_nothing_certain_about_a_medicine(
    interpreter: Interpreter,
) -> None:
    asked = ("taken", "not_taken", "affirm", "deny")
    story = interpreter.understand("yes i had a bit of toast and a cup of tea", EN, asked)
    assert story.intent != "taken"
    assert story.confidence < CERTAIN
    assert interpreter.understand("yes i had my breakfast", EN, asked).intent == "unknown"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        *((NB, text) for text in ("tatt", "det er gjort", "de er nede", "da er det gjort")),
        *((NN, text) for text in ("teke", "det er gjort", "dei er nede")),
        *((EN, text) for text in ("taken", "it's gone down", "they are down", "that's done")),
    ],
)
def test_a_report_that_names_neither_who_nor_what_counts_only_where_it_was_asked_for(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent != "taken"


@pytest.mark.parametrize(
    ("locale", "text"),
    [(NB, "tatt"), (NB, "det er gjort"), (NB, "de er nede"), (NN, "teke"), (EN, "taken")],
)
def test_the_same_report_counts_as_an_answer(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    asked = ("taken", "not_taken", "later", "affirm", "deny")
    assert interpreter.understand(text, locale, asked).intent == "taken"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("jeg må ha tak i søster", "call_nurse"),
        ("få tak i søster", "call_nurse"),
        ("kan søster komme", "call_nurse"),
        ("jeg må ha tak i søsteren min", "call_family"),
        ("ring søster min", "call_family"),
    ],
)
def test_a_sister_without_a_my_is_the_nurse(
    interpreter: Interpreter, text: str, intent: str
) -> None:
    assert interpreter.understand(text, NB).intent == intent


@pytest.mark.parametrize(
    "text", ["nett no tok eg dei", "det har eg dei siste åra", "kvar la eg dei", "der har eg dei"]
)
def test_eg_dei_within_a_sentence_is_no_fall(interpreter: Interpreter, text: str) -> None:
    assert interpreter.understand(text, NN).intent not in EMERGENCIES


@pytest.mark.parametrize("text", ["eg dett", "e datt på golvet", "eg dei i trappå"])
def test_who_says_it_alone_has_fallen(interpreter: Interpreter, text: str) -> None:
    assert interpreter.understand(text, NN).intent == "fallen"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NN, "du treng ikkje varsla nokon"),
        (NN, "ikkje varsla nokon"),
        (NN, "du slepp å ringja nokon"),
        (NN, "du treng ikkje seia frå til nokon"),
        (NN, "eg tok feil knapp så du kan avlysa heile greia"),
        (NB, "du behøver ikke tilkalle noen"),
        (EN, "you needn't fetch anybody"),
        (EN, "i hit the wrong button so you can call the whole thing off"),
    ],
)
def test_who_says_that_nobody_need_be_called_takes_the_call_back(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ("cancel_help",)).intent == "cancel_help"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NN, "varsla nokon"),
        (NN, "ikkje vent varsla nokon"),
        (NN, "nei ikkje varsla dottera mi ring ambulansen"),
        (NB, "ikke vent hent noen"),
        (EN, "don't just stand there fetch somebody"),
    ],
)
def test_who_says_whom_to_call_or_not_to_wait_calls(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale, ("cancel_help",)).intent == "help"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "det spruter blod fra hånda mi"),
        (NB, "jeg er så tungpusten i dag at jeg nesten ikke klarer å snakke"),
        (NB, "det stråler ut i armen fra brystet"),
        (NN, "få tak i doktaren fort det fossar blod frå nasen"),
        (NN, "eg er så andpusten at eg mest ikkje får til å snakka"),
        (EN, "i can't seem to get my breath at all"),
        (EN, "there's a crushing pain going down my left arm"),
        (EN, "i'm so breathless i can hardly talk"),
    ],
)
def test_blood_that_gushes_no_breath_and_a_heart_attack_are_alarms_at_once(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert is_emergency(interpreter.understand(text, locale))


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NN, "eg kastar opp og er heilt elendig"),
        (NB, "jeg kaster opp og er helt elendig"),
        (EN, "i'm throwing up and feel wretched"),
    ],
)
def test_who_is_sick_and_wretched_is_sick(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent == "unwell"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg falt for kona mi på en dansefest på lokalet"),
        (NB, "de måtte ringe etter ambulanse til fru hansen forrige uke"),
        (NB, "hva var det du kunne hjelpe meg med igjen"),
        (NN, "eg fall i svevn framfor fjernsynet i går"),
        (NN, "dei ropa om hjelp i den filmen på tv i går"),
        (EN, "i fell for my wife the moment i saw her"),
        (EN, "they had to call an ambulance for mrs jenkins last week"),
        (EN, "he was so breathless he could hardly talk"),
    ],
)
def test_who_fell_in_love_or_tells_of_others_does_not_cry(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent not in {*EMERGENCIES, "pain", "unwell"}


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg falt for litt siden"),
        (NB, "jeg falt for første gang i dag og har brukket noe"),
        (NB, "dere må ringe etter ambulanse til kona mi"),
        (NB, "kan du hjelpe meg med å komme opp igjen"),
        (NN, "ring etter ambulansen til grannen"),
        (NN, "eg ropar om hjelp"),
        (EN, "i fell for no reason"),
        (EN, "you have to call an ambulance for mrs jenkins"),
        (EN, "they had to call an ambulance for me please help"),
    ],
)
def test_what_merely_sounds_like_such_a_tale_is_a_cry(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent in EMERGENCIES


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (EN, "i've had enough of this programme"),
        (EN, "i've had enough of this rain"),
        (EN, "i hate this weather"),
        (NB, "jeg har fått nok av dette programmet"),
        (NN, "eg har fått nok av dette fjernsynet"),
    ],
)
def test_who_has_had_enough_of_something_else_refuses_no_medicine(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    understood = interpreter.understand(text, locale, ("taken", "refuse"))
    assert understood.intent != "refuse" or understood.confidence < CERTAIN


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (EN, "i've had enough of these tablets"),
        (EN, "i've had enough of them"),
        (NB, "jeg har fått nok av de tablettene"),
        (NN, "eg har teke den medisinen lenge nok no vil eg ikkje meir"),
    ],
)
def test_who_has_had_enough_of_the_medicine_does(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    understood = interpreter.understand(text, locale, ("taken", "refuse"))
    assert understood.intent == "refuse"
    assert understood.confidence >= CERTAIN


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        *((EN, text) for text in ("could be", "who knows", "maybe")),
        *((NB, text) for text in ("ja hvem vet", "det kan hende")),
        *((NN, text) for text in ("ja kven veit", "hm ja skal tru det")),
    ],
)
def test_who_does_not_know_whether_it_was_taken_says_neither_yes_nor_no(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    asked = ("taken", "not_taken", "affirm", "deny")
    assert interpreter.understand(text, locale, asked).intent not in asked


@pytest.mark.parametrize(
    ("text", "intent"),
    [("ta love", "thank"), ("mustn't grumble", "feel_ok"), ("can't grumble", "feel_ok")],
)
def test_english_turns_of_phrase_mean_what_they_mean(
    interpreter: Interpreter, text: str, intent: str
) -> None:
    assert interpreter.understand(text, EN).intent == intent


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg må få hjelp"),
        (NB, "kan jeg få litt hjelp"),
        (NB, "kan jeg få hjelp til å komme meg opp"),
        (NB, "jeg kunne trengt litt hjelp her"),
        (NB, "vi trenger hjelp"),
        (NB, "gardinene har tatt fyr"),
        (NN, "eg må få hjelp"),
        (NN, "nokon må hjelpa meg"),
        (NN, "det har teke fyr i gardinene"),
        (EN, "we need help"),
        (EN, "ring one one three straight away"),
        (EN, "help me find my way home"),
        (EN, "press that alarm for me i can't reach it"),
        (NB, "hjelp meg å finne veien ut"),
        (NB, "trykk på den alarmen for meg"),
        (EN, "the sofa is smouldering"),
    ],
)
def test_whoever_has_to_get_help_calls_for_it(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent == "help"


@pytest.mark.parametrize(
    ("locale", "text", "intent"),
    [
        (NB, "kan jeg få litt hjelp til å handle", "ask_company"),
        (NB, "kan jeg få hjelp med søppelet", "ask_municipality"),
        (NB, "skulle jeg fått hjelp fra kommunen", "ask_municipality"),
        (NN, "kva slags ting kan du hjelpa meg med", "what_can_you_do"),
        (NB, "kan du hjelpe meg med kryssordet", "unknown"),
        (NB, "jeg falt helt for den nye presten", "unknown"),
        (EN, "can you help me find the channel with the snooker on", "unknown"),
        (EN, "i fell about laughing at that comedian", "unknown"),
        (NB, "hjelpe meg så fint vær det er i dag", "small_talk"),
        (NB, "det brenner så koselig i peisen", "unknown"),
        (NN, "folk i krigen fekk lite hjelp", "unknown"),
    ],
)
def test_help_with_an_errand_or_of_others_is_no_cry(
    interpreter: Interpreter, locale: Locale, text: str, intent: str
) -> None:
    assert interpreter.understand(text, locale).intent == intent


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "kona har slutta å puste"),
        (NB, "jeg er redd jeg har tatt alle tablettene på en gang"),
        (NB, "jeg har svelget noe som sto under vasken"),
        (NB, "noen holder på å bryte seg inn"),
        (NB, "blodsukkeret mitt er altfor lavt"),
        (NB, "brystsmertene går ikke over"),
        (NB, "jeg falt av sparken ute i snøen"),
        (NB, "jeg datt av sykkelen og har vondt"),
        (NN, "eg er stengd ute i kulda"),
        (NN, "det riv og slit i brystet"),
        (NN, "eg har teke altfor mange av dei kvite tablettane"),
        (EN, "there's two men here pushing me about"),
        (EN, "i've drunk some bleach by mistake"),
        (EN, "i've tipped the kettle all down myself"),
        (EN, "send somebody anybody just be quick"),
    ],
)
def test_what_threatens_a_life_is_a_cry_whatever_it_is(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent in EMERGENCIES


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (NB, "jeg tok alle tablettene på en gang"),
        (NB, "peisen har tatt fyr så koselig"),
        (NB, "teppet er rødt"),
        (NB, "noen brøt seg inn hos kjøpmannen"),
        (NN, "eg datt av hesten då eg var tolv"),
        (NN, "hjelpe meg so fine blomar du"),
        (EN, "don't send anybody"),
        (EN, "i'm dying for a nice cup of tea"),
        (EN, "i think i've taken all my tablets"),
    ],
)
def test_what_only_resembles_a_danger_is_no_cry(
    interpreter: Interpreter, locale: Locale, text: str
) -> None:
    assert interpreter.understand(text, locale).intent not in EMERGENCIES
