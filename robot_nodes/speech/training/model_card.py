"""The card beside a model: what it was made from, what it was measured to do, what it cannot."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from robot_nodes.speech import word_list
from robot_nodes.speech.speech_models import OWN_MODEL_MARK
from robot_nodes.speech.training.false_accepts import FalseAccepts
from robot_nodes.speech.training.voices import (
    ACCENTS,
    CLEAR_VARIANTS,
    HELD_OUT_VARIANTS,
    TRAINED_VARIANTS,
)
from robot_nodes.speech.word_errors import WordErrors
from schedules.locale import Locale

_LANGUAGES = {Locale.NB_NO: "Norwegian, bokmål and nynorsk", Locale.EN_GB: "English"}
_MEASURED = re.compile(r"^- Vocabulary when it was measured: (\d+) words", re.MULTILINE)
_NOW = re.compile(r"^- Vocabulary now: .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was heard of one language under one condition."""

    locale: Locale
    condition: str
    sentences: WordErrors
    """Of sentences drawn from the intents' templates."""
    understood_ratio: float
    """0 to 1: of those, the sentences that meant the same as heard."""
    care: WordErrors
    """Of the care sentences."""
    expected: WordErrors
    """The same, heard with a grammar of these sentences alone."""


@dataclass(frozen=True, slots=True)
class NoiseMeasure:
    """Words heard where nobody spoke."""

    name: str
    duration_s: float
    words_heard: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFigures:
    """Everything measured about one model."""

    locale: Locale
    origin: str
    """What the network was trained on, as the model's folder says."""
    word_count: int
    template_count: int
    rows: tuple[Row, ...]
    noises: tuple[NoiseMeasure, ...]
    false_accepts: tuple[FalseAccepts, ...]
    real_time_factor: float
    """Seconds of one core per second of sound."""
    load_s: float
    size_mb: float


def write_card(folder: Path, figures: ModelFigures) -> str:
    """Write the card into `folder` and return it."""
    text = card(figures)
    (folder / OWN_MODEL_MARK).write_text(text, encoding="utf-8")
    return text


def renew_vocabulary(folder: Path) -> None:
    """Let the card in `folder`, where there is one, tell how many words the model knows now.

    The figures stay: they were taken with as many words as the card says.
    """
    path = folder / OWN_MODEL_MARK
    if path.is_file():
        now = len(word_list.vocabulary(folder / "graph" / "words.txt"))
        path.write_text(with_vocabulary(path.read_text(encoding="utf-8"), now), encoding="utf-8")


def with_vocabulary(text: str, now: int) -> str:
    """Return a card that tells of `now` words.

    Raises:
        ValueError: The card does not say with how many words the model was measured.
    """
    measured = _MEASURED.search(text)
    if measured is None:
        raise ValueError("the card does not say with how many words the model was measured")
    return _NOW.sub(_vocabulary_now(int(measured[1]), now), text)


def _vocabulary_now(measured: int, now: int) -> str:
    more = now - measured
    if not more:
        return f"- Vocabulary now: {now} words, as many as then."
    return (
        f"- Vocabulary now: {now} words, {abs(more)} {'more' if more > 0 else 'fewer'} than then."
    )


def card(figures: ModelFigures) -> str:
    """Return the card as Markdown."""
    locale = figures.locale
    return "\n".join(
        (
            f"# The speech model `{locale}`",
            "",
            "Written by `python -m robot_nodes.speech.training.evaluation`; do not edit.",
            "",
            f"A Vosk (Kaldi nnet3) model that hears {_LANGUAGES[locale]}, trained from nothing.",
            "",
            *_limit(),
            *_data(figures),
            *_errors(figures),
            *_false_accepts(figures),
            *_noises(figures),
            *_cost(figures),
            *_way_on(),
        )
    )


def _limit() -> tuple[str, ...]:
    return (
        "## The limit",
        "",
        "**It hears the voices of espeak-ng. It is not a recogniser for people.** It makes the",
        "tests, the demo and the simulator real from end to end. Another synthesiser, never",
        "trained on, is misheard in half its words or more, and people must be expected to fare",
        "worse. No claim about residents follows from any figure below. How well a recogniser",
        "hears the people around you, `nabo speech record-test` measures.",
        "",
    )


