"""`Gr.fst`: how likely words follow one another. A bigram with back-off to single words.

The end of a sentence leads back to the start, so that several may follow in one utterance.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from robot_nodes.speech.recogniser import UNKNOWN_WORD
from robot_nodes.speech.training.fst import Fst
from robot_nodes.speech.training.sentences import Wording

BACK_OFF_SHARE = 0.3
"""Of what may follow a word, the share kept for what was never seen to follow it."""
UNKNOWN_SHARE = 0.01
"""Of single words, the share of unknown ones."""
NEXT_SENTENCE_COST = 1.0
MID_SENTENCE_END_COST = 3.0

_START, _END = "<s>", "</s>"
_START_STATE, _BACK_OFF_STATE = 0, 1


def grammar(wordings: Sequence[Wording], words: Mapping[str, int]) -> Fst:
    """Return the grammar of `wordings`, whose words have the numbers `words`."""
    followers = _followers(wordings)
    counts = _single_counts(followers)
    said = {word: number for word, number in words.items() if word in counts}
    fst = Fst()
    fst.new_state()
    states = {word: fst.new_state() for word in said}
    _add_single_words(fst, said, states, counts, words[UNKNOWN_WORD])
    for word, state in ((_START, _START_STATE), *states.items()):
        _add_followers(fst, state, followers[word], said, states)
    fst.final_costs[_BACK_OFF_STATE] = MID_SENTENCE_END_COST
    fst.sort_by_input()
    return fst


def _followers(wordings: Sequence[Wording]) -> defaultdict[str, Counter[str]]:
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for wording in wordings:
        for sentence in wording.variants:
            said = sentence.split()
            for word, follower in zip((_START, *said), (*said, _END), strict=True):
                followers[word][follower] += wording.weight  # type: ignore[assignment]  # weights, not counts
    return followers


def _single_counts(followers: Mapping[str, Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in followers.values():
        total.update(counts)
    del total[_END]
    return total


def _add_single_words(
    fst: Fst,
    said: Mapping[str, int],
    states: Mapping[str, int],
    counts: Counter[str],
    unknown: int,
) -> None:
    """Half by how often a word was said, half evenly: rare words must stay reachable."""
    total = sum(counts.values())
    for word, number in said.items():
        share = (1 - UNKNOWN_SHARE) * (0.5 * counts[word] / total + 0.5 / len(said))
        fst.connect(_BACK_OFF_STATE, states[word], number, number, -math.log(share))
    fst.connect(_BACK_OFF_STATE, _BACK_OFF_STATE, unknown, unknown, -math.log(UNKNOWN_SHARE))


def _add_followers(
    fst: Fst,
    state: int,
    followers: Counter[str],
    said: Mapping[str, int],
    states: Mapping[str, int],
) -> None:
    total = sum(followers.values())
    for follower, count in followers.items():
        cost = -math.log((1 - BACK_OFF_SHARE) * count / total)
        if follower == _END:
            fst.final_costs[state] = cost
            fst.connect(state, _START_STATE, cost=cost + NEXT_SENTENCE_COST)
        else:
            fst.connect(state, states[follower], said[follower], said[follower], cost)
    fst.connect(state, _BACK_OFF_STATE, cost=-math.log(BACK_OFF_SHARE))
