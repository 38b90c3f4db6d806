"""A new vocabulary over the committed network, heard through the real Vosk."""

import shutil
from pathlib import Path

import pytest

from robot_nodes.speech.speech_models import model_for
from robot_nodes.speech.training.build import pronounceable
from robot_nodes.speech.training.corpus import Corpus
from robot_nodes.speech.training.held_out_sound import Condition, HeldOutVoices
from robot_nodes.speech.training.lexicon import lexicon
from robot_nodes.speech.training.model_folder import (
    PhonesUnknown,
    read_origin,
    read_phones,
    write_graph,
)
from robot_nodes.speech.training.phone_set import PhoneSet
from robot_nodes.speech.training.pronunciations import pronunciations
from robot_nodes.speech.training.sentences import Wording
from robot_nodes.speech.trial import transcribe
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale

CORPUS = Corpus(
    wordings=(Wording(("sjiraffen har spist opp gulrøttene", "ja takk")),),
    words=("gulrøttene", "har", "ja", "opp", "sjiraffen", "spist", "takk"),
    bent=frozenset(),
)


def test_words_that_the_network_was_never_trained_on_are_heard(tmp_path: Path) -> None:
    shutil.copytree(model_for(Locale.NB_NO), tmp_path, dirs_exist_ok=True)
    phones = read_phones(tmp_path)
    entries = lexicon(pronunciations(CORPUS, ("nb",), 1, lambda _: None))
    write_graph(tmp_path, phones, pronounceable(entries, phones), CORPUS)

    model = VoskModel(tmp_path)
    (reading,) = HeldOutVoices(Locale.NB_NO).readings(
        ["sjiraffen har spist opp gulrøttene"], Condition()
    )
    assert transcribe(reading.samples, model.recogniser()).text == reading.text
    assert not model.knows("medisinen")


@pytest.mark.parametrize("locale", [Locale.NB_NO, Locale.EN_GB])
def test_the_committed_models_say_which_phones_they_know(locale: Locale) -> None:
    phones = read_phones(model_for(locale))
    boundaries = model_for(locale) / "graph" / "phones" / "word_boundary.int"
    assert boundaries.read_text() == phones.word_boundaries()


@pytest.mark.parametrize("locale", [Locale.NB_NO, Locale.EN_GB])
def test_the_committed_models_say_what_they_were_trained_on(locale: Locale) -> None:
    assert "utterances" in read_origin(model_for(locale))


def test_of_a_network_from_elsewhere_nothing_is_said(tmp_path: Path) -> None:
    assert read_origin(tmp_path) == ""


def test_a_model_that_does_not_say_is_to_be_trained_anew(tmp_path: Path) -> None:
    with pytest.raises(PhonesUnknown, match="without --graph-only"):
        read_phones(tmp_path)


def test_a_pronunciation_with_an_unknown_phone_is_left_out() -> None:
    entries = lexicon([("quiz", ("k", "w")), ("ja", ("j", "a"))])
    kept = pronounceable(entries, PhoneSet.of(["j", "a", "k"]))
    assert [entry.word for entry in kept] == ["ja"]
