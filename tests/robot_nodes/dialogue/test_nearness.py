from robot_nodes.dialogue.nearness import straightened
from robot_nodes.dialogue.normalise import Words, words_of

VOCABULARY = {"svimmel", "medisinen", "takk", "tatt"}


def words(text: str) -> Words:
    plain = words_of(text)
    return Words(plain=plain, origins=tuple(range(len(plain))), spoken=plain)


def test_a_bent_word_becomes_the_known_one() -> None:
    bent = straightened(words("svimel"), VOCABULARY)
    assert bent is not None
    assert (bent.plain, bent.spoken) == (("svimmel",), ("svimel",))


def test_short_and_far_words_stay_as_they_are() -> None:
    assert straightened(words("rakk ta tutt"), VOCABULARY) is None


def test_known_words_are_left_alone() -> None:
    assert straightened(words("takk svimmel"), VOCABULARY) is None
