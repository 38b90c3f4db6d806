"""The committed models, heard through the real Vosk, in voices that they were never trained on."""

import json
from pathlib import Path

import pytest

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from robot_nodes.speech.pyttsx3_synthesiser import Pyttsx3Synthesiser
from robot_nodes.speech.speech_models import ModelMissing, model_for
from robot_nodes.speech.synthesiser import Delivery
from robot_nodes.speech.training.held_out_sound import noises
from robot_nodes.speech.training.sentences import care_sentences
from robot_nodes.speech.training.voices import CLEAR_VARIANTS, HELD_OUT_VARIANTS
from robot_nodes.speech.trial import TRIAL_VARIANTS, run_trial, transcribe
from robot_nodes.speech.vosk_recogniser import GRAMMARS_KEPT, VoskModel
from schedules.locale import Locale

MOST_WORDS_MISHEARD = 0.01
"""Of the care sentences: a word more or less, where the meaning stays."""


def model_of(request: pytest.FixtureRequest, locale: Locale) -> VoskModel:
    name = "english_model" if locale is Locale.EN_GB else "norwegian_model"
    model = request.getfixturevalue(name)
    assert isinstance(model, VoskModel)
    return model


def said(spoken: Pyttsx3Synthesiser, text: str, locale: Locale = Locale.NB_NO) -> Samples:
    delivery = Delivery(locale, variant="f3", rate_wpm=130)
    return spoken.synthesise(text, delivery).at_rate(HEARING_RATE_HZ).samples


def test_the_voices_of_these_tests_were_not_trained_on() -> None:
    assert set(TRIAL_VARIANTS) == set(CLEAR_VARIANTS) <= set(HELD_OUT_VARIANTS)


@pytest.mark.parametrize("locale", list(Locale))
def test_what_care_hangs_on_is_understood_in_every_clear_voice(
    request: pytest.FixtureRequest, spoken: Pyttsx3Synthesiser, locale: Locale
) -> None:
    recogniser = model_of(request, locale).recogniser()
    result = run_trial(locale, care_sentences(locale), spoken, recogniser)
    interpreter = Interpreter.load([locale])
    misunderstood = [
        (s.said, s.heard, s.variant)
        for s in result.sentences
        if interpreter.understand(s.heard, locale).intent
        != interpreter.understand(s.said, locale).intent
    ]
    assert misunderstood == []
    assert result.errors.rate <= MOST_WORDS_MISHEARD


@pytest.mark.parametrize("locale", [Locale.NB_NO, Locale.EN_GB])
def test_no_words_are_heard_where_nobody_speaks(
    request: pytest.FixtureRequest, locale: Locale
) -> None:
    recogniser = model_of(request, locale).recogniser()
    steady = [(name, samples) for name, samples in noises() if "knock" not in name]
    heard = {name: transcribe(samples, recogniser).text for name, samples in steady}
    assert set(heard.values()) == {""}


def test_words_outside_the_vocabulary_lower_the_confidence(
    norwegian_model: VoskModel, spoken: Pyttsx3Synthesiser
) -> None:
    recogniser = norwegian_model.recogniser()
    transcript = transcribe(said(spoken, "astronautene landet i ørkenen"), recogniser)

    assert transcript.unknown_words >= 1
    assert transcript.confidence < 0.5
    assert "[unk]" not in transcript.text


def test_only_expected_phrases_are_heard(
    norwegian_model: VoskModel, spoken: Pyttsx3Synthesiser
) -> None:
    recogniser = norwegian_model.recogniser()
    samples = said(spoken, "ring sykepleieren")

    expected = ("ja", "nei", "hjelp meg", "sjiraffen")
    assert "sykepleieren" not in transcribe(samples, recogniser, expected).text
    assert transcribe(samples, recogniser).text == "ring sykepleieren"


def test_an_expected_phrase_is_heard(
    norwegian_model: VoskModel, spoken: Pyttsx3Synthesiser
) -> None:
    recogniser = norwegian_model.recogniser()
    transcript = transcribe(said(spoken, "hjelp meg"), recogniser, ("ja", "nei", "hjelp meg"))
    assert transcript.text == "hjelp meg"


def test_what_was_asked_a_while_ago_is_asked_again_at_once(
    spoken: Pyttsx3Synthesiser, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = VoskModel(model_for(Locale.NB_NO))
    recogniser = model.recogniser()
    samples = said(spoken, "hjelp meg")
    asked = [("ja", "nei", "hjelp meg"), ("hjelp meg",), None]
    heard = [transcribe(samples, recogniser, phrases) for phrases in asked]

    def no_more(phrases: tuple[str, ...] | None) -> None:
        raise AssertionError(f"made anew: {phrases}")

    monkeypatch.setattr(model, "kaldi_recogniser", no_more)
    again = [transcribe(samples, recogniser, phrases) for phrases in asked]
    assert [each.text for each in again] == [each.text for each in heard] == ["hjelp meg"] * 3
    assert [each.words[0].starts_at_s for each in again] == pytest.approx(
        [each.words[0].starts_at_s for each in heard], abs=0.1
    )


def test_so_many_questions_at_most_are_kept_ready(spoken: Pyttsx3Synthesiser) -> None:
    recogniser = VoskModel(model_for(Locale.NB_NO)).recogniser()
    for number in range(2 * GRAMMARS_KEPT):
        recogniser.start(("ja", "nei", "hjelp meg")[: 1 + number % 3] * (1 + number))
    assert recogniser.grammars_ready == GRAMMARS_KEPT
    assert transcribe(said(spoken, "nei"), recogniser, ("ja", "nei")).text == "nei"


def test_a_long_pause_inside_an_utterance_loses_no_words(
    norwegian_model: VoskModel, spoken: Pyttsx3Synthesiser
) -> None:
    recogniser = norwegian_model.recogniser()
    recogniser.start()
    for samples in (said(spoken, "nei"), noises_samples("digital silence")[:48_000]):
        recogniser.hear(samples)
    assert recogniser.hear(said(spoken, "jeg har ikke tatt den")).startswith("nei")
    assert recogniser.finish().text == "nei jeg har ikke tatt den"


def noises_samples(name: str) -> Samples:
    return dict(noises())[name]


def test_the_vocabulary_can_be_asked(norwegian_model: VoskModel) -> None:
    assert norwegian_model.knows("medisinen")
    assert norwegian_model.knows("ikkje")
    assert not norwegian_model.knows("sjiraffen")


def test_a_folder_that_vosk_cannot_load_is_named(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_text(json.dumps("not a model"))
    with pytest.raises(ModelMissing, match=str(tmp_path)):
        VoskModel(tmp_path)
