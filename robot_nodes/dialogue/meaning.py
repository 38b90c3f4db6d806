"""Which one meaning an utterance has, when several phrases stand side by side in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from robot_nodes.dialogue.grammar import Match, Use
from robot_nodes.dialogue.normalise import Words
from robot_nodes.dialogue.reading import Reading
from robot_nodes.ports import Understanding

CERTAIN = 0.8
"""Confidence from which an answer may be acted on without asking again."""
WEAK = 0.6
"""Confidence of what was said too loosely to be acted on."""
UNKNOWN = Understanding(intent="unknown")

GRAVE = frozenset({"pain", "unwell"})
YES_NO = frozenset({"affirm", "deny"})
SOFT = frozenset({"feel_good", "feel_ok"})
"""Said beside a yes or no to what was asked, these say no more: "nei da, det går fint"."""
SOFT_BESIDE = MappingProxyType({"affirm": SOFT, "deny": SOFT | {"cancel_help"}})
"""... and "nei, jeg har ikke falt" beside a no."""
COURTESIES = frozenset({"greet", "thank", "goodbye"})
HARMLESS_BESIDE_TAKEN = frozenset({"taken", "affirm", *COURTESIES, "feel_good"})
"""What may stand beside "I have taken it" without casting doubt on it."""

_ORDER = (
    *("pain", "unwell", "cancel_help", "call_nurse", "call_family"),
    *("refuse", "later", "not_taken", "taken"),
    *("pause_listening", "stop", "forget", "feel_bad", "lonely", "feel_ok", "feel_good"),
)
PRECEDENCE: Mapping[str, int] = MappingProxyType({name: n for n, name in enumerate(_ORDER)})
"""Which meaning counts where two are said in one breath: the graver, the less flattering."""

_LEAST_COVERAGE = MappingProxyType(
    {0: 0.25, 1: 0.5, 2: 0.6}  # a grave word counts in a long story, a lone "yes" does not
)


def meaning(reading: Reading, expected: frozenset[str], *, is_doubtful: bool) -> Understanding:
    """Return what an utterance means.

    Args:
        reading: Its best reading.
        expected: What was just asked for: it comes before the general order.
        is_doubtful: A word stands in it beside which nothing was certainly said.
    """
    if not reading.matches:
        return UNKNOWN
    chosen = _chosen(reading.matches, expected)
    if chosen is None or reading.coverage < _LEAST_COVERAGE[_lightness(chosen.intent)]:
        return UNKNOWN
    if chosen.intent == "taken" and not _is_clearly_taken(reading, is_doubtful=is_doubtful):
        return UNKNOWN
    is_weak = chosen.rule.use is Use.WEAK or (chosen.intent == "affirm" and is_doubtful)
    return Understanding(
        intent=chosen.intent,
        slots=_slots(reading.matches, chosen.intent),
        confidence=round(reading.coverage * (WEAK if is_weak else 1.0), 2),
    )


def weightiest(reading: Reading, expected: frozenset[str]) -> Understanding:
    """Return the meaning that counts most among hints, however much else was said."""
    chosen = _chosen(reading.matches, expected) if reading.matches else None
    if chosen is None:
        return UNKNOWN
    slots = _slots(reading.matches, chosen.intent)
    return Understanding(intent=chosen.intent, slots=slots, confidence=WEAK)


def _slots(matches: Sequence[Match], intent: str) -> dict[str, str]:
    """Return the slots of all phrases with one meaning, the first saying of each."""
    slots: dict[str, str] = {}
    for match in matches:
        if match.intent == intent:
            slots = {**match.slots, **slots}
    return slots


def _lightness(intent: str) -> int:
    if intent in GRAVE:
        return 0
    return 2 if intent in {*YES_NO, *COURTESIES, "small_talk"} else 1


def _chosen(matches: Sequence[Match], expected: frozenset[str]) -> Match | None:
    """Return the match that decides, or None where yes and no stand against each other."""
    light = {*YES_NO, *COURTESIES, "small_talk"}
    if expected >= YES_NO:
        light |= SOFT_BESIDE.get(matches[0].intent, frozenset()) - expected
    weighty = [m for m in matches if m.intent not in light]
    if weighty:
        return min(
            weighty,
            key=lambda m: (
                m.intent not in GRAVE,
                m.intent != "repeat",  # what was asked was not heard
                m.intent not in expected,
                _precedence(m),
            ),
        )
    answers = [match for match in matches if match.intent in YES_NO]
    if answers:
        return _yes_or_no(answers)
    return max(matches, key=lambda m: (m.intent == "small_talk", m.end - m.start))


def without_mere_times(reading: Reading, words: Words, beside_taken: Collection[str]) -> Reading:
    """Return the reading without times that belong to a question or to a report of taking.

    In "hva skjer i kveld" the evening is no delay; "etter frokost" tells when it was taken.
    """
    told = {match.intent for match in reading.matches}
    delays = [match for match in reading.matches if match.intent == "later"]
    if "taken" in told:
        times = [m for m in delays if set(words.plain[m.start : m.end]) <= set(beside_taken)]
    elif any(name.startswith("ask_") for name in told):
        times = [match for match in delays if match.rule.use is Use.ALONE]
    else:
        times = []
    if not times:
        return reading
    over = {index for match in times for index in range(match.start, match.end)}
    return replace(
        reading,
        matches=tuple(match for match in reading.matches if match not in times),
        left_over=tuple(sorted({*reading.left_over, *over})),
    )


def _precedence(match: Match) -> tuple[int, int]:
    return PRECEDENCE.get(match.intent, len(PRECEDENCE)), match.start


def _yes_or_no(answers: Sequence[Match]) -> Match | None:
    """Return the yes or no that counts: "ja, det gjør ikke vondt" is a no, "ja, nei" is nothing."""
    last = answers[-1]
    if len({answer.intent for answer in answers}) == 1:
        return min(answers, key=lambda answer: answer.rule.use is Use.WEAK)
    is_spelt_out = last.end - last.start > 1
    return last if last.intent == "deny" and is_spelt_out else None


def _is_clearly_taken(reading: Reading, *, is_doubtful: bool) -> bool:
    """Return whether nothing speaks against it; words left over were found harmless before."""
    beside = {match.intent for match in reading.matches}
    return not is_doubtful and beside <= HARMLESS_BESIDE_TAKEN
