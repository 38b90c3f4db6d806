"""Sentences with their meaning, drawn from the templates: the second opinion learns from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from math import ceil
from types import MappingProxyType

import numpy as np

from robot_nodes.dialogue.grammar import numbers_of
from robot_nodes.dialogue.intent_file import HEARD_TOGETHER, IntentFile, IntentSentences
from robot_nodes.dialogue.template_sentences import TemplateSentences
from schedules.locale import Locale

PER_INTENT = 60
"""Sentences drawn for each intent unless asked otherwise."""
_DRAWN_FOR_ONE = 3
"""Sentences drawn for each that is wanted: other templates may give the same ones."""
_UNSAID = MappingProxyType({"question": ("",), "errand_text": ("",)})
"""Slots of which nothing is learnt."""
_FREE: Mapping[Locale, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Locale.NB_NO: {"name": ("kari", "ola", "anne"), "reason_text": ("jeg blir dårlig",)},
        Locale.NN_NO: {"name": ("kari", "ola", "anne"), "reason_text": ("eg blir dårleg",)},
        Locale.EN_GB: {"name": ("mary", "john", "anne"), "reason_text": ("it makes me ill",)},
    }
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence, in lower case and without punctuation, and the intent of its template."""

    intent: str
    text: str


def sayings(locale: Locale, per_intent: int = PER_INTENT, seed: int = 0) -> tuple[Saying, ...]:
    """Return up to `per_intent` different sentences of each intent in the locale's own file.

    Every template gives one before any gives a second; the same arguments give the same
    sentences. Hints are no sentences and give none.

    Raises:
        IntentFileInvalid: A file is missing or wrong.
    """
    together = HEARD_TOGETHER[locale]
    own, heard = IntentFile.read((locale,)), IntentFile.read(together)
    file = replace(heard, rules={**heard.rules, **own.rules})
    sentences = TemplateSentences(file, numbers_of(together, file), {**_FREE[locale], **_UNSAID})
    random = np.random.default_rng(seed)
    return tuple(
        Saying(intent, text)
        for intent, saids in own.intents.items()
        for text in _texts(sentences, _templates(saids), per_intent, random)
    )


def _templates(saids: Iterable[IntentSentences]) -> list[str]:
    return [t for said in saids for t in (*said.sentences, *said.alone, *said.weak)]


def _texts(
    sentences: TemplateSentences,
    templates: Sequence[str],
    wanted: int,
    random: np.random.Generator,
) -> Iterator[str]:
    """Return the first `wanted` sentences on a round through the shuffled templates."""
    most = ceil(_DRAWN_FOR_ONE * wanted / max(1, len(templates)))
    drawn = [sentences.drawn(str(t), most, random) for t in random.permutation(list(templates))]
    rounds = chain.from_iterable(zip_longest(*drawn))
    return islice(dict.fromkeys(text for text in rounds if text is not None), wanted)
