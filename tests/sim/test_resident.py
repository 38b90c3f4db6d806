import pytest

from schedules.locale import Locale
from sim.resident import SENTENCE_GAP_S, Resident, Shown, Words
from sim.scenario import Line, Person, Scenario

SOLVEIG = Person(name="Solveig", resident_id="s", voice="f3")
ARNE = Person(name="Arne", resident_id="a", voice="grandpa")

LOUD, QUIET = -20.0, -70.0
LENGTH_S = 2.0


def line(name: str, *keywords: str, to: str = "Solveig", **more: float) -> Line:
    return Line(id=name, to=to, keywords=keywords or ("taken",), answer=name, **more)  # type: ignore[arg-type]  # durations only


def resident(*lines: Line, asked_again: tuple[str, ...] = ()) -> Resident:
    return Resident(
        Scenario(locale=Locale.EN_GB, people=(SOLVEIG, ARNE), lines=lines, asked_again=asked_again)
    )


def show(who: Resident, text: str, resident_id: str = "s", utterance_id: str = "u") -> None:
    who.read(Shown(utterance_id=utterance_id, resident_id=resident_id, text=text))


def robot_says(
    who: Resident, text: str, *, at_s: float, to: str = "s", level_dbfs: float = LOUD
) -> float:
    """Let the robot speak for `LENGTH_S` and return when it is done."""
    show(who, text, to)
    for tick in range(20):
        who.hear(level_dbfs, LENGTH_S / 20, at_s + tick * LENGTH_S / 20)
    return at_s + LENGTH_S


def said(words: Words | None) -> str | None:
    return None if words is None else words.line.id


def test_an_answer_comes_its_delay_after_the_question() -> None:
    who = resident(line("yes", delay_s=0.9))
    end_s = robot_says(who, "Have you taken it?", at_s=10.0)
    assert said(who.speak(end_s + 0.85)) is None
    assert said(who.speak(end_s + 0.9)) == "yes"


def test_nobody_answers_into_a_sentence_that_still_sounds() -> None:
    who = resident(line("yes", delay_s=0.0))
    end_s = robot_says(who, "Have you taken it?", at_s=10.0)
    assert said(who.speak(end_s + SENTENCE_GAP_S / 2)) is None
    assert said(who.speak(end_s + SENTENCE_GAP_S)) == "yes"


def test_a_sentence_that_was_not_audible_is_not_answered() -> None:
    who = resident(line("yes"))
    end_s = robot_says(who, "Have you taken it?", at_s=10.0, level_dbfs=QUIET)
    assert said(who.speak(end_s + 5.0)) is None


def test_an_inaudible_question_can_be_answered_when_it_is_repeated() -> None:
    who = resident(line("yes"))
    robot_says(who, "Have you taken it?", at_s=10.0, level_dbfs=QUIET)
    end_s = robot_says(who, "Have you taken it?", at_s=20.0)
    assert said(who.speak(end_s + 1.0)) == "yes"


def test_each_line_is_said_once_and_then_there_is_silence() -> None:
    who = resident(line("later"), line("yes"))
    spoken = []
    for at_s in (10.0, 20.0, 30.0):
        end_s = robot_says(who, "Have you taken it?", at_s=at_s)
        spoken.append(said(who.speak(end_s + 1.0)))
    assert spoken == ["later", "yes", None]


def test_a_line_is_for_one_resident_only() -> None:
    who = resident(line("yes", to="Arne"))
    end_s = robot_says(who, "Have you taken it?", at_s=10.0, to="s")
    assert said(who.speak(end_s + 1.0)) is None


def test_a_stranger_is_not_answered_for() -> None:
    who = resident(line("yes"))
    end_s = robot_says(who, "Have you taken it?", at_s=10.0, to="nobody")
    assert said(who.speak(end_s + 1.0)) is None


def test_case_of_letters_does_not_matter() -> None:
    who = resident(line("yes", "ØRRET"))
    end_s = robot_says(who, "Liker du ørret?", at_s=10.0)
    assert said(who.speak(end_s + 1.0)) == "yes"


def test_a_remark_after_the_question_does_not_drop_the_answer() -> None:
    who = resident(line("yes", "have you taken"))
    robot_says(who, "Have you taken it?", at_s=10.0)
    end_s = robot_says(who, "It lies on the table.", at_s=12.1)
    assert said(who.speak(end_s + 1.0)) == "yes"


def test_a_cry_comes_into_the_sentence() -> None:
    who = resident(line("help", "singing", interrupts_after_s=1.0))
    show(who, "There is singing today, and much more besides.")
    who.hear(LOUD, 0.1, 10.0)
    assert said(who.speak(10.9)) is None
    assert said(who.speak(11.0)) == "help"


def test_the_last_answer_is_repeated_on_request_but_not_for_ever() -> None:
    who = resident(line("yes", "have you taken"), asked_again=("did not hear",))
    end_s = robot_says(who, "Have you taken it?", at_s=10.0)
    spoken = [said(who.speak(end_s + 1.0))]
    for at_s in (20.0, 30.0, 40.0):
        end_s = robot_says(who, "I did not hear. Have you taken it?", at_s=at_s)
        spoken.append(said(who.speak(end_s + 1.0)))
    assert spoken == ["yes", "yes", "yes", None]


def test_nobody_repeats_what_somebody_else_said() -> None:
    who = resident(line("yes", "have you taken"), asked_again=("did not hear",))
    end_s = robot_says(who, "Have you taken it?", at_s=10.0)
    who.speak(end_s + 1.0)
    end_s = robot_says(who, "I did not hear.", at_s=20.0, to="a")
    assert said(who.speak(end_s + 1.0)) is None


@pytest.mark.parametrize(("text", "expected"), [("Have you taken it?", True), ("Hello!", False)])
def test_it_is_known_whether_an_answer_is_coming(text: str, *, expected: bool) -> None:
    who = resident(line("yes"))
    robot_says(who, text, at_s=10.0)
    assert who.is_about_to_speak is expected
