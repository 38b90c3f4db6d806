import asyncio
from datetime import timedelta

import pytest

from robot_nodes.dialogue.conversations import Asked, DayFacts, question
from robot_nodes.ports import Understanding
from schedules.locale import Locale
from tests.robot_nodes.dialogue.conversations.conftest import NOW, Room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(room: Room, locale: Locale = Locale.NB_NO) -> list[str]:
    """Return what is said to a resident who asks who has read about them, at eight o'clock."""
    understanding = Understanding(intent="who_has_read", confidence=1.0)
    asked = Asked(understanding=understanding, utterance_id="u1", transcript="")
    asyncio.run(question(room.scene(locale), asked, DayFacts(), room.discretion))
    return room.voice.sentences


@pytest.mark.parametrize(
    ("locale", "sentences"),
    [
        (
            Locale.NB_NO,
            [
                "Tre ansatte har lest om deg de siste sju dagene: Kari Moen, Siri Vik og Per Lie.",
                "Den siste var Kari Moen, i dag klokka sju.",
            ],
        ),
        (
            Locale.NN_NO,
            [
                (
                    "Tre tilsette har lese om deg dei siste sju dagane: "
                    "Kari Moen, Siri Vik og Per Lie."
                ),
                "Den siste var Kari Moen, i dag klokka sju.",
            ],
        ),
        (
            Locale.EN_GB,
            [
                (
                    "Three members of staff have read about you in the last seven days: "
                    "Kari Moen, Siri Vik and Per Lie."
                ),
                "The last was Kari Moen, today at seven o'clock.",
            ],
        ),
    ],
)
def test_who_has_read_is_said_with_count_names_and_the_latest_time(
    room: Room, locale: Locale, sentences: list[str]
) -> None:
    room.readers = {"Kari Moen": NOW - HOUR, "Siri Vik": NOW - DAY, "Per Lie": NOW - 5 * DAY}
    assert told(room, locale) == sentences


def test_one_reader_is_told_in_one_sentence(room: Room) -> None:
    room.readers = {"Kari Moen": NOW - DAY}
    assert told(room) == ["Kari Moen har lest om deg de siste sju dagene, sist i går klokka åtte."]


def test_an_older_day_is_named(room: Room) -> None:
    room.readers = {"Kari Moen": NOW - 3 * DAY}
    assert "fredag 27. februar klokka åtte" in told(room)[0]


def test_no_sentence_bears_more_than_three_names(room: Room) -> None:
    room.readers = dict.fromkeys(("Kari", "Siri", "Per", "Anne", "Eva"), NOW)
    first = told(room)[0]
    assert first.startswith("Fem ansatte har lest")
    assert first.endswith("Kari, Siri, Per og to til.")


def test_that_nobody_has_read_is_said(room: Room) -> None:
    room.readers = {}
    assert told(room) == ["Ingen ansatte har lest om deg de siste sju dagene."]


@pytest.mark.parametrize("locale", Locale)
def test_a_robot_that_gets_no_answer_says_so_and_where_it_stands(
    room: Room, locale: Locale
) -> None:
    scene_phrases = room.scene(locale).phrases.templates
    lines = [
        text
        for line, text in scene_phrases.items()
        if line in {"readers.cannot_tell", "readers.where"}
    ]
    assert told(room, locale) == lines
