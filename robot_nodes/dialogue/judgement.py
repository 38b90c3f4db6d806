"""What follows when templates and the second opinion are both heard.

Templates decide on what has consequences. The opinion decides where they are silent or vague, and
never alone that a medicine was taken.
"""

from collections.abc import Collection

from robot_nodes.dialogue.emergency import EMERGENCIES
from robot_nodes.dialogue.meaning import CERTAIN, UNKNOWN
from robot_nodes.dialogue.opinion import Opinion
from robot_nodes.ports import Understanding

NEVER_ALONE = frozenset({"taken"})
"""Meanings that the opinion may not bring up: the robot asks again instead."""
DECIDED = EMERGENCIES | NEVER_ALONE
"""Meanings of a template that the opinion does not replace by another."""
ACTED_ON = frozenset({"cancel_help", "stop", "forget", "pause_listening"})
"""Meanings that the robot follows at once."""
GRAVE_FROM = 0.6
"""Probability from which the opinion alone hears an emergency, or what is followed at once."""
AGREEING_FROM = 0.8
"""Probability from which it bears out a report of taking that holds other words beside it."""
VETO_FROM = 0.6
"""Probability of something else from which a template's `taken` is unclear."""
OVER_WHOLE = 0.9
"""... from which it overrules templates that fit every word,"""
OVER_PART = 0.5
"""... those that fit some of them, and mere hints,"""
OVER_NOTHING = 0.25
"""... and from which it speaks where no template fits."""


def judged(
    told: Understanding,
    *,
    is_hint: bool,
    opinion: Opinion,
    expected: Collection[str],
    is_own: bool,
) -> Understanding:
    """Return what an utterance means after both were heard.

    Args:
        told: What the templates say.
        is_hint: They fit only after straightening words, or single words hint at it.
        opinion: What the model says.
        expected: What was just asked for: an answer to it stands.
        is_own: The resident speaks of themselves: nobody else's fall is an emergency.
    """
    if told.intent == opinion.intent or not _may_speak(opinion, is_own=is_own):
        return _vetoed(told, opinion)
    if told.intent in DECIDED or told.intent in expected:
        return _vetoed(told, opinion)
    return _heard(opinion) if opinion.probability >= _needed(told, is_hint=is_hint) else told


def _needed(told: Understanding, *, is_hint: bool) -> float:
    if told.intent == UNKNOWN.intent:
        return OVER_NOTHING
    return OVER_PART if is_hint or told.confidence < 1 else OVER_WHOLE


def _may_speak(opinion: Opinion, *, is_own: bool) -> bool:
    if opinion.intent in NEVER_ALONE:
        return False
    if opinion.intent in EMERGENCIES:
        return is_own and opinion.probability >= GRAVE_FROM
    return opinion.intent not in ACTED_ON or opinion.probability >= GRAVE_FROM


def _vetoed(told: Understanding, opinion: Opinion) -> Understanding:
    """Return `unknown` where the opinion hears something else in a report of taking."""
    if told.intent != "taken":
        return told
    if told.confidence < 1:
        is_borne_out = opinion.intent == "taken" and opinion.probability >= AGREEING_FROM
        return told if is_borne_out else UNKNOWN
    hears_other = opinion.intent not in {"taken", "affirm"} and opinion.probability >= VETO_FROM
    return UNKNOWN if hears_other else told


def _heard(opinion: Opinion) -> Understanding:
    """Return the opinion as an understanding that is asked about before anything follows."""
    if opinion.intent == UNKNOWN.intent:
        return UNKNOWN
    confidence = round(min(opinion.probability, CERTAIN - 0.01), 2)
    return Understanding(intent=opinion.intent, confidence=confidence)


def is_own(words: Collection[str], first_person: Collection[str]) -> bool:
    """Return whether a word of the first person stands in it."""
    return not set(first_person).isdisjoint(words)
