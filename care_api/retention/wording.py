"""What the kinds of data are called on the pages, what belongs to them, and why their bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from care_api.retention.rule import Kind
from care_api.web.wording import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Message ids about one kind."""

    title: str
    about: str
    why: str


_OF_CARE = mark(
    "This is documentation of care. It is kept for as long as it may be of use to the care, and a "
    "complaint may come years later: ten years at least."
)

KINDS: Mapping[Kind, Words] = MappingProxyType(
    {
        Kind.WORDS: Words(
            title=mark("Words that were said and heard"),
            about=mark(
                "What residents and robots said, what staff had robots say, and what the server "
                "refused from robots. What the words were taken to mean stays."
            ),
            why=mark(
                "Nothing is more private, and the words are of use only while somebody may ask "
                "what was meant: half a year at most."
            ),
        ),
        Kind.PRESENCE: Words(
            title=mark("In which room somebody was"),
            about=mark("Each time that a robot or a sensor noticed somebody."),
            why=mark("It shows a life hour by hour, and is of use for weeks: half a year at most."),
        ),
        Kind.MESSAGES: Words(
            title=mark("E-mails and text messages"),
            about=mark("Who was to be told of an alert, at which address, and each attempt."),
            why=mark("They show why an alert was answered late: three months at least."),
        ),
        Kind.ALERTS: Words(
            title=mark("Alerts"),
            about=mark("With each step and the notes on them, once they are closed."),
            why=_OF_CARE,
        ),
        Kind.NOTES: Words(
            title=mark("Notes"),
            about=mark("Each with all its wordings, counted from the newest."),
            why=_OF_CARE,
        ),
        Kind.EVENTS: Words(
            title=mark("Tasks, events and handovers"),
            about=mark(
                "What was planned, what was reported about it, all else that happened, and "
                "handovers that both have signed."
            ),
            why=_OF_CARE,
        ),
        Kind.PLANS: Words(
            title=mark("Plans, consents and decisions of former residents"),
            about=mark(
                "With all their versions, counted from the day on which the service ended. Until "
                "then nothing of it goes."
            ),
            why=_OF_CARE,
        ),
        Kind.ACCESS: Words(
            title=mark("Audit log"),
            about=mark(
                "Who looked at whom and who changed what, and when the family's page was read. "
                "The seals stay: what is left can still be verified."
            ),
            why=mark(
                "Residents may ask who has read about them, and misuse is often found late: two "
                "years at least."
            ),
        ),
        Kind.CONTACTS: Words(
            title=mark("Contacts, relations and links that have ended"),
            about=mark(
                "Once nothing that is kept refers to them. Former residents' names as well."
            ),
            why=mark("Other people's names and numbers, of no use to the care any more."),
        ),
    }
)
