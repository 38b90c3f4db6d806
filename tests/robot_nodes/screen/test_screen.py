from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from codebook.robot import Component
from robot_nodes.dialogue.scale import SCORES
from robot_nodes.screen.screen import Screen
from robot_nodes.screen.words import screen_words
from robot_nodes.signals import Expected
from schedules.locale import Locale

AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
LATER = AT + timedelta(seconds=2)
CALM = Screen(locale=Locale.NB_NO, number_to_call="73 00 00 00")
QUESTION = Expected(question=7, is_waiting=True, intents=("taken", "deny", "affirm"))


def labels(screen: Screen) -> list[str]:
    return [button.label for button in screen.view().buttons]


def test_help_is_there_when_nothing_is_asked() -> None:
    assert labels(CALM) == ["Hjelp"]


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        (Locale.NB_NO, ["Ja", "Nei", "Hjelp"]),
        (Locale.NN_NO, ["Ja", "Nei", "Hjelp"]),
        (Locale.EN_GB, ["Yes", "No", "Help"]),
    ],
)
def test_the_buttons_fit_what_is_asked(locale: Locale, shown: list[str]) -> None:
    assert labels(Screen(locale=locale).asked(QUESTION, AT)) == shown


def test_a_call_for_help_can_be_taken_back_by_button() -> None:
    asked = CALM.asked(replace(QUESTION, intents=("cancel_help",)), AT)
    assert labels(asked) == ["Det var en feil", "Hjelp"]


def test_a_question_without_yes_or_no_has_no_such_buttons() -> None:
    assert labels(CALM.asked(replace(QUESTION, intents=("lonely",)), AT)) == ["Hjelp"]
    assert labels(CALM.asked(replace(QUESTION, is_waiting=False), AT)) == ["Hjelp"]


def test_how_somebody_is_can_be_answered_by_button() -> None:
    how = replace(QUESTION, intents=("feel_bad", "feel_good", "pain", "feel_ok"))
    assert labels(CALM.asked(how, AT)) == ["Bra", "Sånn passe", "Ikke bra", "Hjelp"]


def test_a_scale_has_a_button_for_each_number() -> None:
    asked = CALM.asked(replace(QUESTION, intents=SCORES), AT)
    assert labels(asked) == ["1", "2", "3", "4", "5", "Hjelp"]
    _, touched = asked.touched("score_4", 7, LATER)
    assert touched is not None
    assert touched.label == "4"


def test_a_press_means_what_stands_on_the_button() -> None:
    _, touched = CALM.asked(QUESTION, AT).touched("affirm", 7, LATER)
    assert touched is not None
    assert (touched.intent, touched.label, touched.question) == ("affirm", "Ja", 7)


@pytest.mark.parametrize(
    ("intent", "question"), [("affirm", 6), ("affirm", 0), ("taken", 7), ("resume_listening", 0)]
)
def test_a_button_that_is_not_shown_counts_for_nothing(intent: str, question: int) -> None:
    assert CALM.asked(QUESTION, AT).touched(intent, question, LATER)[1] is None


def test_a_press_just_after_the_buttons_changed_was_meant_for_those_before() -> None:
    asked = CALM.asked(QUESTION, AT)
    assert asked.touched("affirm", 7, AT + timedelta(seconds=0.5))[1] is None
    assert asked.touched("help", 0, AT + timedelta(seconds=0.1))[1] is not None


def test_a_trembling_hand_calls_once() -> None:
    pressed, first = CALM.touched("help", 0, AT)
    again, second = pressed.touched("help", 0, AT + timedelta(seconds=0.4))
    _, third = again.touched("help", 0, LATER)
    assert (first is not None, second, third is not None) == (True, None, True)


def test_the_newest_sentence_is_the_last_and_few_are_shown() -> None:
    screen = CALM.said("En.", AT).said("To.", AT).said("Tre.", AT)
    assert screen.view().captions == ("To.", "Tre.")


def test_an_old_sentence_goes_but_not_before_its_question_is_over() -> None:
    minute = AT + timedelta(seconds=61)
    said = CALM.said("Nå er det tid for Paracet.", AT)
    assert said.passed(AT + timedelta(seconds=59)).captions == said.captions
    assert said.passed(minute).captions == ()
    assert said.asked(QUESTION, AT).passed(minute).captions == said.captions
    assert said.passed(AT - timedelta(hours=1)).captions == (), "the clock was set back"


def test_the_state_is_told_honestly() -> None:
    assert CALM.view().state == ("Jeg lytter",)
    paused = replace(CALM, is_paused=True)
    assert paused.view().state[0].startswith("Jeg lytter ikke nå")
    assert labels(paused) == ["Begynn å lytte igjen", "Hjelp"]
    unreached = replace(CALM, is_reached=False).view()
    assert unreached.state[-1] == "Ingen kontakt med hjemmetjenesten. Ring 73 00 00 00."
    assert not unreached.is_well


def test_a_fault_shows_until_it_is_over() -> None:
    mute = CALM.failed(Component.LOUDSPEAKER, "loudspeaker_lost", is_resolved=False)
    deaf = mute.failed(Component.MICROPHONE, "no_audio", is_resolved=False)
    assert deaf.view().state == (
        "Jeg hører ikke nå. Trykk på knappene.",
        "Jeg kan ikke snakke nå. Les her på skjermen.",
    )
    healed = deaf.failed(Component.MICROPHONE, "no_audio", is_resolved=True).failed(
        Component.LOUDSPEAKER, "loudspeaker_lost", is_resolved=True
    )
    assert healed.view() == CALM.view()


@pytest.mark.parametrize(
    ("locale", "code", "is_deaf"),
    [
        (Locale.NB_NO, "model_replaced_nb_NO", False),
        (Locale.NB_NO, "model_unusable_en_GB", False),
        (Locale.EN_GB, "model_unusable_en_GB", True),
        (Locale.NN_NO, "model_unusable_nb_NO", True),
        (Locale.NB_NO, "recogniser_stopped", True),
    ],
)
def test_the_robot_is_deaf_only_where_nothing_hears_the_resident_s_language(
    locale: Locale, code: str, *, is_deaf: bool
) -> None:
    calm = replace(CALM, locale=locale)
    faulty = calm.failed(Component.RECOGNISER, code, is_resolved=False)
    assert faulty.view().is_well is not is_deaf
    assert (faulty.view() == calm.view()) is not is_deaf


@pytest.mark.parametrize("locale", Locale)
def test_every_language_has_every_word(locale: Locale) -> None:
    words = screen_words(locale)
    assert "{number}" in words.page.not_running
    assert "{label}" in words.page.pressed


def test_a_reminder_can_be_read_after_its_sentence_has_left_the_screen() -> None:
    said = replace(CALM, reminder="Paracet, to tabletter").said("Det er tid for Paracet.", AT)
    assert said.view().captions == ("Det er tid for Paracet.",)
    later = said.passed(AT + timedelta(minutes=2))
    assert later.view().captions == ("Paracet, to tabletter",)
    assert replace(later, reminder="").view().captions == ()
