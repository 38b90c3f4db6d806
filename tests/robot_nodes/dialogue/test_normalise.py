from robot_nodes.dialogue.normalise import Normaliser, words_of

DIALECT = Normaliser(
    forms={"æ": "jeg", "itj": "ikke", "kva for ein": "hvilken"}, noise=frozenset({"eh"})
)


def test_case_punctuation_and_apostrophes_go() -> None:
    assert words_of("Ja, I’ve HAD it!") == ("ja", "ive", "had", "it")


def test_dialect_becomes_plain_words_and_noise_goes() -> None:
    assert DIALECT.words("Eh, æ har itj").plain == ("jeg", "har", "ikke")


def test_what_was_said_can_be_told_again_in_the_speakers_own_words() -> None:
    words = DIALECT.words("kva for ein dag har æ")
    assert words.plain == ("hvilken", "dag", "har", "jeg")
    assert words.said(2, 4) == "har æ"