def _data(figures: ModelFigures) -> tuple[str, ...]:
    locale = figures.locale
    return (
        "## Data",
        "",
        "Speech synthesised by espeak-ng, labelled with the phones that espeak-ng reports. No",
        "person's voice, no download. Half of it are sentences, a quarter their words in any",
        "order, a quarter invented words; with random pitch, room, spectrum and noise.",
        "",
        *figures.origin.splitlines(),
        "",
        f"- Voices: {', '.join(f'`{accent}`' for accent in dict.fromkeys(ACCENTS[locale]))},",
        f"  each in {len(TRAINED_VARIANTS) + 1} variants.",
        f"- Held out, for the figures: {', '.join(HELD_OUT_VARIANTS)}.",
        f"- Vocabulary when it was measured: {figures.word_count} words; grammar from",
        f"  {figures.template_count} wordings. After a change of the templates,",
        "  `python -m robot_nodes.speech.training --graph-only` renews both without training.",
        _vocabulary_now(figures.word_count, figures.word_count),
        "",
    )


def _errors(figures: ModelFigures) -> Iterator[str]:
    yield from (
        "## Errors",
        "",
        "In voices never trained on, though they share the language voice with trained ones.",
        "*Sentences*: drawn anew from the templates, one from each of as many as were drawn, each",
        "in one of the held-out voices. *Understood*: of those, the share in which the intent is",
        "the same as heard. *Care*: the sentences on which care hangs, by turns in",
        f"{', '.join(CLEAR_VARIANTS)}; *expected*: the same, decoded with the small grammar of",
        "these sentences. The speed is the synthesiser's rate of speech: 160 words a minute, and",
        "half and 1.5 times that.",
        "",
        "| | words | sentences: word errors | understood | care: word errors | expected |",
        "|---|---|---|---|---|---|",
    )
    for row in figures.rows:
        yield (
            f"| {row.locale}, {row.condition} | {row.sentences.words} "
            f"| {row.sentences.rate:.1%} | {row.understood_ratio:.1%} "
            f"| {row.care.rate:.1%} | {row.expected.rate:.1%} |"
        )
    yield ""


def _false_accepts(figures: ModelFigures) -> Iterator[str]:
    yield from (
        "## Sounds that are not for the robot",
        "",
        "Heard by the robot's own chain while it waits for an answer about a medicine: voice",
        "activity gate, the decoder with the whole vocabulary and the one with the small grammar,",
        "and what they agree on. All per hour. *Words*: heard by the first decoder. *Asked again*:",
        "one decoder heard something with consequences, so that the robot asks. *Believed*: both",
        "did.",
        "",
        "| | minutes | utterances | words | asked again | believed |",
        "|---|---|---|---|---|---|",
    )
    for found in figures.false_accepts:
        counts = (found.utterances, found.words, found.asked_again, found.believed)
        each = " | ".join(f"{found.per_hour(count):.0f}" for count in counts)
        which = f" ({', '.join(found.believed_intents)})" if found.believed_intents else ""
        yield f"| {found.name} | {found.duration_s / 60:.0f} | {each}{which} |"
    yield ""


def _noises(figures: ModelFigures) -> tuple[str, ...]:
    return (
        "## Where nobody speaks",
        "",
        "The recogniser alone, without the voice-activity gate in front of it.",
        "",
        "| | seconds | words heard |",
        "|---|---|---|",
        *(f"| {n.name} | {n.duration_s:.0f} | {n.words_heard} |" for n in figures.noises),
        "",
    )


def _cost(figures: ModelFigures) -> tuple[str, ...]:
    return (
        "## Cost",
        "",
        f"- Size: {figures.size_mb:.1f} MB.",
        f"- Loading: {figures.load_s:.2f} s.",
        f"- Real-time factor on one core: {figures.real_time_factor:.3f}.",
        "",
    )


def _way_on() -> tuple[str, ...]:
    return (
        "## The way to a recogniser for people",
        "",
        "- English, Swedish and others: an official Vosk model, named in the robot's settings.",
        "- Norwegian: NB-Whisper (bokmål, nynorsk, English) behind the same port, where the",
        "  hardware allows it.",
        "- The same training over recordings with transcripts: Språkbanken's NST, or a study's own",
        "  with the speakers' consent.",
        "- `nabo speech models` lists what is installed and adds another.",
        "",
    )
