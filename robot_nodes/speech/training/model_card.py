"""The card beside a model: what it was made from, what it was measured to do, what it cannot."""

from dataclasses import dataclass
from pathlib import Path

from robot_nodes.speech.speech_models import OWN_MODEL_MARK
from robot_nodes.speech.training.sentences import vocabulary, wordings_for
from robot_nodes.speech.training.voices import ACCENTS, HELD_OUT_VARIANTS, TRAINED_VARIANTS
from robot_nodes.speech.word_errors import WordErrors
from schedules.locale import Locale

_LANGUAGES = {Locale.NB_NO: "Norwegian (bokmål, and common nynorsk)", Locale.EN_GB: "English"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table of error rates."""

    name: str
    sentence_count: int
    errors: WordErrors
    share_right: float
    """Sentences without an error, 0 to 1."""


@dataclass(frozen=True, slots=True)
class NoiseMeasure:
    """Words heard where nobody spoke."""

    name: str
    duration_s: float
    words_heard: int


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """Everything measured about one model."""

    locale: Locale
    measures: tuple[Measure, ...]
    noises: tuple[NoiseMeasure, ...]
    false_words: tuple[int, int]
    """Words falsely heard, and words said, over sentences outside the vocabulary."""
    false_words_expecting: tuple[int, int]
    """The same when told to expect the care sentences only."""
    real_time_factor: float
    """Seconds of one core per second of sound."""
    load_s: float
    size_mb: float


def write_card(folder: Path, figures: ModelFigures) -> str:
    """Write the card into `folder` and return it."""
    text = card(figures)
    (folder / OWN_MODEL_MARK).write_text(text, encoding="utf-8")
    return text


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
            *_data(locale),
            *_error_table(figures),
            *_silence_table(figures),
            *_outside(figures),
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
        "worse. No claim about residents follows from any figure below.",
        "",
    )


def _data(locale: Locale) -> tuple[str, ...]:
    wordings = wordings_for(locale)
    sentences = {text for wording in wordings for text in wording.variants}
    return (
        "## Data",
        "",
        "Speech synthesised by espeak-ng, labelled with the phones that espeak-ng reports.",
        "No person's voice, no download. Half of it are the sentences below, a quarter their",
        "words in any order, a quarter invented words; with random speed, pitch, room, spectrum",
        "and noise.",
        "",
        f"- Voices: {', '.join(f'`{accent}`' for accent in dict.fromkeys(ACCENTS[locale]))},",
        f"  each in {len(TRAINED_VARIANTS) + 1} variants.",
        f"- Held out, for the figures: {', '.join(HELD_OUT_VARIANTS)}.",
        f"- Vocabulary: {len(vocabulary(wordings))} words in {len(sentences)} sentences:",
        f"  `robot_nodes/speech/training/sentences/{locale}.txt`.",
        "",
    )


def _error_table(figures: ModelFigures) -> tuple[str, ...]:
    return (
        "## Errors",
        "",
        "In voices never trained on, though they share the language voice with trained ones. The",
        "sentences of the list are those of the training.",
        "",
        "| | sentences | words | word error rate | sentences right |",
        "|---|---|---|---|---|",
        *(
            f"| {m.name} | {m.sentence_count} | {m.errors.words} | {m.errors.rate:.1%} "
            f"| {m.share_right:.1%} |"
            for m in figures.measures
        ),
        "",
    )


def _silence_table(figures: ModelFigures) -> tuple[str, ...]:
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


def _outside(figures: ModelFigures) -> tuple[str, ...]:
    false, said = figures.false_words
    expecting, said_again = figures.false_words_expecting
    return (
        "## Words outside the vocabulary",
        "",
        f"To {said} words of television talk, {false} words were heard that nobody said; told to",
        f"expect the care sentences only, {expecting} to {said_again}. The rest is marked as",
        "unknown and lowers the confidence. Vosk's confidence alone is not to be trusted.",
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
        "",
    )
