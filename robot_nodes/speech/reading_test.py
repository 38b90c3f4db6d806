"""A person reads sentences; every installed recogniser hears them; the errors are counted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples, read_wav, resample
from robot_nodes.speech.installed_models import InstalledModel
from robot_nodes.speech.recogniser import Recogniser
from robot_nodes.speech.trial import transcribe
from robot_nodes.speech.word_errors import WordErrors, total, word_errors
from schedules.locale import Locale

SENTENCES: Mapping[Locale, tuple[str, ...]] = MappingProxyType(
    {
        Locale.NB_NO: (
            "Ja, jeg har tatt medisinen i dag.",
            "Nei, jeg har ikke tatt den ennå.",
            "Kan du minne meg på det om ti minutter?",
            "Jeg har sovet godt i natt.",
            "Jeg er litt svimmel i dag.",
            "Jeg har vondt i brystet.",
            "Hjelp, jeg har falt på badet.",
            "Kan du ringe til datteren min?",
            "Hva er klokka nå?",
            "Kan du si det en gang til?",
        ),
        Locale.NN_NO: (
            "Ja, eg har teke medisinen i dag.",
            "Nei, eg har ikkje teke han enno.",
            "Kan du minne meg på det om ti minutt?",
            "Eg har sove godt i natt.",
            "Eg er litt svimmel i dag.",
            "Eg har vondt i brystet.",
            "Hjelp, eg har falle på badet.",
            "Kan du ringje til dottera mi?",
            "Kva er klokka no?",
            "Kan du seie det ein gong til?",
        ),
        Locale.EN_GB: (
            "Yes, I have taken my medicine today.",
            "No, I have not taken it yet.",
            "Can you remind me in ten minutes?",
            "I slept well last night.",
            "I feel a bit dizzy today.",
            "I have a pain in my chest.",
            "Help, I have fallen in the bathroom.",
            "Can you call my daughter?",
            "What time is it now?",
            "Can you say that again, please?",
        ),
    }
)


class ReadingsMissing(RuntimeError):  # noqa: N818 - reads as what happened
    """A folder's recordings cannot be used; the message says how they should be."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A sentence as somebody read it."""

    said: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class Result:
    """What one model heard of all recordings."""

    model: InstalledModel
    heard: tuple[str, ...]
    errors: WordErrors


def recordings_in(folder: Path, locale: Locale) -> Iterator[Recording]:
    """Yield the WAV files of `folder` by name, mono and of 16 bits.

    What a file says stands in a text file of its name beside it; without one, the first file is
    the first of `SENTENCES`, and so on.

    Raises:
        ReadingsMissing: there are none, too many, or one that cannot be read.
    """
    paths = sorted(folder.glob("*.wav"))
    if not paths:
        raise ReadingsMissing(f"{folder} holds no WAV files: record 01.wav, 02.wav and so on")
    for index, path in enumerate(paths):
        beside = path.with_suffix(".txt")
        if beside.is_file():
            said = beside.read_text(encoding="utf-8").strip()
        elif index < len(SENTENCES[locale]):
            said = SENTENCES[locale][index]
        else:
            raise ReadingsMissing(f"{path}: write what it says into {beside}")
        try:
            samples, rate_hz = read_wav(path)
        except (ValueError, EOFError, OSError) as cause:
            raise ReadingsMissing(f"{path} cannot be read: {cause}") from cause
        yield Recording(said, resample(samples, rate_hz, HEARING_RATE_HZ))


def result_of(
    model: InstalledModel,
    recordings: Sequence[Recording],
    load: Callable[[InstalledModel], Recogniser],
) -> Result:
    """Let `model` hear `recordings`.

    Raises:
        ModelMissing: it cannot be loaded.
    """
    recogniser = load(model)
    heard = tuple(transcribe(recording.samples, recogniser).text for recording in recordings)
    errors = total(
        word_errors(recording.said, text) for recording, text in zip(recordings, heard, strict=True)
    )
    return Result(model, heard, errors)
