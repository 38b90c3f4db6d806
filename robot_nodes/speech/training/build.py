"""From sentences to a model on disk: the whole of it, or its vocabulary alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from robot_nodes.speech.training.corpus import Corpus, corpus_for
from robot_nodes.speech.training.lexicon import Entry, lexicon, without_homophones
from robot_nodes.speech.training.model_card import renew_vocabulary
from robot_nodes.speech.training.model_folder import read_phones, write_acoustics, write_graph
from robot_nodes.speech.training.network import Network, trained
from robot_nodes.speech.training.phone_set import PhoneSet
from robot_nodes.speech.training.progress import Progress
from robot_nodes.speech.training.pronunciations import pronunciations
from robot_nodes.speech.training.utterances import Utterance, utterances
from robot_nodes.speech.training.voices import ACCENTS, FASTEST_WPM, SLOWEST_WPM
from schedules.locale import Locale

UTTERANCE_COUNT = 7000
"""About five hours of speech."""
EPOCHS = 14
_WORKERS = 2
"""Processes that speak; no result depends on it."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made from. The same recipe gives the same bytes."""

    locale: Locale
    utterance_count: int = UTTERANCE_COUNT
    epochs: int = EPOCHS
    seed: int = 7
    workers: int = _WORKERS


def build_model(recipe: Recipe, folder: Path, progress: Progress) -> None:
    """Train the model of `recipe` and write it into `folder`.

    Raises:
        ExtraMissing: a package for training is not installed.
    """
    corpus = corpus_for(recipe.locale)
    entries = _entries(recipe.locale, corpus, progress)
    material = _material(recipe, progress)
    phones = PhoneSet.of(_phones(material, entries))
    network = _network(recipe, material, phones, progress)
    write_acoustics(folder, network, phones, _origin(recipe))
    write_graph(folder, phones, entries, corpus)


def build_graph(locale: Locale, folder: Path, progress: Progress) -> None:
    """Give the model in `folder` the vocabulary and the grammar of today.

    What was learnt of sounds stays, and PyTorch is not needed.

    Raises:
        PhonesUnknown: the folder does not say which phones its network knows.
    """
    phones = read_phones(folder)
    corpus = corpus_for(locale)
    wanted = _entries(locale, corpus, progress)
    entries = pronounceable(wanted, phones)
    write_graph(folder, phones, entries, corpus)
    renew_vocabulary(folder)
    lost = {entry.word for entry in wanted} - {entry.word for entry in entries}
    if lost:
        progress.note(
            f"left out, for phones that the network never learnt: {', '.join(sorted(lost))}; "
            "training anew, without --graph-only, takes them in"
        )


def pronounceable(entries: Iterable[Entry], phones: PhoneSet) -> tuple[Entry, ...]:
    """Return the entries made of `phones` alone."""
    known = set(phones.names)
    return tuple(entry for entry in entries if known.issuperset(entry.phones))


def _origin(recipe: Recipe) -> str:
    return (
        f"{recipe.utterance_count} utterances, {recipe.epochs} times over, at {SLOWEST_WPM} to\n"
        f"{FASTEST_WPM} words a minute; in places with music or other voices behind.\n"
        "The sentences are drawn from the intents' templates (`robot_nodes/dialogue/intents`)\n"
        "and from `robot_nodes/speech/training/sentences`.\n"
    )


def _entries(locale: Locale, corpus: Corpus, progress: Progress) -> tuple[Entry, ...]:
    progress.begin(f"{locale}: pronouncing")
    heard = pronunciations(corpus, ACCENTS[locale], _WORKERS, progress.show)
    entries = without_homophones(lexicon(heard), corpus.bent)
    progress.end(f"{len({entry.word for entry in entries})} words, {len(entries)} pronunciations")
    return entries


def _material(recipe: Recipe, progress: Progress) -> list[Utterance]:
    progress.begin(f"{recipe.locale}: speaking")
    made = utterances(
        recipe.locale, recipe.utterance_count, recipe.seed, recipe.workers, progress.show
    )
    hours = sum(len(utterance.features) for utterance in made) / 360_000
    progress.end(f"{len(made)} utterances, {hours:.1f} hours of speech")
    return made


def _phones(material: Iterable[Utterance], entries: Iterable[Entry]) -> set[str]:
    heard = {phone for utterance in material for phone in utterance.phones}
    return heard.union(*(entry.phones for entry in entries))


def _network(
    recipe: Recipe, material: list[Utterance], phones: PhoneSet, progress: Progress
) -> Network:
    progress.begin(f"{recipe.locale}: learning")
    right = 0.0

    def show(share: float, right_now: float) -> None:
        nonlocal right
        right = right_now
        progress.show(share, f"{right:.0%} of frames right")

    class_of = {phone: number for number, phone in enumerate(phones.names)}
    features = np.concatenate([utterance.features for utterance in material])
    classes = np.array([class_of[phone] for utterance in material for phone in utterance.phones])
    network = trained(features, classes, len(phones.names), recipe.epochs, show)
    progress.end(f"{len(phones.names)} phones, {right:.1%} of frames right at the end")
    return network
