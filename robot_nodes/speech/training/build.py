"""From sentences to a model on disk."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from robot_nodes.speech.training.lexicon import Entry, lexicon
from robot_nodes.speech.training.model_folder import TrainedModel, write_model
from robot_nodes.speech.training.network import Network, trained
from robot_nodes.speech.training.phone_set import PhoneSet
from robot_nodes.speech.training.progress import Progress
from robot_nodes.speech.training.sentences import vocabulary, wordings_for
from robot_nodes.speech.training.utterances import Utterance, spoken_alone, utterances
from schedules.locale import Locale

UTTERANCE_COUNT = 9000
"""About six hours of speech."""
EPOCHS = 7


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made from. The same recipe gives the same bytes."""

    locale: Locale
    utterance_count: int = UTTERANCE_COUNT
    epochs: int = EPOCHS
    seed: int = 7
    workers: int = 2
    """Processes that speak; the result does not depend on it."""


def build_model(recipe: Recipe, folder: Path, progress: Progress) -> None:
    """Train the model of `recipe` and write it into `folder`.

    Raises:
        ExtraMissing: a package for training is not installed.
    """
    material = _material(recipe, progress)
    entries = _entries(recipe.locale, material)
    phones = PhoneSet.of(_phones(material, entries))
    network = _network(recipe, material, phones, progress)
    write_model(folder, TrainedModel(phones, entries, network), wordings_for(recipe.locale))


def _material(recipe: Recipe, progress: Progress) -> list[Utterance]:
    progress.begin(f"{recipe.locale}: speaking")
    made = utterances(
        recipe.locale, recipe.utterance_count, recipe.seed, recipe.workers, progress.show
    )
    hours = sum(len(utterance.features) for utterance in made) / 360_000
    progress.end(f"{len(made)} utterances, {hours:.1f} hours of speech")
    return made


def _entries(locale: Locale, material: list[Utterance]) -> tuple[Entry, ...]:
    """Return the lexicon; a word that no utterance happened to hold is spoken alone."""
    heard = [spoken for utterance in material for spoken in utterance.pronunciations]
    known = {word for word, _ in heard}
    missing = [word for word in vocabulary(wordings_for(locale)) if word not in known]
    return lexicon(heard + spoken_alone(locale, missing))


def _phones(material: list[Utterance], entries: tuple[Entry, ...]) -> set[str]:
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
