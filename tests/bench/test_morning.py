import math
from datetime import UTC, datetime

from bench import morning
from bench.conversation import Observed, Sound, progress, talked_into
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.turn import talks_into
from schedules.care_plan import Activity
from schedules.locale import Locale
from sim.measures import BargedIn, ResidentSpoke

FIRST_AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def talked(began_s: float, line: str = "talk-Arne") -> ResidentSpoke:
    return ResidentSpoke(
        line=line,
        resident_id=str(morning.ARNE),
        text=morning.TALKED_INTO,
        began_at=FIRST_AT,
        ended_at=FIRST_AT,
        began_s=began_s,
        ended_s=began_s + 1.5,
    )


def sounds(utterance_id: str, came_s: float, ends_s: float) -> Sound:
    return Sound(utterance_id, came_s, ends_s, is_audible=True)


def test_each_resident_is_told_the_news_and_talks_into_it_before_any_cry() -> None:
    for resident in morning.plans(FIRST_AT).residents:
        told = [item for item in resident.plan.items if isinstance(item, Activity)]
        assert [item.message for item in told] == [morning.NEWS, morning.PROGRAMME]
    talks = [line for line in morning.scenario().lines if line.id.startswith("talk")]
    assert {line.to for line in talks} == {"Solveig", "Arne", "Ingrid"}
    assert all(line.keywords[0] in morning.NEWS for line in talks)
    assert all(line.keywords[0] not in morning.PROGRAMME for line in talks)


def test_what_the_resident_says_into_the_news_is_a_talk_that_the_robot_gives_way_to() -> None:
    understood = Interpreter.load([Locale.NB_NO]).understand(morning.TALKED_INTO, Locale.NB_NO)
    assert talks_into(morning.TALKED_INTO, understood)


def test_the_silence_is_counted_from_the_talks_first_sound_to_the_sentences_last() -> None:
    seen = Observed(
        measures=[talked(10.0), talked(20.0, line="cry-Arne")],
        sounds=[
            sounds("news", 9.0, 9.9),
            sounds("news", 9.9, 10.6),
            sounds("answer", 12.0, 13.0),
            sounds("programme", 19.0, 29.0),
        ],
    )
    assert talked_into(seen).value == 600


def test_without_a_talk_there_is_no_figure() -> None:
    assert math.isnan(talked_into(Observed()).value)


def test_the_long_morning_tells_how_far_it_is() -> None:
    cry = BargedIn(line="cry-Arne", utterance_id="u", cry_s=1.0, silent_s=0.5, reply_s=2.0)
    told = progress(600.0, Observed(measures=[cry]))
    assert told.strip() == "10 min left: 0 turns, 1 times spoken into the robot"
