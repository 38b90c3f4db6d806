from itertools import product

from robot_nodes.speech.training.espeak import SILENCE
from robot_nodes.speech.training.phone_set import (
    SILENCE_ID,
    PhoneSet,
    Place,
    forward_transition,
    self_loop,
)

PHONES = PhoneSet.of(["n", "a", SILENCE, "j", "a"])


def test_silence_comes_first_and_each_phone_once() -> None:
    assert PHONES.names == (SILENCE, "a", "j", "n")


def test_every_phone_in_every_place_has_a_number_of_its_own() -> None:
    ids = [PHONES.kaldi_id(phone, place) for phone, place in product(PHONES.names[1:], Place)]
    assert sorted([SILENCE_ID, *ids]) == list(PHONES.kaldi_ids)


def test_the_places_of_a_phone_share_its_class() -> None:
    for phone, place in product(PHONES.names, Place):
        kaldi_id = PHONES.kaldi_id(phone, place)
        assert PHONES.class_of_kaldi_id(kaldi_id) == PHONES.class_of(phone)


def test_boundaries_are_named_for_every_number() -> None:
    lines = PHONES.word_boundaries().splitlines()
    assert lines[:5] == ["1 nonword", "2 begin", "3 internal", "4 end", "5 singleton"]
    assert len(lines) == len(PHONES.kaldi_ids)


def test_the_table_gives_back_the_phones_in_their_order() -> None:
    assert PhoneSet.from_table(PHONES.table()) == PHONES
    assert PHONES.table().splitlines()[:4] == ["<eps> 0", "SIL 1", "a_B 2", "a_I 3"]


def test_transitions_never_collide() -> None:
    ids = list(PHONES.kaldi_ids)
    transitions = {forward_transition(i) for i in ids} | {self_loop(i) for i in ids}
    assert transitions == set(range(1, 2 * len(ids) + 1))
