"""The files of a Vosk model: what is learnt once, and what a new vocabulary changes."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from robot_nodes.speech import word_list
from robot_nodes.speech.recogniser import UNKNOWN_WORD
from robot_nodes.speech.training.acoustic_model import acoustic_model
from robot_nodes.speech.training.corpus import Corpus
from robot_nodes.speech.training.features import MFCC_CONF
from robot_nodes.speech.training.grammar import grammar
from robot_nodes.speech.training.lexicon import Entry
from robot_nodes.speech.training.lexicon_graph import lexicon_graph
from robot_nodes.speech.training.network import SUBSAMPLING, Network
from robot_nodes.speech.training.phone_set import SILENCE_ID, PhoneSet

MODEL_CONF = f"""\
--min-active=200
--max-active=1000
--beam=12.0
--lattice-beam=2.0
--acoustic-scale=0.5
--frame-subsampling-factor={SUBSAMPLING}
--endpoint.silence-phones={SILENCE_ID}
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
"""A wider lattice beam lets `[unk]` blow up the lattice, to ten times the work."""


PHONES = "graph/phones.txt"
_ORIGIN = "am/origin.txt"


class PhonesUnknown(RuntimeError):  # noqa: N818 - reads as what happened
    """A folder does not say which phones its network knows; the message names the remedy."""


def write_acoustics(folder: Path, network: Network, phones: PhoneSet, origin: str) -> None:
    """Write what was learnt of sounds, and of which: what widening the vocabulary leaves alone."""
    _write(
        folder,
        {
            "am/final.mdl": acoustic_model(network, phones),
            "conf/mfcc.conf": MFCC_CONF.encode(),
            _ORIGIN: origin.encode(),
            PHONES: phones.table().encode(),
            "graph/phones/word_boundary.int": phones.word_boundaries().encode(),
            "graph/disambig_tid.int": b"",
        },
    )


def read_phones(folder: Path) -> PhoneSet:
    """Return the phones that the network in `folder` knows.

    Raises:
        PhonesUnknown: the folder does not say.
    """
    try:
        return PhoneSet.from_table((folder / PHONES).read_text(encoding="utf-8"))
    except FileNotFoundError as cause:
        raise PhonesUnknown(
            f"{folder / PHONES} is missing: train this model anew, without --graph-only"
        ) from cause


def read_origin(folder: Path) -> str:
    """Return what the network in `folder` was trained on; empty where the folder does not say."""
    origin = folder / _ORIGIN
    return origin.read_text(encoding="utf-8") if origin.exists() else ""


def write_graph(
    folder: Path, phones: PhoneSet, entries: Sequence[Entry], corpus: Corpus
) -> dict[str, int]:
    """Write what is heard: words, their phones and their order. Return the words' numbers."""
    words = _numbered(entry.word for entry in entries)
    _write(
        folder,
        {
            "conf/model.conf": MODEL_CONF.encode(),
            "graph/HCLr.fst": lexicon_graph(entries, phones, words).to_bytes(),
            "graph/Gr.fst": grammar(corpus.wordings, words, corpus.bent).to_bytes(),
            "graph/words.txt": word_list.written(words).encode(),
        },
    )
    return words


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, contents in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {
        word: n for n, word in enumerate(dict.fromkeys((word_list.NOTHING, UNKNOWN_WORD, *words)))
    }
