import numpy as np
import pytest

from robot_nodes.dialogue.intent_file import IntentFile, IntentSentences
from robot_nodes.dialogue.template_sentences import TemplateSentences, templates_of

FILE = IntentFile(
    words={},
    noise=frozenset(),
    fillers=("da",),
    harmless=("takk for hjelpen",),
    lists={"who": {"": ("datteren [min]", "sønnen")}},
    rules={"it": "den|dem"},
    intents={"taken": (IntentSentences(sentences=("jeg har tatt <it>",), hints=("tatt",)),)},
)
SENTENCES = TemplateSentences(
    FILE, {"to": 2, "ti": 10, "hundre": 100}, {"name": ("kari", "fru olsen")}
)


def drawn(template: str, most: int = 50) -> set[str]:
    return set(SENTENCES.drawn(template, most, np.random.default_rng(1)))


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ("jeg har tatt <it>", {"jeg har tatt den", "jeg har tatt dem"}),
        ("ring {who}", {"ring datteren", "ring datteren min", "ring sønnen"}),
        ("ring {name:who}", {"ring kari", "ring fru olsen"}),
        ("om {minutes} minutter", {f"om {n} minutter" for n in ("to", "ti", "hundre")}),
        ("(ja|jo), takk", {"ja takk", "jo takk"}),
        ("hjelp {gap} meg", {"hjelp meg"}),
        ("ring (112|noen)", {"ring noen"}),
    ],
)
def test_a_template_gives_the_sentences_that_it_accepts(template: str, sentences: set[str]) -> None:
    assert drawn(template) == sentences


def test_no_more_are_drawn_than_wanted_and_none_twice() -> None:
    drawn = SENTENCES.drawn("[a] [b] [c] [d] e", 5, np.random.default_rng(1))
    assert len(drawn) == len(set(drawn)) == 5


def test_every_word_is_found_however_rarely_it_is_drawn() -> None:
    words = set(SENTENCES.words("ring [ikke] {who} (<it>|112)"))
    assert words == {"ring", "ikke", "datteren", "min", "sønnen", "den", "dem"}


def test_every_template_counts_also_the_harmless_and_the_hints() -> None:
    assert list(templates_of(FILE)) == ["da", "takk for hjelpen", "jeg har tatt <it>", "tatt"]
