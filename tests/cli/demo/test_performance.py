from pathlib import Path

import pytest

from cli.demo.performance import NoSoundDevices, SoundUnwritable, cast_of, claim_file, require_sound
from schedules.locale import Locale
from sim.scenario import load_scenario, scenario_file


@pytest.mark.parametrize("devices", [((), ()), (("Built-in",), ()), ((), ("Built-in",))])
def test_nobody_can_be_the_resident_without_microphone_and_loudspeaker(
    devices: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    with pytest.raises(NoSoundDevices, match="--me"):
        require_sound(*devices)


def test_with_both_a_person_can_be_the_resident() -> None:
    require_sound(("Built-in",), ("Built-in",))


@pytest.mark.parametrize("locale", list(Locale))
def test_everybody_is_known_by_name(locale: Locale) -> None:
    cast = cast_of(load_scenario(scenario_file("morning", locale)))
    assert cast.name(cast.arne) == "Arne"
    assert cast.name(str(cast.ingrid)) == "Ingrid"
    assert not cast.name(None)


def test_a_file_that_cannot_be_written_is_refused_before_the_morning_begins(
    tmp_path: Path,
) -> None:
    with pytest.raises(SoundUnwritable, match="talk.wav"):
        claim_file(tmp_path / "nowhere" / "talk.wav")
