"""Medicines that are due together, told about twice, and taken as needed."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from codebook.as_needed import AsNeededTooSoon
from codebook.task import TaskAnnounced, TaskEscalated, TaskReported
from robot_nodes.signals import Meant
from schedules.care_plan import MedicationReminder
from schedules.outcome import Outcome
from schedules.recurrence import AsNeeded
from schedules.task import EscalationReason, Stage, Task
from tests.robot_nodes.care.morning import Home, activity, meant, medicine, morning
from tests.robot_nodes.fakes.ears import SILENCE

AT_ONCE = timedelta(0)
PARACET = medicine()
METOPROLOL = replace(medicine(item=2), medicine="Metoprolol", dose="en tablett")
SPRAY = replace(
    medicine(item=3, recurrence=AsNeeded(minimum_gap=timedelta(hours=4), daily_maximum=4)),
    medicine="Nitrospray",
)
BOTH = ("ja, jeg har tatt den", "ja, den har jeg tatt")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def said(intent: str, transcript: str, utterance_id: str = "u9") -> Meant:
    return replace(meant(intent, utterance_id), transcript=transcript)


def the(home: Home, item: MedicationReminder) -> Task:
    (task,) = home.store.tasks_of(item.id)
    return task


def outcomes(home: Home, item: MedicationReminder) -> list[Outcome]:
    return [
        event.body.outcome
        for event in home.events()
        if isinstance(event.body, TaskReported) and event.body.item_id == item.id
    ]


def test_two_medicines_at_one_time_are_announced_together_and_reported_apart(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, PARACET, METOPROLOL, answers=BOTH) as home:
            await home.at(AT_ONCE)

            announcements = [s for s in home.voice.sentences if "Nå er det tid for" in s]
            assert len(announcements) == 1
            assert "Paracet, to tabletter, og Metoprolol, en tablett" in announcements[0]
            assert outcomes(home, PARACET) == outcomes(home, METOPROLOL) == [Outcome.TAKEN]
            announced = [e for e in home.events() if isinstance(e.body, TaskAnnounced)]
            assert len(announced) == 2

    asyncio.run(scenario())


def test_each_of_two_medicines_has_its_own_outcome(tmp_path: Path) -> None:
    async def scenario() -> None:
        answers = ("ja, jeg har tatt den", "jeg vil ikke ha den")
        async with morning(tmp_path, PARACET, METOPROLOL, answers=answers) as home:
            await home.at(AT_ONCE)
            assert outcomes(home, PARACET) == [Outcome.TAKEN]
            assert outcomes(home, METOPROLOL) == [Outcome.REFUSED]

    asyncio.run(scenario())


def test_later_holds_for_all_that_were_not_asked_about_yet(tmp_path: Path) -> None:
    async def scenario() -> None:
        answers = ("om litt", *BOTH)
        async with morning(tmp_path, PARACET, METOPROLOL, answers=answers) as home:
            await home.at(AT_ONCE)
            assert outcomes(home, PARACET) == outcomes(home, METOPROLOL) == [Outcome.LATER]
            await home.at(minutes(10))
            assert the(home, PARACET).stage is the(home, METOPROLOL).stage is Stage.CLOSED

    asyncio.run(scenario())


def test_silence_about_one_leaves_both_to_their_ladders(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, PARACET, METOPROLOL, answers=(SILENCE,)) as home:
            for after in (0, 10, 20, 30):
                await home.at(minutes(after))
            for item in (PARACET, METOPROLOL):
                assert (the(home, item).attempts, the(home, item).stage) == (3, Stage.ESCALATED)
            assert home.kinds().count("task.unanswered") == 2

    asyncio.run(scenario())


def test_a_medicine_and_a_message_are_no_one_talk(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, PARACET, activity(), answers=BOTH) as home:
            await home.at(AT_ONCE)
            assert any("sang i stua" in sentence for sentence in home.voice.sentences)
            assert any("tid for Paracet, to tabletter." in s for s in home.voice.sentences)

    asyncio.run(scenario())


def test_a_medicine_due_later_is_not_announced_with_one_due_now(tmp_path: Path) -> None:
    async def scenario() -> None:
        later = replace(METOPROLOL, recurrence=medicine(time(9)).recurrence)
        async with morning(tmp_path, PARACET, later, answers=BOTH) as home:
            await home.at(AT_ONCE)
            assert not any("Metoprolol" in sentence for sentence in home.voice.sentences)

    asyncio.run(scenario())


def test_told_twice_the_robot_says_what_the_log_holds(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, PARACET, answers=BOTH[:1]) as home:
            await home.at(AT_ONCE)
            await home.at(minutes(30))
            home.caretaker.heard(said("taken", "jeg har tatt medisinen"))
            await home.settle()

            assert home.voice.sentences[-1] == "Du sa klokka åtte at du hadde tatt Paracet."
            assert outcomes(home, PARACET) == [Outcome.TAKEN], "one dose, one report"

    asyncio.run(scenario())


@pytest.mark.parametrize("item", [PARACET, METOPROLOL], ids=["first", "last"])
@pytest.mark.parametrize(
    ("intent", "words"), [("taken", "jeg har tatt {}"), ("ask_taken", "har jeg tatt {}")]
)
def test_of_two_answered_doses_the_one_that_was_named_is_told_of(
    tmp_path: Path, item: MedicationReminder, intent: str, words: str
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, PARACET, METOPROLOL, answers=BOTH) as home:
            await home.at(AT_ONCE)
            await home.at(minutes(30))
            count = len(home.voice.sentences)
            home.caretaker.heard(said(intent, words.format(item.medicine.lower())))
            await home.settle()

            told = f"Du sa klokka åtte at du hadde tatt {item.medicine}."
            assert home.voice.sentences[count:] == [told]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("intent", "words", "more"),
    [
        ("taken", "jeg har tatt metoprolol", ["Det skriver jeg ikke opp nå."]),
        ("not_taken", "jeg har ikke tatt metoprolol", ["Det skriver jeg ikke opp nå."]),
        ("ask_taken", "har jeg tatt metoprolol", []),
    ],
)
def test_of_a_named_dose_without_an_entry_the_robot_says_so_and_tells_of_no_other(
    tmp_path: Path, intent: str, words: str, more: list[str]
) -> None:
    async def scenario() -> None:
        later = replace(METOPROLOL, recurrence=medicine(time(20)).recurrence)
        async with morning(tmp_path, PARACET, later, answers=BOTH[:1]) as home:
            await home.at(AT_ONCE)
            await home.at(minutes(30))
            count = len(home.voice.sentences)
            home.caretaker.heard(said(intent, words))
            await home.settle()

            nothing, *others = home.voice.sentences[count:]
            assert nothing == "Jeg har ikke skrevet opp at du har tatt Metoprolol."
            assert [each.split(" Si det")[0] for each in others] == more
            assert outcomes(home, later) == []

    asyncio.run(scenario())


def test_an_answered_dose_that_is_named_is_not_taken_for_the_one_that_is_open(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        later = replace(METOPROLOL, recurrence=medicine(time(9)).recurrence)
        async with morning(tmp_path, PARACET, later, answers=BOTH[:1]) as home:
            await home.at(AT_ONCE)
            await home.at(minutes(61))
            assert the(home, METOPROLOL).report is None
            count = len(home.voice.sentences)
            home.caretaker.heard(said("taken", "jeg har tatt paracet"))
            await home.settle()

            told = "Du sa klokka åtte at du hadde tatt Paracet."
            assert home.voice.sentences[count:] == [told]

    asyncio.run(scenario())


@pytest.mark.parametrize("answer", ["ja", "nei", SILENCE])
def test_a_report_that_says_otherwise_stands_beside_the_first_once_it_is_confirmed(
    tmp_path: Path, answer: str
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, PARACET, answers=(*BOTH[:1], answer)) as home:
            await home.at(AT_ONCE)
            await home.at(minutes(30))
            home.caretaker.heard(said("not_taken", "nei jeg tok den ikke likevel"))
            await home.settle()

            reports = [e for e in home.events() if isinstance(e.body, TaskReported)]
            reasons = [e.body.reason for e in home.events() if isinstance(e.body, TaskEscalated)]
            if answer == "ja":
                first, second = reports
                assert isinstance(second.body, TaskReported)
                assert second.body.supersedes == first.id
                assert reasons == [EscalationReason.CONTRADICTED]
            else:
                assert outcomes(home, PARACET) == [Outcome.TAKEN]
                assert reasons == []

    asyncio.run(scenario())


def test_asked_about_a_medicine_taken_as_needed_the_robot_tells_log_and_plan_and_no_more(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, SPRAY, answers=("ja",)) as home:
            home.caretaker.heard(said("taken", "jeg har tatt Nitrospray", "u1"))
            await home.settle()
            assert outcomes(home, SPRAY) == [Outcome.TAKEN]
            await home.at(minutes(60))
            home.caretaker.heard(said("unknown", "kan jeg ta Nitrospray nå", "u2"))
            await home.settle()

            log, plan, not_before, no_advice = home.voice.sentences[-4:]
            assert log.startswith("Du har sagt at du tok Nitrospray klokka åtte.")
            assert "minst fire timer mellom hver gang" in plan
            assert "høyst fire på et døgn" in plan
            assert not_before == "Etter planen er det ikke før klokka tolv."
            assert no_advice.startswith("Jeg gir ikke råd om medisin.")
            [asked] = [e.body for e in home.events() if isinstance(e.body, AsNeededTooSoon)]
            assert (asked.utterance_id, asked.says_taken, asked.is_daily_maximum) == (
                "u2",
                False,
                False,
            )
            reported = [e for e in home.events() if isinstance(e.body, TaskReported)]
            assert asked.next_at == reported[0].occurred_at + timedelta(hours=4)

    asyncio.run(scenario())


def test_what_is_taken_as_needed_is_noted_only_once_it_is_confirmed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, SPRAY, answers=(SILENCE,)) as home:
            home.caretaker.heard(said("taken", "jeg har tatt Nitrospray"))
            await home.settle()
            assert outcomes(home, SPRAY) == []

    asyncio.run(scenario())


def test_what_is_taken_as_needed_is_never_reminded_of(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, SPRAY) as home:
            for hour in range(0, 30, 6):
                await home.at(timedelta(hours=hour))
            assert home.voice.sentences == []
            assert home.kinds() == []

    asyncio.run(scenario())


def test_a_name_that_merely_falls_is_no_question(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, SPRAY) as home:
            home.caretaker.heard(said("unknown", "Nitrospray er et rart ord"))
            await home.settle()
            assert home.voice.sentences == []

    asyncio.run(scenario())
