"""The readable files in which each locale says what a resident can mean."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schedules.locale import Locale

FOLDER = Path(__file__).parent / "intents"

HEARD_TOGETHER: Mapping[Locale, tuple[Locale, ...]] = {
    Locale.NB_NO: (Locale.NB_NO, Locale.NN_NO),
    Locale.NN_NO: (Locale.NB_NO, Locale.NN_NO),
    Locale.EN_GB: (Locale.EN_GB,),
}
"""Locale -> whose files are read for it: Norwegians mix their two languages, and so does the
recogniser, which hears nynorsk with a bokmål vocabulary."""


class IntentFileInvalid(ValueError):  # noqa: N818 - a state of the installation
    """An intent file cannot be used: names the file, the place and the fault."""


class IntentSentences(BaseModel):
    """How one intent is said, as hassil templates."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentences: tuple[str, ...] = ()
    """May stand within a longer utterance."""
    alone: tuple[str, ...] = ()
    """Count only where nothing else was said but yes, no, fillers and courtesies."""
    weak: tuple[str, ...] = ()
    """As `alone`, and not certain enough to act on without asking again."""
    hints: tuple[str, ...] = ()
    """Tell the meaning of an utterance that nothing else fits; never certain."""


class _FileContent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    words: dict[str, list[str]] = Field(default_factory=dict)
    noise: list[str] = Field(default_factory=list)
    fillers: list[str] = Field(default_factory=list)
    negations: list[str] = Field(default_factory=list)
    doubts: list[str] = Field(default_factory=list)
    doubts_before: list[str] = Field(default_factory=list)
    doubts_after: list[str] = Field(default_factory=list)
    long_ago: list[str] = Field(default_factory=list)
    unsure: list[str] = Field(default_factory=list)
    beside_taken: list[str] = Field(default_factory=list)
    undo_taken: list[str] = Field(default_factory=list)
    undo_before: list[str] = Field(default_factory=list)
    deeds: list[str] = Field(default_factory=list)
    meals: list[str] = Field(default_factory=list)
    determiners: list[str] = Field(default_factory=list)
    pronouns: list[str] = Field(default_factory=list)
    light_deeds: list[str] = Field(default_factory=list)
    others: list[str] = Field(default_factory=list)
    open_endings: list[str] = Field(default_factory=list)
    first_person: list[str] = Field(default_factory=list)
    question_words: list[str] = Field(default_factory=list)
    emergency_words: list[str] = Field(default_factory=list)
    never_names: list[str] = Field(default_factory=list)
    tales: list[str] = Field(default_factory=list)
    harmless: list[str] = Field(default_factory=list)
    numbers: dict[str, int] = Field(default_factory=dict)
    concepts: dict[str, list[str]] = Field(default_factory=dict)
    lists: dict[str, list[str] | dict[str, list[str]]] = Field(default_factory=dict)
    rules: dict[str, str] = Field(default_factory=dict)
    slots: dict[str, list[str]] = Field(default_factory=dict)
    intents: dict[str, IntentSentences] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentFile:
    """The content of the files that are read together."""

    words: Mapping[str, str] = field(default_factory=dict)
    """Dialect, short or misheard form -> the word or words that the templates use."""
    noise: frozenset[str] = frozenset()
    """Sounds that are dropped: eh, hm."""
    fillers: tuple[str, ...] = ()
    """Templates that add nothing to the meaning: you know, please, today."""
    negations: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()
    """Words beside which nothing was certainly said: perhaps, if, almost."""
    doubts_before: frozenset[str] = frozenset()
    """... where they stand before a report of taking: must, will."""
    doubts_after: frozenset[str] = frozenset()
    """... where they stand behind one: but."""
    long_ago: frozenset[str] = frozenset()
    """Words and phrases for a time before today: a dose of then is none of today."""
    unsure: frozenset[str] = frozenset()
    """Phrases that say neither yes nor no: who knows."""
    beside_taken: frozenset[str] = frozenset()
    """Words that take nothing from a report of taking, wherever they stand in it."""
    undo_taken: frozenset[str] = frozenset()
    """Words that may turn it round: "I took it out", "to the kitchen", "half"."""
    undo_before: frozenset[str] = frozenset()
    """Words right before one that make it a question or a condition: when, has."""
    deeds: frozenset[str] = frozenset()
    """Forms of words for taking a medicine: taken, swallowed."""
    light_deeds: frozenset[str] = frozenset()
    """Forms of words that tell of taking only by what was taken: had."""
    determiners: frozenset[str] = frozenset()
    """Words before the thing that was taken: my, a, this."""
    pronouns: frozenset[str] = frozenset()
    """Words that stand for the medicine: it, both."""
    meals: frozenset[str] = frozenset()
    """What is eaten and drunk: "I have had my porridge" is about no medicine."""
    others: frozenset[str] = frozenset()
    """Words for somebody else: what "du har tatt den" says is no report of one's own."""
    open_endings: frozenset[str] = frozenset()
    """Words after which more is to come: not, have, and."""
    first_person: frozenset[str] = frozenset()
    """Words by which a resident speaks of themselves; the television rarely does."""
    question_words: frozenset[str] = frozenset()
    """Words with which a question or a request to the robot begins."""
    emergency_words: frozenset[str] = frozenset()
    """Words that no free text may swallow."""
    never_names: frozenset[str] = frozenset()
    """Words that no name holds: "ring Kari for meg" names Kari."""
    tales: frozenset[str] = frozenset()
    """Words of a story, a film or a laugh: what merely resembles a cry is none beside them."""
    harmless: tuple[str, ...] = ()
    """Templates that hold an emergency word and are no emergency."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Number words beside those that the library knows."""
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word -> the kinds of word that it belongs to, for the second opinion."""
    lists: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Slot -> value -> templates; an empty value stands for the words as they were said."""
    rules: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Intent -> templates that find its slots in an utterance known to mean it."""
    intents: Mapping[str, tuple[IntentSentences, ...]] = field(default_factory=dict)
    """Intent -> its sentences; an earlier intent wins where two fit alike."""

    @classmethod
    def read(cls, locales: Sequence[Locale], folder: Path = FOLDER) -> Self:
        """Read the files of `locales`; what stands in an earlier one comes first.

        Raises:
            IntentFileInvalid: A file is missing, is no YAML or has an unknown key.
        """
        contents = [_content(folder / f"{name}.yaml") for name in locales]
        joined = _joined(contents)
        return cls(
            words={
                variant: word
                for content in contents
                for word, variants in content.words.items()
                for variant in variants
            },
            noise=frozenset(joined.noise),
            fillers=tuple(joined.fillers),
            negations=frozenset(joined.negations),
            doubts=frozenset(joined.doubts),
            doubts_before=frozenset(joined.doubts_before),
            doubts_after=frozenset(joined.doubts_after),
            long_ago=frozenset(joined.long_ago),
            unsure=frozenset(joined.unsure),
            beside_taken=frozenset(joined.beside_taken),
            undo_taken=frozenset(joined.undo_taken),
            undo_before=frozenset(joined.undo_before),
            deeds=frozenset(joined.deeds),
            light_deeds=frozenset(joined.light_deeds),
            determiners=frozenset(joined.determiners),
            pronouns=frozenset(joined.pronouns),
            meals=frozenset(joined.meals),
            others=frozenset(joined.others),
            open_endings=frozenset(joined.open_endings),
            first_person=frozenset(joined.first_person),
            question_words=frozenset(joined.question_words),
            emergency_words=frozenset(joined.emergency_words),
            never_names=frozenset(joined.never_names),
            tales=frozenset(joined.tales),
            harmless=tuple(joined.harmless),
            numbers={word: n for content in contents for word, n in content.numbers.items()},
            concepts=_concepts(contents),
            lists=_lists(contents),
            rules=_rules(contents),
            slots={
                intent: tuple(
                    line for content in contents for line in content.slots.get(intent, ())
                )
                for intent in {intent for content in contents for intent in content.slots}
            },
            intents=_intents(contents),
        )


def _joined(contents: Sequence[_FileContent]) -> _FileContent:
    """Return one file's content with the words and lines of all, one file after the other."""
    fields = _FileContent.model_fields.items()
    names = [name for name, field in fields if field.annotation == list[str]]
    lists = {name: [line for each in contents for line in getattr(each, name)] for name in names}
    return _FileContent(**lists)


