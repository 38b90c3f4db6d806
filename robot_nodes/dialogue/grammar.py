"""All templates of one locale, and where they fit in an utterance."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Self

from unicode_rbnf import RbnfEngine

from robot_nodes.dialogue.intent_file import IntentFile
from robot_nodes.dialogue.normalise import Normaliser, Words
from robot_nodes.dialogue.templates import Template, TemplateCompiler
from schedules.locale import LANGUAGE_TAGS, Locale

LARGEST_NUMBER = 120
"""A resident may say "in ninety minutes"; nobody says more."""
TAIL = "tail"
"""The rule of the intent files for what follows a report of taking."""
FIRST = -2
"""A rank before all others, those of what was asked for too."""
_ANYTHING = "*"


class Use(StrEnum):
    """How a template may be used."""

    ANYWHERE = "anywhere"
    ALONE = "alone"
    """Only where it is all that was said."""
    WEAK = "weak"
    """As alone, and to be asked again before acting on it."""
    HINT = "hint"
    """Only where nothing else fits."""
    FILLER = "filler"
    """Adds nothing."""
    BESIDE = "beside"
    """Says when, where or with what something was taken; counts only beside a report of it."""
    HARMLESS = "harmless"
    """Shields an emergency word that calls nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A template and what it stands for."""

    template: Template
    intent: str
    """Empty for fillers and the harmless."""
    use: Use
    rank: int
    """Lower wins where two fit alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule that fits the plain words from `start` up to `end`."""

    rule: Rule
    start: int
    end: int
    slots: Mapping[str, str]

    @property
    def intent(self) -> str:
        """What it means."""
        return self.rule.intent

    def holds(self, other: "Match") -> bool:
        """Whether `other` lies inside this one and is shorter."""
        is_inside = self.start <= other.start and other.end <= self.end
        return is_inside and self.end - self.start > other.end - other.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What is understood in locales that are heard together."""

    normaliser: Normaliser
    file: IntentFile
    rules_by_first_word: Mapping[str, tuple[Rule, ...]]
    slot_rules: Mapping[str, tuple[Rule, ...]]
    """Intent -> rules that find its slots wherever they stand."""
    beside_rules: tuple[Rule, ...]
    """What may stand beside a report of taking."""
    numbers: Mapping[str, int]
    kinds: Mapping[str, tuple[str, ...]]
    """Plain word -> the kinds of word that it belongs to."""
    vocabulary: frozenset[str]

    @classmethod
    def load(cls, locales: Sequence[Locale]) -> Self:
        """Read and compile the files of `locales`.

        Raises:
            IntentFileInvalid: A file is missing or wrong.
        """
        file = IntentFile.read(locales)
        normaliser = Normaliser(forms=file.words, noise=file.noise)
        numbers = numbers_of(locales, file)
        compiler = TemplateCompiler(file, normaliser, numbers)
        by_first_word: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in _rules(file, compiler):
            for word in rule.template.first_words:
                by_first_word[word].append(rule)
        return cls(
            normaliser=normaliser,
            file=file,
            rules_by_first_word={word: tuple(rules) for word, rules in by_first_word.items()},
            slot_rules={
                intent: tuple(
                    Rule(template=compiler.compile(line), intent=intent, use=Use.HINT, rank=rank)
                    for rank, line in enumerate(lines)
                )
                for intent, lines in file.slots.items()
            },
            beside_rules=tuple(_beside(file, compiler)),
            numbers=numbers,
            kinds=_kinds(file, normaliser),
            vocabulary=frozenset(compiler.vocabulary | file.noise | file.negations | file.doubts),
        )

    def matches(self, words: Words) -> list[Match]:
        """Return every rule that fits somewhere, each as long as it fits."""
        return list(self._fits(words, self._rules_for))

    def beside(self, words: Words) -> list[Match]:
        """Return what says when, where or with what something was taken."""
        return list(self._fits(words, lambda _: self.beside_rules))

    def found(self, intent: str, words: Words) -> dict[str, str]:
        """Return the slots of an utterance that is known to mean `intent`."""
        rules = self.slot_rules.get(intent, ())
        fits = sorted(
            self._fits(words, lambda _: rules), key=lambda fit: (fit.rule.rank, fit.start)
        )
        slots: dict[str, str] = {}
        for fit in fits:
            slots = {**fit.slots, **slots}
        return slots

    def _fits(self, words: Words, rules_for: Callable[[str], Iterable[Rule]]) -> Iterator[Match]:
        text = "".join(f"{word} " for word in words.plain)
        offsets = list(accumulate((len(word) + 1 for word in words.plain), initial=0))
        index_at = {offset: index for index, offset in enumerate(offsets)}
        for start, word in enumerate(words.plain):
            for rule in rules_for(word):
                hit = rule.template.pattern.match(text, offsets[start])
                if hit and hit.end() > hit.start():
                    spans = {
                        name: (index_at[hit.start(name)], index_at[hit.end(name)])
                        for name in hit.groupdict()
                        if hit.start(name) >= 0
                    }
                    slots = self._slots(rule.template, spans, words)
                    yield Match(rule=rule, start=start, end=index_at[hit.end()], slots=slots)

    def _rules_for(self, word: str) -> Iterator[Rule]:
        yield from self.rules_by_first_word.get(word, ())
        yield from self.rules_by_first_word.get(_ANYTHING, ())

    def _slots(
        self, template: Template, spans: Mapping[str, tuple[int, int]], words: Words
    ) -> dict[str, str]:
        slots: dict[str, str] = {}
        for group, slot, value in template.slots:
            if group not in spans:
                continue
            start, end = spans[group]
            match slot:
                case "ignored":
                    continue
                case "minutes" if not value:
                    slots["minutes"] = str(self._number(words.plain[start:end]))
                case "hours":
                    slots["minutes"] = str(60 * self._number(words.plain[start:end]))
                case "hour" | "half_to" | "half_past":
                    slots["time"] = _clock(slot, self._number(words.plain[start:end]))
                case _:
                    slots[slot] = value or words.said(start, end)
        return slots

    def _number(self, plain: Collection[str]) -> int:
        text = " ".join(plain)
        return int(text) if text.isdecimal() else self.numbers[text]


