"""`HCLr.fst`: from transition-ids to words, in a loop over lexicon, pauses and `[unk]`.

A word is written on its first arc: then plain composition with the grammar is quick, and any
grammar can be applied while running. Self-loops stand on the state after the arc that enters a
phone, Kaldi's "reordered" form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from robot_nodes.speech.recogniser import UNKNOWN_WORD
from robot_nodes.speech.training.espeak import SILENCE
from robot_nodes.speech.training.fst import EPSILON, Fst
from robot_nodes.speech.training.lexicon import Entry
from robot_nodes.speech.training.phone_set import PhoneSet, Place, forward_transition, self_loop

UNKNOWN_COST = 3.0
"""To take speech for an unknown word at all."""
UNKNOWN_PHONE_COST = 2.5
"""For each of its phones after the first. Dearer recognises more, and rejects less."""

_EVEN_CHANCE = 0.7
"""-ln 0.5: a pause, or none."""


def lexicon_graph(entries: Sequence[Entry], phones: PhoneSet, words: Mapping[str, int]) -> Fst:
    """Return the graph of all `entries`, whose words have the numbers `words`."""
    return _LexiconGraph(phones, words).of(entries)


@dataclass(frozen=True, slots=True)
class _Step:
    """One phone of a path."""

    phone: str
    place: Place
    writes: int = EPSILON
    cost: float = 0.0


class _LexiconGraph:
    def __init__(self, phones: PhoneSet, words: Mapping[str, int]) -> None:
        self._phones = phones
        self._words = words
        self._fst = Fst()
        self._between_words = self._fst.new_state()
        self._in_pause = self._fst.new_state()
        self._after_word = self._fst.new_state()

    def of(self, entries: Sequence[Entry]) -> Fst:
        self._fst.final_costs[self._between_words] = 0.0
        for entry in entries:
            self._add_word(entry)
        self._add_unknown_word()
        self._fst.connect(self._in_pause, self._between_words)
        for before_pause in (0, self._after_word):
            self._fst.connect(before_pause, self._between_words, cost=_EVEN_CHANCE)
            self._enter(
                before_pause, _Step(SILENCE, Place.ALONE, cost=_EVEN_CHANCE), self._in_pause
            )
        return self._fst

    def _add_word(self, entry: Entry) -> None:
        state = self._between_words
        for index, phone in enumerate(entry.phones):
            place = _place(index, len(entry.phones))
            is_first = index == 0
            writes = self._words[entry.word] if is_first else EPSILON
            step = _Step(phone, place, writes, entry.cost if is_first else 0.0)
            state = self._enter(state, step, self._fst.new_state())
        self._fst.connect(state, self._after_word)

    def _add_unknown_word(self) -> None:
        """Any two or more phones."""
        inside = self._fst.new_state()
        for phone in self._phones.names:
            if phone == SILENCE:
                continue
            first = _Step(phone, Place.BEGIN, self._words[UNKNOWN_WORD], UNKNOWN_COST)
            more = _Step(phone, Place.INSIDE, cost=UNKNOWN_PHONE_COST)
            last = _Step(phone, Place.END, cost=UNKNOWN_PHONE_COST)
            for source, step, target in (
                (self._between_words, first, inside),
                (inside, more, inside),
                (inside, last, self._after_word),
            ):
                self._fst.connect(self._enter(source, step, self._fst.new_state()), target)

    def _enter(self, source: int, step: _Step, target: int) -> int:
        kaldi_id = self._phones.kaldi_id(step.phone, step.place)
        self._fst.connect(source, target, forward_transition(kaldi_id), step.writes, step.cost)
        self._fst.connect(target, target, self_loop(kaldi_id))
        return target


def _place(index: int, length: int) -> Place:
    if length == 1:
        return Place.ALONE
    if index == 0:
        return Place.BEGIN
    return Place.END if index == length - 1 else Place.INSIDE
