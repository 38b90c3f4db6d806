from robot_nodes.ears.audio_watch import AudioWatch


def test_a_microphone_that_falls_silent_is_one_fault_until_it_is_back() -> None:
    watch = AudioWatch(no_audio_after_s=5.0)
    told = [watch.passed(1.0) for _ in range(20)]
    back = watch.heard(16_000)

    assert [fault.code for fault in told if fault] == ["no_audio"]
    assert told[4] is not None
    assert back is not None
    assert (back.code, back.is_resolved) == ("no_audio", True)
    assert watch.heard(16_000) is None


def test_sound_in_time_is_no_fault() -> None:
    watch = AudioWatch(no_audio_after_s=5.0)
    for _ in range(20):
        assert watch.passed(1.0) is None
        assert watch.heard(16_000) is None


def test_the_wrong_rate_is_told_once_with_the_right_one() -> None:
    watch = AudioWatch(no_audio_after_s=5.0)
    fault = watch.heard(44_100)

    assert fault is not None
    assert (fault.code, "16000" in fault.detail) == ("wrong_sample_rate", True)
    assert watch.heard(44_100) is None
    assert watch.trouble == "wrong_sample_rate"
