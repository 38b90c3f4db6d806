from pathlib import Path

import pytest

from schedules.locale import Locale
from sim.scenario import ScenarioInvalid, load_scenario, scenario_file

WRONG = {
    "no TOML": "locale =",
    "unknown field": 'locale = "nb_NO"\npeople = []\nlines = []\nmood = "good"',
    "unknown locale": 'locale = "sv_SE"\npeople = []\nlines = []',
    "line for nobody": (
        'locale = "nb_NO"\npeople = []\n'
        '[[lines]]\nid = "a"\nto = "Ola"\nkeywords = ["b"]\nanswer = "c"'
    ),
}


@pytest.mark.parametrize("locale", list(Locale))
def test_the_morning_can_be_played_in_every_locale(locale: Locale) -> None:
    scenario = load_scenario(scenario_file("morning", locale))
    assert scenario.locale is locale
    assert len(scenario.people) == 3


def test_the_morning_is_the_same_in_every_locale() -> None:
    plots = {
        tuple((line.id, line.to, line.is_closed) for line in scenario.lines)
        for scenario in (load_scenario(scenario_file("morning", locale)) for locale in Locale)
    }
    assert len(plots) == 1


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_scenario_is_refused_by_the_name_of_its_file(what: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG[what], "utf-8")
    with pytest.raises(ScenarioInvalid, match=r"wrong\.toml: "):
        load_scenario(path)


def test_a_missing_scenario_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioInvalid, match=r"evening\.toml: cannot be read"):
        load_scenario(tmp_path / "evening.toml")
