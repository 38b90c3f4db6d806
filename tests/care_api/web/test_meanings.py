"""Whatever a robot understands, a nurse can read."""

from pathlib import Path

import yaml

import robot_nodes.dialogue
from care_api.web.meanings import MEANINGS, NOT_UNDERSTOOD, meaning


def test_every_intent_that_robots_know_has_its_words() -> None:
    file = Path(robot_nodes.dialogue.__file__ or "").parent / "intents" / "nb_NO.yaml"
    intents = set(yaml.safe_load(file.read_text(encoding="utf-8"))["intents"])
    assert intents - {"unknown"} == set(MEANINGS)


def test_a_number_on_the_scale_was_understood() -> None:
    assert meaning("score_3") not in {NOT_UNDERSTOOD, meaning("unknown")}
