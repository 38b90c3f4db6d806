from pathlib import Path

import pytest

from cli.doctor.check import Health
from cli.doctor.command import of_robot
from cli.doctor.robot_settings import SettingsUnusable, read
from robot_nodes import parameters

ROOT = Path(__file__).parents[3]


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "robot.yaml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    "section", ["/**:", "ears:", "/nabo/ears:", "/nabo/*:", "/**/ears:", "nabo:\n ears:"]
)
def test_a_section_of_the_node_or_of_all_nodes_holds(tmp_path: Path, section: str) -> None:
    file = written(tmp_path, f"{section}\n   ros__parameters:\n    locale: nn_NO\n")
    assert read(file).value("ears", parameters.LOCALE) == "nn_NO"


def test_a_section_of_another_node_does_not_hold(tmp_path: Path) -> None:
    file = written(tmp_path, "screen:\n  ros__parameters:\n    locale: nn_NO\n")
    assert read(file).value("ears", parameters.LOCALE) == "nb_NO"


def test_what_is_given_by_hand_overrules_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "/**:\n  ros__parameters:\n    locale: nn_NO\n")
    settings = read(file, ["ears:locale:=en_GB"])
    assert settings.value("ears", parameters.LOCALE) == "en_GB"
    assert settings.value("care", parameters.LOCALE) == "nn_NO"


@pytest.mark.parametrize("file", sorted((ROOT / "config").glob("*.yaml")), ids=lambda f: f.name)
def test_our_own_files_are_read(file: Path) -> None:
    settings = read(file)
    assert settings.value("robot", parameters.STORE_PATH)
    assert not settings.unknown


@pytest.mark.parametrize("text", ["a: [", "/**: 5", "- a"])
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsUnusable, match=r"robot\.yaml"):
        read(written(tmp_path, text))


@pytest.mark.parametrize("value", ["wisper", "3", "true"])
def test_what_a_parameter_cannot_be_is_refused_as_the_robot_does(value: str) -> None:
    with pytest.raises(SettingsUnusable, match="wanted: one of vosk, whisper"):
        read(None, [f"recogniser_nb_NO:={value}"]).value("ears", parameters.RECOGNISER_NB)


def test_a_name_that_ros_would_pass_over_in_silence_is_warned_of() -> None:
    check = next(of_robot(None, ["speech_model_no:=/models/people"]))
    assert check.health is Health.WARNING
    assert "speech_model_no" in check.finding


def test_settings_that_cannot_be_read_are_a_failure(tmp_path: Path) -> None:
    (check,) = of_robot(tmp_path / "gone.yaml", [])
    assert check.health is Health.FAILURE
    assert "gone.yaml" in check.finding
