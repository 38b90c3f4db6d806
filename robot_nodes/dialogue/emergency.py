"""Cries for help, looked for before anything else and never lost to another meaning."""

from collections.abc import Sequence

from robot_nodes.dialogue.grammar import Match, Use
from robot_nodes.ports import Understanding

EMERGENCIES = frozenset({"help", "fallen"})
"""Intents that pre-empt every conversation."""
URGENT = frozenset(
    {
        *("får ikke puste", "tegn på slag", "tegn på hjerteinfarkt"),
        *("cannot breathe", "signs of a stroke", "signs of a heart attack"),
    }
)
"""Values of `symptom` that are as urgent as a cry for help."""
URGENT_PLACES = frozenset(
    {"brystet", "bringa", "brystkassa", "brystkassen", "hjertet", "hjartet", "chest", "heart"}
)
"""Words of which one in `where` makes a pain as urgent: "my chest", "brystet mitt"."""


def is_emergency(understanding: Understanding) -> bool:
    """Return whether this comes before every conversation."""
    where = understanding.slots.get("where", "").split()
    return understanding.intent in EMERGENCIES or (
        understanding.intent in {"pain", "unwell"}
        and (understanding.slots.get("symptom") in URGENT or not URGENT_PLACES.isdisjoint(where))
    )


def is_cry(match: Match) -> bool:
    """Return whether this phrase calls for help wherever it stands."""
    return match.intent in EMERGENCIES and match.rule.use is Use.ANYWHERE


def cries(matches: Sequence[Match]) -> list[Match]:
    """Return the cries for help, those inside a longer harmless phrase left out.

    "Takk for hjelpen" and "I fell asleep" hold an emergency word and call nobody. A cry beside
    such a phrase still counts: each one is judged where it stands. A cry inside a longer cry is
    part of what that one says.
    """
    emergencies = [match for match in matches if is_cry(match)]
    shields = [
        match
        for match in matches
        if match.rule.use not in {Use.FILLER, Use.HINT} and match.intent not in EMERGENCIES
    ]
    shields += emergencies
    return [cry for cry in emergencies if not any(shield.holds(cry) for shield in shields)]


def sheltered(matches: Sequence[Match]) -> list[Match]:
    """Return the matches without emergencies and complaints inside a harmless phrase."""
    shields = [match for match in matches if match.rule.use is Use.HARMLESS]
    shelterable = EMERGENCIES | {"pain", "unwell"}
    return [
        match
        for match in matches
        if match.intent not in shelterable or not any(s.holds(match) for s in shields)
    ]


def gravest(found: Sequence[Match]) -> Match:
    """Return the cry that says most: a fall before a call, then the longest."""
    return max(found, key=lambda cry: (cry.intent == "fallen", cry.end - cry.start))
