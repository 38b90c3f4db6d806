"""What stands about a resident, in words: relations, consents, suitability."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.consents.scope import Scope
from care_api.relations.service import Kind
from care_api.residents.transition import EndReason
from care_api.service_decisions.service import Suitability
from care_api.web.wording import mark

RELATIONS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.NEXT_OF_KIN: mark("Next of kin"),
        Kind.RELATIVE: mark("Relative or friend"),
        Kind.GUARDIAN: mark("Guardian"),
        Kind.GP: mark("General practitioner"),
        Kind.OTHER: mark("Other contact"),
    }
)

SCOPES: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.LISTENING: mark("A robot that listens in the home"),
        Scope.TRANSCRIPTS: mark("Staff read the words that were heard"),
        Scope.ROOM_SENSORS: mark("The robot notes in which room somebody is"),
        Scope.FAMILY_PAGE: mark("Relatives see the day's programme and who looked"),
        Scope.FAMILY_HEALTH: mark("Relatives also see medicines, answers and what was said"),
        Scope.RESEARCH: mark("A study uses what the robot recorded"),
    }
)

WITHDRAWN: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.LISTENING: mark(
            "The robot stops listening as soon as it is told, and then hears no call for help. "
            "The resident's day shows whether it has. It still hears the answer when it asks about "
            "medicine, and what is said after the help button was pressed."
        ),
        Scope.TRANSCRIPTS: mark(
            "The words that were heard are not shown any more. What they meant is, "
            "because care follows from it."
        ),
        Scope.ROOM_SENSORS: mark(
            "The robot notes no rooms any more, for nobody whom it looks after: a sensor does not "
            "tell who it is. What was noted before stays."
        ),
        Scope.FAMILY_PAGE: mark("The relatives' links open nothing any more."),
        Scope.FAMILY_HEALTH: mark(
            "Relatives see no medicines, no answers and nothing of what was said."
        ),
        Scope.RESEARCH: mark("Tell whoever runs the study, who has to leave the resident out."),
    }
)
"""What follows when it is not given; said where it was refused or taken back."""

SUITABILITIES: Mapping[Suitability, str] = MappingProxyType(
    {
        Suitability.UNDECIDED: mark("Being tried"),
        Suitability.SUITABLE: mark("The robot suits the resident"),
        Suitability.UNSUITABLE: mark("The robot does not suit the resident"),
    }
)

SUITABILITY_TONES: Mapping[Suitability, str] = MappingProxyType(
    {
        Suitability.UNDECIDED: "calm",
        Suitability.SUITABLE: "good",
        Suitability.UNSUITABLE: "attention",
    }
)

END_REASONS: Mapping[EndReason, str] = MappingProxyType(
    {
        EndReason.MOVED_AWAY: mark("The resident has moved away"),
        EndReason.DIED: mark("The resident has died"),
        EndReason.DECLINED: mark("The resident does not want it any more"),
        EndReason.UNSUITABLE: mark("The robot does not suit the resident any more"),
    }
)

DETAILS: Mapping[str, str] = MappingProxyType(
    {
        "name": mark("Name"),
        "spoken_name": mark("What the robot calls them"),
        "room": mark("Room or address"),
        "locale": mark("Language"),
        "number_to_call": mark("The number that the robot names when it reaches nobody"),
    }
)
"""What is known of who a resident is and where they live: field -> what it is called."""
