"""What the demonstration's plans say, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWording:
    """The words of three plans, as the robot speaks them, and what stands about a resident."""

    medicine: str
    dose: str
    check_in: str
    sleep: str
    feeling: str
    activity: str
    message: str
    """Long enough that a resident can cry into it."""
    number_to_call: str
    note: str
    shared_note: str
    """A note that the resident may read."""
    daughter: str
    surgery: str
    asked: str
    """How a consent was asked for."""
    grounds: str
    trained: str
    rooms: tuple[str, str, str]
    """Bedroom, bathroom, sitting room."""


WORDING: Mapping[Locale, DemoWording] = MappingProxyType(
    {
        Locale.NB_NO: DemoWording(
            medicine="Paracet",
            dose="to tabletter",
            check_in="Morgentilsyn",
            sleep="Hvordan har du sovet i natt?",
            feeling="Hvordan har du det nå?",
            activity="Dagens program",
            message=(
                "I dag er det sang i dagligstuen klokken elleve. "
                "Vi synger gamle viser, og det blir kaffe og vafler etterpå. "
                "Klokken to er det gåtur i hagen for dem som har lyst. "
                "Været er fint, men ta gjerne på deg noe varmt."
            ),
            number_to_call="tjue førti",
            note="Hører best på venstre øre. Vil ha god tid til å svare.",
            shared_note="Fotpleieren kommer på torsdag.",
            daughter="datter",
            surgery="Fjordvik legesenter",
            asked="spurt muntlig, med datteren til stede",
            grounds="Svarer tydelig og liker stemmen.",
            trained="Beboer og pårørende: be om hjelp, be roboten om ikke å lytte",
            rooms=("soverom", "bad", "stue"),
        ),
        Locale.NN_NO: DemoWording(
            medicine="Paracet",
            dose="to tablettar",
            check_in="Morgontilsyn",
            sleep="Korleis har du sove i natt?",
            feeling="Korleis har du det no?",
            activity="Programmet i dag",
            message=(
                "I dag er det song i daglegstova klokka elleve. "
                "Vi syng gamle viser, og det blir kaffi og vaflar etterpå. "
                "Klokka to er det gåtur i hagen for dei som har lyst. "
                "Vêret er fint, men ta gjerne på deg noko varmt."
            ),
            number_to_call="tjue førti",
            note="Høyrer best på venstre øyre. Vil ha god tid til å svare.",
            shared_note="Fotpleiaren kjem på torsdag.",
            daughter="dotter",
            surgery="Fjordvik legesenter",
            asked="spurd munnleg, med dottera til stades",
            grounds="Svarar tydeleg og liker stemma.",
            trained="Bebuar og pårørande: be om hjelp, be roboten om ikkje å lytte",
            rooms=("soverom", "bad", "stove"),
        ),
        Locale.EN_GB: DemoWording(
            medicine="Paracetamol",
            dose="two tablets",
            check_in="Morning check-in",
            sleep="How did you sleep last night?",
            feeling="How do you feel now?",
            activity="Today's programme",
            message=(
                "Today there is singing in the sitting room at eleven. "
                "We sing the old songs, and there is coffee and cake afterwards. "
                "At two there is a walk in the garden for everyone who would like it. "
                "The weather is fine, but do put on something warm."
            ),
            number_to_call="twenty forty",
            note="Hears best with her left ear. Wants plenty of time to answer.",
            shared_note="The chiropodist comes on Thursday.",
            daughter="daughter",
            surgery="Fjordvik surgery",
            asked="asked in person, with the daughter present",
            grounds="Answers clearly and likes the voice.",
            trained="Resident and family: call for help, ask the robot not to listen",
            rooms=("bedroom", "bathroom", "sitting room"),
        ),
    }
)
