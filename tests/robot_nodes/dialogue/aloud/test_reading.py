import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.dialogue.aloud import numerals
from robot_nodes.dialogue.aloud.reading import aloud
from robot_nodes.dialogue.aloud.speech_signs import speech_signs
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.speech.audio import HEARING_RATE_HZ
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale

NB, NN, EN = Locale.NB_NO, Locale.NN_NO, Locale.EN_GB

EXAMPLES = [
    (NB, "Klokka er 08:30.", "Klokka er halv ni."),
    (NB, "kl. 08:30", "klokka halv ni"),
    (NB, "kl. 8-10", "klokka åtte til ti"),
    (NB, "mellom 08:30-09:15", "mellom halv ni til kvart over ni"),
    (NB, "2 tabletter", "to tabletter"),
    (NB, "1 tablett", "en tablett"),
    (NB, "1 glass vann", "ett glass vann"),
    (NB, "Paracet 500 mg", "Paracet, fem hundre milligram"),
    (NB, "500mg", "fem hundre milligram"),
    (NB, "1,5 tabletter", "halvannen tablett"),
    (NB, "1/2 tablett", "en halv tablett"),
    (NB, "1½ tbl.", "halvannen tablett"),
    (NB, "2,5 glass", "to og et halvt glass"),
    (NB, "0,5 mg", "null komma fem milligram"),
    (NB, "5 ml", "fem milliliter"),
    (NB, "10 mikrogram", "ti mikrogram"),
    (NB, "10 µg", "ti mikrogram"),
    (NB, "10 000 IE", "ti tusen enheter"),
    (NB, "2 x 500 mg", "to ganger fem hundre milligram"),
    (NB, "3x daglig", "tre ganger daglig"),
    (NB, "1-2 tabletter v/behov", "en til to tabletter ved behov"),
    (NB, "3.12.", "tredje desember."),
    (NB, "3/12", "tredje desember"),
    (NB, "3.12.2026", "tredje desember tjuetjueseks"),
    (NB, "mandag 2. mars", "mandag andre mars"),
    (NB, "31/2", "trettien over to"),
    (NB, "BT 130/80", "be te hundre og tretti over åtti"),
    (NB, "INR er 2,5", "i en err er to komma fem"),
    (NB, "Vitamin B12", "Vitamin B tolv"),
    (NB, "Ring 113", "Ring en en tre"),
    (NB, "Ring 73 00 00 00", "Ring syttitre, null null, null null, null null"),
    (NB, "ring 116117", "ring hundre og seksten hundre og sytten"),
    (NB, "-5 °C", "minus fem grader"),
    (NB, "f.eks. ca. 3 kaps.", "for eksempel cirka tre kapsler"),
    (NB, "3. etasje", "tredje etasje"),
    (NB, "Du får 3. Så sover du", "Du får tre. Så sover du"),
    (NB, "IKKE TA MER NÅ", "IKKE TA MER NÅ"),
    (NN, "1 tablett", "ein tablett"),
    (NN, "1 eining", "ei eining"),
    (NN, "1/2 pille", "ei halv pille"),
    (NN, "1,5 tablettar", "halvannan tablett"),
    (NN, "2 tabletter", "to tablettar"),
    (NN, "101 dagar", "eitt hundre og ein dagar"),
    (NN, "2 x 500 mg", "to gonger fem hundre milligram"),
    (NN, "kl. 20.45", "klokka kvart på ni"),
    (NN, "1. mai", "fyrste mai"),
    (NN, "7/6", "sjuande juni"),
    (EN, "at 08:30", "at half past eight"),
    (EN, "8:30 pm", "half past eight in the evening"),
    (EN, "Take 2 tablets at 8 am.", "Take two tablets at eight o'clock in the morning"),
    (EN, "1/2 tablet", "half a tablet"),
    (EN, "0.25 tablet", "a quarter of a tablet"),
    (EN, "1.5 tablets", "one and a half tablets"),
    (EN, "0.5 mg", "zero point five milligrams"),
    (EN, "2 x 500 mg", "two times five hundred milligrams"),
    (EN, "101 days", "one hundred and one days"),
    (EN, "3/12", "the third of December"),
    (EN, "Monday 2 March", "Monday the second of March"),
    (EN, "the 3rd time", "the third time"),
    (EN, "BP 130/80", "bee pee one hundred and thirty over eighty"),
    (EN, "1-2 tablets p.r.n.", "one to two tablets as needed"),
]


@pytest.mark.parametrize(("locale", "written", "read"), EXAMPLES)
def test_it_is_read_as_people_say_it(locale: Locale, written: str, read: str) -> None:
    assert aloud(written, locale) == read


WRITTEN = st.lists(
    st.sampled_from(
        [*"0123456789", *" .,:/-–x+%½µ²٣", *"abmgltskEIBTÆøå", "tablett", "kl. ", " mg"]
    ),
    max_size=30,
).map("".join)


@given(WRITTEN, st.sampled_from(Locale))
def test_no_digit_is_left_and_reading_twice_is_reading_once(text: str, locale: Locale) -> None:
    read = aloud(text, locale)
    assert not any(letter.isdigit() for letter in read)
    assert aloud(read, locale) == read


@given(
    st.integers(1, 99_999),
    st.sampled_from(["tabletter", "mg", "ml", "kaps.", "", "noe ukjent", "timer"]),
    st.sampled_from(Locale),
)
def test_no_number_is_lost(number: int, thing: str, locale: Locale) -> None:
    read = aloud(f"Ta {number} {thing} etter maten", locale)
    words = {numerals.cardinal(number, locale, g) for g in ("masculine", "feminine", "neuter")}
    assert any(re.search(rf"\b{re.escape(word)}\b", read) for word in words)
    assert read.startswith("Ta ")
    assert read.endswith(" etter maten")


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(Locale))
def test_both_sides_of_a_decimal_are_said(before: int, after: int, locale: Locale) -> None:
    point = speech_signs(locale).signs.point
    read = aloud(f"{before},{after} mg", locale)
    digits = " ".join(numerals.cardinal(int(digit), locale) for digit in str(after))
    whole = numerals.cardinal(before, locale, "neuter") if before else numerals.digits("0", locale)
    assert read.startswith(f"{whole} {point} {digits} milli")


@pytest.mark.parametrize("locale", Locale)
def test_our_own_sentences_need_no_reading(locale: Locale) -> None:
    for sentence in Phrases.load(locale).fixed.values():
        assert aloud(sentence, locale) == sentence


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("klokka er 08:30", "klokka er halv ni"),
        ("om 10 min.", "om ti minutter"),
        ("om 1/2 time", "om en halv time"),
    ],
)
def test_the_ear_hears_it_so(
    spoken: Pyttsx3Synthesiser, norwegian_model: VoskModel, written: str, heard: str
) -> None:
    speech = spoken.synthesise(aloud(written, NB), Delivery(NB)).at_rate(HEARING_RATE_HZ)
    recogniser = norwegian_model.recogniser()
    recogniser.start(None)
    recogniser.hear(speech.samples)
    assert recogniser.finish().text.replace(" ", "") == heard.replace(" ", "")
