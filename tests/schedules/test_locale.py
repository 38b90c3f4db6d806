from schedules.locale import LANGUAGE_TAGS, Locale


def test_every_language_has_a_name_in_every_library() -> None:
    assert set(LANGUAGE_TAGS) == set(Locale)


def test_nynorsk_is_read_and_heard_in_norwegian() -> None:
    assert LANGUAGE_TAGS[Locale.NN_NO].espeak_voice == LANGUAGE_TAGS[Locale.NB_NO].espeak_voice
    assert LANGUAGE_TAGS[Locale.NN_NO].speech_model is Locale.NB_NO
