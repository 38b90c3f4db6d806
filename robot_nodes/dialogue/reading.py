"""How an utterance is best read: which templates, side by side, leave the fewest words over."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from robot_nodes.dialogue.grammar import Match, Use

BY_ITSELF = frozenset({Use.ALONE, Use.WEAK})
"""Templates that are meant to be all that was said."""
BESIDE_OTHERS = 1000
"""Added to the rank of such a template: between equals it comes last."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Matches side by side, in the order in which they were said."""

    matches: tuple[Match, ...]
    """Those with an intent; fillers are left out."""
    left_over: tuple[int, ...]
    """Indexes of the words that no template fits."""
    length: int
    """Words in all."""

    @property
    def coverage(self) -> float:
        """Ratio of the words that were understood, 0-1."""
        return 1 - len(self.left_over) / self.length if self.length else 0.0


@dataclass(frozen=True, slots=True)
class _Path:
    """The best reading of the words from some index to the end."""

    cost: tuple[int, int, int, int]
    """Words left over, matches, squares of their lengths (negative), sum of ranks."""
    match: Match | None
    next_index: int


def read(
    matches: Sequence[Match], length: int, left_out: Collection[Use], expected: Collection[str]
) -> Reading:
    """Return the reading with the fewest words over, then the fewest and longest parts.

    Args:
        matches: All that fit.
        length: Plain words in the utterance.
        left_out: Kinds of template not to use.
        expected: Intents that win where two fit alike.
    """
    starting: defaultdict[int, list[Match]] = defaultdict(list)
    for match in matches:
        if match.rule.use not in left_out:
            starting[match.start].append(match)
    best = {length: _Path((0, 0, 0, 0), None, length)}
    for index in range(length - 1, -1, -1):
        after = best[index + 1].cost
        skipped = _Path((after[0] + 1, *after[1:]), None, index + 1)
        paths = [_path(match, best[match.end], expected) for match in starting[index]]
        best[index] = min([*paths, skipped], key=lambda path: path.cost)
    return _walk(best, length)


def _path(match: Match, rest: _Path, expected: Collection[str]) -> _Path:
    left_over, parts, lengths, ranks = rest.cost
    rank = -1 if match.intent in expected else match.rule.rank
    if rank >= 0 and match.rule.use in BY_ITSELF:
        rank += BESIDE_OTHERS
    longer = lengths - (match.end - match.start) ** 2
    return _Path((left_over, parts + 1, longer, ranks + rank), match, match.end)


def _walk(best: dict[int, _Path], length: int) -> Reading:
    found: list[Match] = []
    left_over: list[int] = []
    index = 0
    while index < length:
        path = best[index]
        if path.match is None:
            left_over.append(index)
        elif path.match.intent:
            found.append(path.match)
        index = path.next_index
    return Reading(matches=tuple(found), left_over=tuple(left_over), length=length)