def _clock(slot: str, hour: int) -> str:
    """Return a time as it was said, on the clock of twelve or of 24 hours: "halv ti" is 09:30."""
    if slot == "half_to":
        return f"{(hour - 1) % 24:02}:30"
    return f"{hour % 24:02}:{30 if slot == 'half_past' else 0:02}"


def _kinds(file: IntentFile, normaliser: Normaliser) -> dict[str, tuple[str, ...]]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for word, own in file.concepts.items():
        for plain in normaliser.words(word).plain:
            kinds[plain] |= set(own)
    return {word: tuple(sorted(own)) for word, own in kinds.items()}


def _beside(file: IntentFile, compiler: TemplateCompiler) -> Iterator[Rule]:
    """Yield the rule of what follows a report: once, as each template with it would be huge."""
    if TAIL in file.rules:
        template = compiler.compile(f"<{TAIL}>")
        yield Rule(template=template, intent="", use=Use.BESIDE, rank=FIRST)


def _rules(file: IntentFile, compiler: TemplateCompiler) -> Iterator[Rule]:
    for line in file.fillers:
        yield Rule(template=compiler.compile(line), intent="", use=Use.FILLER, rank=1000)
    for line in file.harmless:
        yield Rule(template=compiler.compile(line), intent="", use=Use.HARMLESS, rank=1000)
    for rank, (intent, saids) in enumerate(file.intents.items()):
        for said in saids:
            for use, lines in (
                (Use.ANYWHERE, said.sentences),
                (Use.ALONE, said.alone),
                (Use.WEAK, said.weak),
                (Use.HINT, said.hints),
            ):
                for line in lines:
                    template = compiler.compile(line)
                    yield Rule(template=template, intent=intent, use=use, rank=rank)


def numbers_of(locales: Sequence[Locale], file: IntentFile) -> dict[str, int]:
    """Return number word -> value, as languages that are heard together spell them."""
    normaliser = Normaliser(forms=file.words, noise=file.noise)
    spelt = {word: n for locale in locales for word, n in _number_words(locale, normaliser)}
    return {**spelt, **file.numbers}


def _number_words(locale: Locale, normaliser: Normaliser) -> Iterator[tuple[str, int]]:
    """Yield spoken numbers and their values, as the language's own rules spell them."""
    engine = RbnfEngine.for_language(LANGUAGE_TAGS[locale].hassil_language)
    for number in range(1, LARGEST_NUMBER + 1):
        for text in engine.format_number(number).text_by_ruleset.values():
            yield " ".join(normaliser.words(text).plain), number
