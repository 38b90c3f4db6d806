from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.speech.training.respelling import Respelling

PLAIN_OF = {
    "eg": "jeg",
    "æ": "jeg",
    "ikkje": "ikke",
    "harke": "har ikke",
    "ive": "i have",
    "112": "jeg",
}


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_language_takes_of_each_word_the_form_that_it_says() -> None:
    nynorsk = Respelling.into_language(PLAIN_OF, Counter({"eg": 5, "ikkje": 2, "ja": 1}))
    assert nynorsk.of("jeg har ikke tatt den", 1.0, random()) == "eg har ikkje tatt den"
    assert nynorsk.words == {"eg", "ikkje"}


def test_a_word_commoner_than_its_forms_stays() -> None:
    said = Counter({"jeg": 3, "eg": 1})
    assert Respelling.into_language(PLAIN_OF, said).of("jeg vil", 1.0, random()) == "jeg vil"


def test_words_drawn_together_are_drawn_together_again() -> None:
    bent = Respelling.into_any(PLAIN_OF)
    assert bent.of("jeg har ikke", 1.0, random()).split()[-1] == "harke"
    assert bent.of("i have it", 1.0, random()) == "i've it"


def test_a_numeral_is_no_way_to_say_a_word() -> None:
    assert "112" not in Respelling.into_any(PLAIN_OF).words


@given(st.lists(st.sampled_from(["jeg", "har", "ikke", "tatt"]), max_size=6).map(" ".join))
def test_with_no_chance_nothing_changes(sentence: str) -> None:
    assert Respelling.into_any(PLAIN_OF).of(sentence, 0.0, random()) == sentence
