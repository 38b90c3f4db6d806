"""Who the residents are and what each answers to what: a morning as data."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, with_config

from schedules.locale import Locale
from sim import data_file

SCENARIOS_FOLDER = Path(__file__).with_name("scenarios")

_STRICT = ConfigDict(extra="forbid")


class ScenarioInvalid(ValueError):  # noqa: N818 - reads as what is wrong
    """A scenario cannot be played; the message names the file, the field and the remedy."""


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One resident, and the voice that stands in for theirs."""

    name: str
    """As the lines of the scenario call them."""
    resident_id: str
    """UUID by which captions and the care state name them."""
    voice: str
    """Variant of the locale's voice, e.g. `f3`."""
    rate_wpm: int = 140
    """Words a minute, 80 to 450."""
    pitch: int = 50
    """0 to 100; 50 is the voice's own."""


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one resident says, once, to what the robot says."""

    id: str
    """Stable; stands in the measures."""
    to: str
    """Whom the robot speaks to: a person's name."""
    keywords: tuple[str, ...]
    """The sentence asks this if it contains one of them, whatever the case of its letters."""
    answer: str
    delay_s: float = 0.9
    """From the end of the robot's sentence to the answer, seconds; people take 0.6-1.5."""
    interrupts_after_s: float | None = None
    """Speak into the robot's own sentence, so many seconds after it became audible."""
    is_closed: bool = False
    """Whether the robot's question has a short set of answers."""


@with_config(_STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A morning, played by one program. What no line answers is met with silence."""

    locale: Locale
    people: tuple[Person, ...]
    lines: tuple[Line, ...]
    """Each is said once; the first that fits and was not said yet counts."""
    asked_again: tuple[str, ...] = ()
    """Keywords by which the robot asks for a repeat: the last answer is said once more."""

    def person(self, resident_id: str) -> Person | None:
        """Return who has that id."""
        return next((person for person in self.people if person.resident_id == resident_id), None)


def scenario_file(name: str, locale: Locale) -> Path:
    """Return where the scenario `name` in `locale` is written down."""
    return SCENARIOS_FOLDER / f"{name}.{locale}.toml"


def load_scenario(path: Path) -> Scenario:
    """Read a scenario.

    Raises:
        ScenarioInvalid: The file cannot be read, or what it says cannot be played.
    """
    scenario = data_file.read(Scenario, path, ScenarioInvalid)
    _check(scenario, path)
    return scenario


def _check(scenario: Scenario, path: Path) -> None:
    names = {person.name for person in scenario.people}
    for line in scenario.lines:
        if line.to not in names:
            msg = f"{path}: line {line.id!r} is for {line.to!r}, who is not among the people"
            raise ScenarioInvalid(msg)
