"""What stands in calendars and medication lists, and what they cannot say, in plain words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from care_api.web.times import Times
from care_api.web.wording import mark
from schedules.formats.refusal import CannotExpress

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "ATTENDEE": mark("who takes part"),
        "CLASS": mark("who may see it"),
        "DTEND": mark("its end"),
        "DURATION": mark("its end"),
        "LOCATION": mark("its place"),
        "ORGANIZER": mark("who invites"),
        "VALARM": mark("its alarms"),
        "additionalInstruction": mark("instructions"),
        "asNeededCodeableConcept": mark("what it is needed for"),
        "asNeededFor": mark("what it is needed for"),
        "dispenseRequest": mark("what the pharmacy is told"),
        "note": mark("a note"),
        "patientInstruction": mark("instructions"),
        "reasonCode": mark("what it is for"),
        "reasonReference": mark("what it is for"),
        "route": mark("how it is taken"),
        "text": mark("the dosage in words"),
    }
)
"""Name in a file -> words; others are called by their name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatWords:
    """Says to one reader what formats and plans do not have in common."""

    say: Callable[[str], str]
    """Translates one message."""
    times: Times

    def refusal(self, refusal: CannotExpress) -> str:
        """Return what cannot be said, why, and what to do instead."""
        reason, remedy = self.say(refusal.reason), self.say(refusal.remedy)
        return f"{refusal.title}: {reason % refusal.values}; {remedy % refusal.values}"

    def parts(self, names: Iterable[str]) -> str:
        """Return the parts of a file by what they are called, each once."""
        words = {self.say(PARTS[name]) if name in PARTS else name for name in names}
        return self.times.listed(sorted(words))
