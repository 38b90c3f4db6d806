"""What two decoders make of one utterance: what has consequences needs both, or is asked again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from robot_nodes.dialogue.emergency import EMERGENCIES, is_emergency
from robot_nodes.dialogue.meaning import CERTAIN, GRAVE, UNKNOWN, WEAK
from robot_nodes.ports import Understanding

CONSEQUENCES = (
    EMERGENCIES
    | GRAVE
    | {"taken", "not_taken", "refuse", "later", "affirm", "deny"}
    | {"cancel_help", "call_nurse", "call_family", "pause_listening", "forget"}
)
"""Intents from which something follows that a mishearing must not bring about."""
SAME_ANSWERS = (frozenset({"affirm", "taken"}), frozenset({"deny", "not_taken"}))
"""Meanings that come to the same where the robot has asked for both: "ja" and "ja, jeg har tatt
den". Two recognisers write the same speech down in other words."""
LEAST_CONFIDENCE = 0.85
"""Ratio 0-1: a cry that the small grammar alone has heard counts from here. It knows few other
words, so that the television now and then sounds to it like one."""
LONGEST_UNCONFIRMED = 6
"""Words: a longer run in which the whole vocabulary has known one word at most is no cry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one decoder made of an utterance."""

    understanding: Understanding
    confidence: float
    """The decoder's own, 0-1."""
    unknown_words: int
    """Stretches of speech outside its vocabulary."""
    words: int = 1
    """How many words it wrote; 0 where it knew none."""


def agreed(full: Heard, others: Sequence[Heard], asked: Iterable[str]) -> Understanding:
    """Return what an utterance means, weakly where the decoders do not agree on a consequence.

    What is weak is never acted on without another question (`answers.is_certain`).

    Args:
        full: What the decoder with the whole vocabulary has heard.
        others: The decoders that know what was asked; where there are none, nothing is certain.
        asked: The intents that the robot has just asked for.
    """
    understood = full.understanding
    if is_emergency(understood):
        if any(is_emergency(other.understanding) for other in others):
            return understood
        if understood.confidence >= CERTAIN or not full.unknown_words:
            return doubted(understood)
    cry = next((each.understanding for each in others if _is_clear_cry(each, full)), None)
    if cry is not None and not _is_clear(full):
        return doubted(cry)
    if understood.intent not in CONSEQUENCES | frozenset(asked) or understood is UNKNOWN:
        return understood
    wanted = frozenset(asked)
    if any(_agree(understood, o.understanding, wanted) for o in others):
        return _as_far_as_heard(full)
    return UNKNOWN if full.unknown_words else doubted(understood)


def doubted(understood: Understanding) -> Understanding:
    """Return the same meaning, too weak to act on."""
    return replace(understood, confidence=min(understood.confidence, WEAK), is_doubted=True)


def _agree(one: Understanding, other: Understanding, asked: frozenset[str]) -> bool:
    """Return whether both mean the same, in whatever words, and name no two different times."""
    waits = {each.slots["minutes"] for each in (one, other) if "minutes" in each.slots}
    both = {one.intent, other.intent}
    is_one_answer = any(both <= answer <= asked for answer in SAME_ANSWERS)
    return (len(both) == 1 or is_one_answer) and len(waits) <= 1


def _as_far_as_heard(full: Heard) -> Understanding:
    """Return what both have heard, less where an unknown word can turn it round.

    A "not" may hide beside "taken"; beside a pain or a sickness, a film in another language.
    """
    understood = full.understanding
    if not full.unknown_words:
        return understood
    if understood.intent == "taken":
        return UNKNOWN
    return doubted(understood) if understood.intent in GRAVE else understood


def _is_clear(full: Heard) -> bool:
    return full.understanding != UNKNOWN and not full.unknown_words


def _is_clear_cry(other: Heard, full: Heard) -> bool:
    is_babble = full.words <= 1 and other.words > LONGEST_UNCONFIRMED
    return (
        is_emergency(other.understanding)
        and not other.unknown_words
        and other.confidence >= LEAST_CONFIDENCE
        and not is_babble
    )
