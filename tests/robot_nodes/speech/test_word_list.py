"""A list of words that was cut off is noticed, wherever the cut falls."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from robot_nodes.speech import word_list

WORDS = {"<eps>": 0, "[unk]": 1, "hjelp": 2, "ja": 3, "øyet": 4}


def listed(folder: Path, content: bytes) -> Path:
    path = folder / "words.txt"
    path.write_bytes(content)
    return path


def test_a_list_holds_the_words_and_no_signs_of_its_own(tmp_path: Path) -> None:
    path = listed(tmp_path, word_list.written(WORDS).encode())
    word_list.require_whole(path)
    assert word_list.vocabulary(path) == {"hjelp", "ja", "øyet"}


def test_the_numbers_run_on_to_the_end(tmp_path: Path) -> None:
    lines = listed(tmp_path, word_list.written(WORDS).encode()).read_text("utf-8").splitlines()
    assert [int(line.split()[1]) for line in lines] == list(range(len(lines)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.integers(0, len(word_list.written(WORDS).encode()) - 1))
def test_a_list_that_was_cut_anywhere_is_refused(tmp_path: Path, kept: int) -> None:
    path = listed(tmp_path, word_list.written(WORDS).encode()[:kept])
    with pytest.raises(ValueError, match="breaks off"):
        word_list.require_whole(path)


def test_a_model_that_keeps_its_words_elsewhere_has_no_list(tmp_path: Path) -> None:
    word_list.require_whole(tmp_path / "words.txt")
    assert word_list.vocabulary(tmp_path / "words.txt") == frozenset()
