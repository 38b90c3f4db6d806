from robot_nodes.dialogue.normalise import Normaliser, words_of

DIALECT = Normaliser(
    forms={"æ": "jeg", "itj": "ikke", "kva for ein": "hvilken"}, noise=frozenset({"eh"})
)


def test_case_and_punctuation_go_and_apostrophes_are_made_alike() -> None:
    assert words_of("Ja, I’ve HAD it!") == ("ja", "i've", "had", "it")


def test_an_apostrophe_tells_words_apart_where_the_forms_do() -> None:
    english = Normaliser(forms={"i'll": "i will", "ive": "i have"}, noise=frozenset())
    assert english.words("I'll be ill, I've said").plain == (
        "i",
        "will",
        "be",
        "ill",
        "i",
        "have",
        "said",
    )


def test_dialect_becomes_plain_words_and_noise_goes() -> None:
    assert DIALECT.words("Eh, æ har itj").plain == ("jeg", "har", "ikke")


def test_what_was_said_can_be_told_again_in_the_speakers_own_words() -> None:
    words = DIALECT.words("kva for ein dag har æ")
    assert words.plain == ("hvilken", "dag", "har", "jeg")
    assert words.said(2, 4) == "har æ"
