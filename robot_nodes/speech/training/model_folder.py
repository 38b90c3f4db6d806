"""The files of a Vosk model besides the acoustic model and the graphs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from robot_nodes.speech.recogniser import UNKNOWN_WORD
from robot_nodes.speech.training.acoustic_model import acoustic_model
from robot_nodes.speech.training.features import MFCC_CONF
from robot_nodes.speech.training.grammar import grammar
from robot_nodes.speech.training.lexicon import Entry
from robot_nodes.speech.training.lexicon_graph import lexicon_graph
from robot_nodes.speech.training.network import SUBSAMPLING, Network
from robot_nodes.speech.training.phone_set import SILENCE_ID, PhoneSet
from robot_nodes.speech.training.sentences import Wording

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


@dataclass(frozen=True, slots=True, eq=False)
class TrainedModel:
    """Everything that was learnt."""

    phones: PhoneSet
    entries: tuple[Entry, ...]
    network: Network


def write_model(folder: Path, model: TrainedModel, wordings: Sequence[Wording]) -> None:
    """Write `model`, with the grammar of `wordings`, as a folder that Vosk loads."""
    words = _numbered(entry.word for entry in model.entries)
    files = {
        "am/final.mdl": acoustic_model(model.network, model.phones),
        "conf/mfcc.conf": MFCC_CONF.encode(),
        "conf/model.conf": MODEL_CONF.encode(),
        "graph/HCLr.fst": lexicon_graph(model.entries, model.phones, words).to_bytes(),
        "graph/Gr.fst": grammar(wordings, words).to_bytes(),
        "graph/words.txt": "".join(f"{word} {n}\n" for word, n in words.items()).encode(),
        "graph/phones/word_boundary.int": model.phones.word_boundaries().encode(),
        "graph/disambig_tid.int": b"",
    }
    for name, contents in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: n for n, word in enumerate(dict.fromkeys(("<eps>", UNKNOWN_WORD, *words)))}
