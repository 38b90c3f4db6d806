"""What the robot took a sentence to mean, in a nurse's words."""

from collections.abc import Mapping
from types import MappingProxyType

from care_api.web.wording import mark

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "affirm": mark("yes"),
        "deny": mark("no"),
        "taken": mark("has taken it"),
        "not_taken": mark("has not taken it"),
        "later": mark("later"),
        "refuse": mark("does not want it"),
        "help": mark("needs help"),
        "fallen": mark("has fallen"),
        "pain": mark("is in pain"),
        "unwell": mark("feels unwell"),
        "cancel_help": mark("no help needed after all"),
        "call_nurse": mark("wants a nurse"),
        "call_family": mark("wants their family"),
        "feel_good": mark("feels well"),
        "feel_ok": mark("feels all right"),
        "feel_bad": mark("feels bad"),
        "lonely": mark("feels lonely"),
        "ask_company": mark("wants company"),
        "ask_activity": mark("wants something to do"),
        "ask_time": mark("asks the time"),
        "ask_date": mark("asks the date"),
        "ask_next_medication": mark("asks about the next medicine"),
        "ask_taken": mark("asks whether it was taken"),
        "ask_visit": mark("asks when somebody comes"),
        "ask_today": mark("asks what happens today"),
        "ask_municipality": mark("asks about the municipality"),
        "repeat": mark("wants it repeated"),
        "slower": mark("wants slower speech"),
        "louder": mark("wants a louder voice"),
        "quieter": mark("wants a quieter voice"),
        "stop": mark("stop talking"),
        "pause_listening": mark("stop listening"),
        "resume_listening": mark("listen again"),
        "forget": mark("forget what was said"),
        "who_are_you": mark("asks who the robot is"),
        "what_can_you_do": mark("asks what the robot can do"),
        "who_listens": mark("asks who listens"),
        "who_has_read": mark("asks who has read about them"),
        "greet": mark("a greeting"),
        "thank": mark("thanks"),
        "goodbye": mark("goodbye"),
        "small_talk": mark("small talk"),
    }
)
"""Intent -> words; one that is not here was not understood."""

NOT_UNDERSTOOD = mark("not understood")
ON_THE_SCALE = mark("a number on the scale")
"""Of the answers to a question from one to five: their words tell which."""


def meaning(intent: str) -> str:
    """Return the message id of an intent."""
    if intent.startswith("score_"):
        return ON_THE_SCALE
    return MEANINGS.get(intent, NOT_UNDERSTOOD)
