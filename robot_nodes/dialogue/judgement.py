"""What an utterance means after the templates and the second opinion were heard.

Templates decide on what has consequences. The opinion decides where they are silent or vague, never
alone that a medicine was taken, and not against a whole sentence whose meaning it was never taught.
"""

from collections.abc import Collection
from dataclasses import replace

from robot_nodes.dialogue.emergency import EMERGENCIES
from robot_nodes.dialogue.meaning import CERTAIN, GRAVE, UNKNOWN, WEAK
from robot_nodes.dialogue.opinion import Opinion
from robot_nodes.ports import Understanding

NEVER_ALONE = frozenset({"taken"})
"""Meanings that the opinion may not bring up: the robot asks again instead."""
SPIRITS = frozenset({"feel_good", "feel_ok", "feel_bad", "lonely"})
"""How somebody feels: not instead of a pain or a sickness that fits every word."""
DECIDED = EMERGENCIES | NEVER_ALONE
"""Meanings of a template that the opinion does not replace by another."""
ACTED_ON = frozenset({"cancel_help", "stop", "forget", "pause_listening"})
"""Meanings that the robot follows at once."""
GRAVE_FROM = 0.6
"""Probability from which the opinion alone hears an emergency."""
SURELY_FROM = 0.7
"""... and of all cries together, from which it does so whoever is spoken of: "he has gone blue"."""
CRYING_FROM = 0.5
"""Probability of all cries and complaints together from which what is unclear else is a call."""
ACTED_ON_FROM = 0.55
"""Probability from which it alone hears what is followed at once."""
AGREEING_FROM = 0.8
"""Probability from which it bears out a report of taking that holds other words beside it,"""
AGREEING_WHERE_ASKED_FROM = 0.55
"""... and where the robot has just asked for one."""
VETO_FROM = 0.6
"""Probability of something else from which a template's `taken` is unclear."""
REFUSING_FROM = 0.5
"""Probability from which it bears out a refusal that holds other words beside it."""
OVER_WHOLE = 0.6
"""How much likelier its meaning must be to overrule templates that fit every word,"""
OVER_PART = 0.3
"""... those that fit some of them (times the ratio that they fit),"""
OVER_HINT = 0.2
"""... mere hints,"""
OVER_NOTHING = 0.05
"""... and where no template fits."""


def judged(
    told: Understanding,
    *,
    is_hint: bool,
    opinion: Opinion,
    expected: Collection[str],
    is_own: bool,
) -> Understanding:
    """Return what an utterance means.

    Args:
        told: What the templates say.
        is_hint: They fit only after straightening words, or single words hint at it.
        opinion: What the model says.
        expected: What was just asked for: an answer to it stands.
        is_own: The resident speaks of themselves, and of now: no other fall is an emergency.
    """
    if told.intent == "taken":
        return told if _is_borne_out(told, opinion, expected) else UNKNOWN
    if told.intent == "refuse" and told.confidence < 1 and opinion.of("refuse") < REFUSING_FROM:
        told = replace(told, confidence=_doubted(told.confidence))
    is_grave = told.intent in GRAVE and told.confidence == 1 and not is_hint
    if is_grave and opinion.intent in SPIRITS:
        return told
    is_untaught = told.confidence == 1 and not is_hint and not opinion.knows(told.intent)
    is_settled = told.intent in DECIDED or told.intent in expected or is_untaught
    if is_settled or told.intent == opinion.intent or not _may_speak(opinion, is_own=is_own):
        return told
    lead = opinion.probability - opinion.of(told.intent)
    return _heard(opinion) if lead >= _needed(told, is_hint=is_hint) else told


def cried(understood: Understanding, opinion: Opinion, expected: Collection[str]) -> Understanding:
    """Return a call to ask about where nothing is clear but that something is the matter.

    The opinion may waver between a cry, a pain and a sickness: together they are heard. A fall is
    never concluded so, a call is.
    """
    distress = {intent: opinion.of(intent) for intent in EMERGENCIES | GRAVE}
    is_clear = understood.intent in {*distress, *expected} or understood.confidence >= WEAK
    total = sum(distress.values())
    if is_clear or total < CRYING_FROM:
        return understood
    likeliest = max(GRAVE | {"help"}, key=lambda intent: (distress[intent], intent))
    return Understanding(intent=likeliest, confidence=_doubted(total))


def _needed(told: Understanding, *, is_hint: bool) -> float:
    """Return by how much the opinion's meaning must be likelier than the templates'."""
    if told.intent == UNKNOWN.intent:
        return OVER_NOTHING
    if is_hint:
        return OVER_HINT
    is_whole = told.confidence in {1, WEAK}  # what is said loosely fits every word as well
    return OVER_WHOLE if is_whole else OVER_PART * told.confidence


def _may_speak(opinion: Opinion, *, is_own: bool) -> bool:
    if opinion.intent in NEVER_ALONE:
        return False
    if opinion.intent in EMERGENCIES:
        return is_own and opinion.probability >= GRAVE_FROM
    return opinion.intent not in ACTED_ON or opinion.probability >= ACTED_ON_FROM


def _is_borne_out(told: Understanding, opinion: Opinion, expected: Collection[str]) -> bool:
    """Return whether a report of taking stands: nothing else heard, and no word unaccounted for."""
    if told.confidence < 1:
        is_asked = told.intent in expected
        needed = AGREEING_WHERE_ASKED_FROM if is_asked else AGREEING_FROM
        return opinion.of(told.intent) >= needed
    return opinion.intent in {"taken", "affirm"} or opinion.probability < VETO_FROM


def _heard(opinion: Opinion) -> Understanding:
    """Return the opinion as an understanding that is asked about before anything follows."""
    if opinion.intent == UNKNOWN.intent:
        return UNKNOWN
    return Understanding(intent=opinion.intent, confidence=_doubted(opinion.probability))


def _doubted(probability: float) -> float:
    """Return a confidence at which nothing follows without asking."""
    return round(min(probability, CERTAIN - 0.01), 2)


def is_sure_cry(opinion: Opinion) -> bool:
    """Return whether it is a cry for help without any doubt of the opinion's."""
    return sum(map(opinion.of, EMERGENCIES)) >= SURELY_FROM


def is_own(words: Collection[str], first_person: Collection[str]) -> bool:
    """Return whether a word of the first person stands in it."""
    return not set(first_person).isdisjoint(words)
