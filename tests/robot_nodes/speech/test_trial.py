import pytest

from robot_nodes.speech.trial import run_trial
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale
from tests.robot_nodes.speech.fakes import FakeRecogniser, FakeSynthesiser


def test_every_sentence_is_tried_in_every_voice() -> None:
    result = run_trial(
        Locale.NB_NO,
        ("Ja, takk.", "Nei, takk."),
        FakeSynthesiser(),
        FakeRecogniser("ja takk"),
        variants=(None, "f3"),
    )

    assert [(s.said, s.heard, s.variant) for s in result.sentences] == [
        ("Ja, takk.", "ja takk", None),
        ("Ja, takk.", "ja takk", "f3"),
        ("Nei, takk.", "ja takk", None),
        ("Nei, takk.", "ja takk", "f3"),
    ]
    assert result.share_right == 0.5
    assert result.errors.rate == pytest.approx(2 / 8)


def test_a_trial_of_nothing_has_no_share() -> None:
    result = run_trial(Locale.NB_NO, (), FakeSynthesiser(), FakeRecogniser(""))
    assert (result.share_right, result.errors.rate) == (0.0, 0.0)


def test_the_real_voice_and_the_real_ear_understand_each_other(
    norwegian_model: VoskModel, request: pytest.FixtureRequest
) -> None:
    result = run_trial(
        Locale.NN_NO,
        ("Ja, eg har teke han.", "Om litt."),
        request.getfixturevalue("spoken"),
        norwegian_model.recogniser(),
    )
    assert result.errors.rate < 0.1