def _content(path: Path) -> _FileContent:
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - "no" and "yes" stay words
        return _FileContent.model_validate(content)
    except (OSError, yaml.YAMLError, ValidationError) as fault:
        raise IntentFileInvalid(f"{path}: {fault}") from fault


def _lists(contents: Sequence[_FileContent]) -> dict[str, dict[str, tuple[str, ...]]]:
    merged: dict[str, dict[str, tuple[str, ...]]] = {}
    for content in contents:
        for name, values in content.lists.items():
            by_value = values if isinstance(values, dict) else {"": values}
            known = merged.setdefault(name, {})
            for value, templates in by_value.items():
                known[value] = (*known.get(value, ()), *templates)
    return merged


def _concepts(contents: Sequence[_FileContent]) -> dict[str, tuple[str, ...]]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for content in contents:
        for kind, words in content.concepts.items():
            for word in words:
                kinds[word].add(kind)
    return {word: tuple(sorted(found)) for word, found in kinds.items()}


def _rules(contents: Sequence[_FileContent]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for content in contents:
        for name, rule in content.rules.items():
            merged[name] = f"{merged[name]}|{rule}" if name in merged else rule
    return merged


def _intents(contents: Sequence[_FileContent]) -> dict[str, tuple[IntentSentences, ...]]:
    merged: dict[str, tuple[IntentSentences, ...]] = {}
    for content in contents:
        for intent, said in content.intents.items():
            merged[intent] = (*merged.get(intent, ()), said)
    return merged
