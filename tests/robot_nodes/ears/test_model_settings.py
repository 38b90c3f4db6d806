from pathlib import Path
from typing import Any

import pytest

from robot_nodes.ears.model_settings import model_settings
from robot_nodes.ears.models import Kind, ModelSetting
from robot_nodes.parameters import Parameter
from schedules.locale import Locale


def settings(**given: str) -> dict[Locale, ModelSetting]:
    def value(parameter: Parameter) -> Any:  # noqa: ANN401 - of its default's type
        return given.get(parameter.name, parameter.default)

    return model_settings(value)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"speech_model_nb_NO": "/people"},
        {"recogniser_nb_NO": "whisper", "whisper_model_nb_NO": "/w"},
        {"recogniser_nn_NO": "vosk"},
        {"speech_model_nb_NO": "/people", "speech_model_nn_NO": "/people"},
        {"whisper_model_nn_NO": "/w"},
    ],
)
def test_nynorsk_that_is_heard_as_bokmal_takes_nothing_of_its_own(given: dict[str, str]) -> None:
    assert Locale.NN_NO not in settings(**given)


def test_a_vosk_model_for_nynorsk_alone_hears_nynorsk() -> None:
    found = settings(speech_model_nn_NO="/nynorsk")
    assert found[Locale.NN_NO].vosk_folder == Path("/nynorsk")
    assert found[Locale.NB_NO].vosk_folder is None


def test_whisper_that_is_set_for_nynorsk_takes_the_model_of_bokmal_unless_it_has_its_own() -> None:
    given = {"recogniser_nn_NO": "whisper", "whisper_model_nb_NO": "/w"}
    shared = settings(**given)[Locale.NN_NO]
    assert (shared.kind, shared.whisper_folder) == (Kind.WHISPER, Path("/w"))
    own = settings(**given, whisper_model_nn_NO="/nn")[Locale.NN_NO]
    assert own.whisper_folder == Path("/nn")


def test_whisper_for_bokmal_and_for_nynorsk_by_one_model_are_told_apart() -> None:
    found = settings(
        recogniser_nb_NO="whisper", recogniser_nn_NO="whisper", whisper_model_nb_NO="/w"
    )
    assert found[Locale.NN_NO] == found[Locale.NB_NO]


def test_nynorsk_may_be_heard_by_vosk_where_bokmal_is_heard_by_whisper() -> None:
    found = settings(recogniser_nb_NO="whisper", whisper_model_nb_NO="/w", recogniser_nn_NO="vosk")
    assert found[Locale.NN_NO].kind is Kind.VOSK
