"""`Gr.fst`: how likely words follow one another.

A trigram that backs off to pairs and to single words. The end of a sentence leads back to the
start, so that several may follow in one utterance.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from robot_nodes.speech.recogniser import UNKNOWN_WORD
from robot_nodes.speech.training.fst import Fst
from robot_nodes.speech.training.sentences import Wording

PAIR_BACK_OFF_SHARE, BACK_OFF_SHARE = 0.2, 0.3
"""Of what may follow two words, and one, the share kept for what was never seen to follow."""
UNKNOWN_SHARE = 0.01
"""Of single words, the share of unknown ones."""
EVEN_SHARE = 0.5
"""Of single words, the share given evenly: rare words must stay reachable."""
BENT_WEIGHT = 0.1
"""Of that, what a word gets that only bends another, next to a plain one."""
LEAST_WEIGHT = 0.15
"""Two words said less often together are not remembered as a pair."""
NEXT_SENTENCE_COST = 1.0
MID_SENTENCE_END_COST = 3.0

_START, _END = "<s>", "</s>"
_START_STATE, _BACK_OFF_STATE = 0, 1

History: TypeAlias = tuple[str, ...]
"""The last one or two words; none, after back-off."""
Followers: TypeAlias = Mapping[str, float]
"""Word -> how often it followed."""


def grammar(
    wordings: Sequence[Wording], words: Mapping[str, int], bent: Collection[str] = ()
) -> Fst:
    """Return the grammar of `wordings`, whose words have the numbers `words`."""
    return _Grammar(wordings, words, bent).fst()


class _Grammar:
    def __init__(
        self, wordings: Sequence[Wording], words: Mapping[str, int], bent: Collection[str]
    ) -> None:
        self._followers = _followers(wordings, words)
        self._bent = bent
        self._words = {
            word: number for word, number in words.items() if number and word != UNKNOWN_WORD
        }
        self._unknown = words[UNKNOWN_WORD]
        self._fst = Fst()
        self._fst.new_state()
        self._states: dict[History, int] = {(_START,): _START_STATE, (): _BACK_OFF_STATE}
        for word in self._words:
            self._states[(word,)] = self._fst.new_state()
        for history in self._followers:
            if len(history) > 1:
                self._states[history] = self._fst.new_state()

    def fst(self) -> Fst:
        self._add_single_words()
        for history, state in self._states.items():
            if history:
                self._add_followers(history, state)
        self._fst.final_costs[_BACK_OFF_STATE] = MID_SENTENCE_END_COST
        self._fst.sort_by_input()
        return self._fst

    def _add_single_words(self) -> None:
        shares = self._single_shares()
        for word, number in self._words.items():
            cost = -math.log((1 - UNKNOWN_SHARE) * shares[word])
            self._fst.connect(_BACK_OFF_STATE, self._states[(word,)], number, number, cost)
        cost = -math.log(UNKNOWN_SHARE)
        self._fst.connect(_BACK_OFF_STATE, _BACK_OFF_STATE, self._unknown, self._unknown, cost)

    def _single_shares(self) -> dict[str, float]:
        said: Counter[str] = Counter()
        for history, followers in self._followers.items():
            if len(history) == 1:
                said.update(followers)
        del said[_END]
        total = sum(said.values())
        even = {word: BENT_WEIGHT if word in self._bent else 1.0 for word in self._words}
        all_even = sum(even.values())
        return {
            word: (1 - EVEN_SHARE) * said[word] / total + EVEN_SHARE * even[word] / all_even
            for word in self._words
        }

    def _add_followers(self, history: History, state: int) -> None:
        followers = self._followers.get(history, {})
        share = BACK_OFF_SHARE if len(history) == 1 else PAIR_BACK_OFF_SHARE
        shorter = self._states[history[1:]]
        total = sum(followers.values())
        for follower, weight in followers.items():
            cost = -math.log((1 - share) * weight / total)
            if follower == _END:
                self._fst.final_costs[state] = cost
                self._fst.connect(state, _START_STATE, cost=cost + NEXT_SENTENCE_COST)
            else:
                number = self._words[follower]
                self._fst.connect(state, self._after(history, follower), number, number, cost)
        self._fst.connect(state, shorter, cost=-math.log(share) if followers else 0.0)

    def _after(self, history: History, word: str) -> int:
        """Return the state of the longest history that is remembered."""
        pair = self._states.get((history[-1], word))
        return self._states[(word,)] if pair is None else pair


def _followers(wordings: Sequence[Wording], words: Mapping[str, int]) -> dict[History, Followers]:
    """Count what follows every word, and every pair of words that is common enough."""
    followers: defaultdict[History, defaultdict[str, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for wording in wordings:
        for sentence in wording.variants:
            for history, follower in _steps(sentence.split(), words):
                followers[history][follower] += wording.weight
    return {
        history: found
        for history, found in followers.items()
        if len(history) == 1 or sum(found.values()) >= LEAST_WEIGHT
    }


def _steps(said: Sequence[str], words: Mapping[str, int]) -> Iterator[tuple[History, str]]:
    """Yield every word with the one and the two before it; a word that has no number breaks off."""
    row = (_START, *said, _END)
    known = [word in words or word in {_START, _END} for word in row]
    for at in range(1, len(row)):
        if known[at] and known[at - 1]:
            yield (row[at - 1],), row[at]
            if at > 1 and known[at - 2]:
                yield (row[at - 2], row[at - 1]), row[at]
