"""The simulated resident's head: reads captions, judges what was audible, decides what to say when.

Pure: all times are seconds of one monotonic clock and come in as arguments.
"""

from dataclasses import dataclass, field

from sim.scenario import Line, Person, Scenario

AUDIBLE_DBFS = -45.0
"""A sentence whose loudest chunk stays below this was not heard."""
SENTENCE_GAP_S = 0.25
"""So long without a chunk means that the robot is done with its sentence."""
ASKED_AGAIN_AT_MOST = 2
"""How often the last answer is repeated on request before the resident gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A sentence that the robot is about to speak."""

    utterance_id: str
    resident_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the resident says now."""

    line: Line
    person: Person


@dataclass(slots=True)
class _Sentence:
    """The robot's sentence as the resident perceives it."""

    shown: Shown
    words: Words | None
    """What it will be answered with."""
    audible_from_s: float | None = None
    audible_until_s: float = 0.0
    sounds_until_s: float = field(default=0.0)


class Resident:
    """One program that plays all people of a scenario."""

    def __init__(self, scenario: Scenario, audible_dbfs: float = AUDIBLE_DBFS) -> None:
        self._scenario = scenario
        self._audible_dbfs = audible_dbfs
        self._open = list(scenario.lines)
        self._sentence: _Sentence | None = None
        self._last_words: Words | None = None
        self._repeats = 0

    def read(self, shown: Shown) -> None:
        """Take the meaning of a sentence from its caption.

        What was to be answered to the sentence before still is, unless this one asks something too.
        """
        words = self._answer_to(shown)
        before = self._sentence
        if words is None and before is not None and before.audible_from_s is not None:
            words = before.words
        self._sentence = _Sentence(shown, words)

    def hear(self, level_dbfs: float, duration_s: float, at_s: float) -> bool:
        """Take a chunk of the robot's sound and return whether it was audible.

        Args:
            level_dbfs: Root mean square of its samples.
            duration_s: How long it sounds.
            at_s: When it begins to sound.
        """
        is_audible = level_dbfs >= self._audible_dbfs
        sentence = self._sentence
        if sentence is not None:
            sentence.sounds_until_s = at_s + duration_s
            if is_audible:
                sentence.audible_until_s = at_s + duration_s
                if sentence.audible_from_s is None:
                    sentence.audible_from_s = at_s
        return is_audible

    def speak(self, now_s: float) -> Words | None:
        """Return what to say now, if anything; it counts as said."""
        sentence = self._sentence
        if sentence is None or sentence.words is None or sentence.audible_from_s is None:
            return None
        line = sentence.words.line
        if line.interrupts_after_s is not None:
            is_time = now_s >= sentence.audible_from_s + line.interrupts_after_s
        else:
            is_over = now_s >= sentence.sounds_until_s + SENTENCE_GAP_S
            is_time = is_over and now_s >= sentence.audible_until_s + line.delay_s
        return self._said(sentence, sentence.words) if is_time else None

    @property
    def is_about_to_speak(self) -> bool:
        """Whether something was asked that will be answered."""
        sentence = self._sentence
        return sentence is not None and sentence.words is not None

    def _said(self, sentence: _Sentence, words: Words) -> Words:
        if words.line in self._open:
            self._open.remove(words.line)
            self._repeats = 0
        self._last_words = words
        sentence.words = None
        return words

    def _answer_to(self, shown: Shown) -> Words | None:
        person = self._scenario.person(shown.resident_id)
        if person is None:
            return None
        text = shown.text.casefold()
        if self._last_words is not None and _contains(text, self._scenario.asked_again):
            return self._repeated(self._last_words, person)
        for line in self._open:
            if line.to == person.name and _contains(text, line.keywords):
                return Words(line=line, person=person)
        return None

    def _repeated(self, last: Words, person: Person) -> Words | None:
        self._repeats += 1
        if last.person != person or self._repeats > ASKED_AGAIN_AT_MOST:
            return None
        return last


def _contains(text: str, keywords: tuple[str, ...]) -> bool:
    return any(keyword.casefold() in text for keyword in keywords)
