from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import BatteryState
from std_msgs.msg import Bool, String

from codebook.plan import ResidentPlan, RobotPlans
from codebook.task import TaskAnnounced
from robot_nodes import wire
from robot_nodes.actions import Goal
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care_node import CareNode
from robot_nodes.ports import Understanding
from robot_nodes.ros import CONVERSATION, LATCHED
from robot_nodes.signals import CareState, Meant
from schedules.care_plan import CarePlan, PlanItem
from schedules.clock import SystemClock
from schedules.locale import Locale
from schedules.occurrences import occurrences
from schedules.task import Approach, CaptionShown
from sim.body_node import BodyNode
from sim.home import Door, Home, Inhabitant, Room
from tests.robot_nodes.adapters.stores import ROBOT, stored
from tests.robot_nodes.graph import Graph, graph
from tests.schedules.plans import medicine

SOLVEIG = UUID(int=200)


class Resident:
    """Stands in for voice and dialogue: hears every sentence, and answers every question alike."""

    def __init__(self, ros: Graph, intent: str) -> None:
        self.sentences: list[str] = []
        self.intent = intent
        ros.offer(self._say, kind=wire.Say, name="skill/say")
        ros.offer(self._ask, kind=wire.Ask, name="skill/ask")

    async def _say(self, goal: Goal) -> wire.Say.Result:
        self.sentences.append(goal.request.text)
        return wire.Say.Result(code=wire.Say.Result.COMPLETED, spoken_text=goal.request.text)

    async def _ask(self, goal: Goal) -> wire.Ask.Result:
        self.sentences.append(goal.request.text)
        if not self.intent:
            return wire.Ask.Result(code=wire.Ask.Result.SILENCE)
        return wire.Ask.Result(
            code=wire.Ask.Result.ANSWERED, intent=self.intent, confidence=1.0, utterance_id="u1"
        )


def plans(now: datetime, item: PlanItem) -> RobotPlans:
    plan = CarePlan(
        id=UUID(int=100),
        resident_id=SOLVEIG,
        version=1,
        zone="Europe/Oslo",
        effective_at=now - timedelta(hours=1),
        items=(item,),
    )
    solveig = ResidentPlan(
        resident_id=SOLVEIG,
        spoken_name="Solveig",
        locale=Locale.NB_NO,
        number_to_call="en en tre",
        plan=plan,
    )
    return RobotPlans(robot_id=ROBOT, residents=(solveig,))


def wall_clock(at: datetime) -> time:
    return at.astimezone(ZoneInfo("Europe/Oslo")).time().replace(second=0, microsecond=0)


@pytest.fixture
def ros() -> Iterator[Graph]:
    with graph() as ros:
        yield ros


@pytest.fixture
def store(ros: Graph, tmp_path: Path) -> Iterator[SqliteStore]:
    at = ros.observer.now()
    store = SqliteStore.open(
        tmp_path / "robot.sqlite", robot_id=ROBOT, software_version="0.1.0", at=at
    )
    store.observe(lambda event: store.settle(stored(event), at))
    yield store
    ros.loop.close()
    store.close()


def on_board(store: SqliteStore, now: datetime, due_at: datetime) -> UUID:
    """Give the robot one medicine and return its occurrence's id."""
    given = plans(now, medicine(wall_clock(due_at)))
    with store.transaction() as step:
        step.save_plans('"1"', given)
    plan = given.residents[0].plan
    around = timedelta(minutes=2)
    return next(occurrences(plan, due_at - around, due_at + around)).id


@pytest.fixture
def kinds(store: SqliteStore) -> list[str]:
    """Return the kinds of all events from now on, as they are recorded."""
    recorded: list[str] = []
    store.observe(lambda event: recorded.append(event.kind))
    return recorded


def test_what_is_due_is_spoken_about_and_its_answer_stored(
    ros: Graph, store: SqliteStore, kinds: list[str]
) -> None:
    states = ros.listen(wire.CareStateMessage, "care_state", LATCHED)
    resident = Resident(ros, "taken")
    on_board(store, ros.observer.now(), ros.observer.now())

    ros.bring_up(CareNode(ros.membership, ros.loop, store))

    ros.until(lambda: "task.closed" in kinds)
    ros.until(lambda: states and not states[-1].is_busy and states[-1].has_next_event)
    assert resident.sentences[1] == "Har du tatt Paracet?"
    assert states[-1].resident_id == str(SOLVEIG)


def test_a_reminder_on_request_is_given_once_only(
    ros: Graph, store: SqliteStore, kinds: list[str]
) -> None:
    Resident(ros, "taken")
    now = ros.observer.now()
    occurrence_id = on_board(store, now, now)
    ros.bring_up(CareNode(ros.membership, ros.loop, store))
    ros.until(lambda: "task.closed" in kinds)
    goal = wire.Remind.Goal(occurrence_id=str(occurrence_id), caller="test")

    result = ros.call(wire.Remind, "skill/remind", goal)

    assert (result.code, result.outcome) == (wire.Remind.Result.ALREADY_ANSWERED, "taken")


def test_a_reminder_of_nothing_planned_is_refused(ros: Graph, store: SqliteStore) -> None:
    ros.bring_up(CareNode(ros.membership, ros.loop, store))
    goal = wire.Remind.Goal(occurrence_id="nonsense", caller="test")

    result = ros.call(wire.Remind, "skill/remind", goal)

    assert result.code == wire.Remind.Result.UNKNOWN_OCCURRENCE


def test_a_cry_for_help_is_recorded_and_answered(
    ros: Graph, store: SqliteStore, kinds: list[str]
) -> None:
    resident = Resident(ros, "cancel_help")
    now = ros.observer.now()
    on_board(store, now, now + timedelta(minutes=30))
    states = ros.listen(wire.CareStateMessage, "care_state", LATCHED)
    ros.bring_up(CareNode(ros.membership, ros.loop, store))
    cry = ros.speaker(wire.Intent, "intents", CONVERSATION)

    cry(
        wire.intent_message(
            Meant(
                at=now,
                utterance_id="u7",
                resident_id=SOLVEIG,
                locale=Locale.NB_NO,
                understanding=Understanding(intent="fallen", confidence=1.0),
                transcript="hjelp jeg har falt",
                is_emergency=True,
                speech_ended_at=None,
            )
        )
    )

    ros.until(lambda: "help.cancelled" in kinds)
    ros.until(lambda: states and not states[-1].is_busy)
    assert resident.sentences[0] == "Jeg hører deg, Solveig. Jeg varsler hjemmetjenesten nå."


def test_the_ears_are_told_to_close_at_a_residents_wish_and_open_at_the_button(
    ros: Graph, store: SqliteStore, kinds: list[str]
) -> None:
    Resident(ros, "affirm")
    now = ros.observer.now()
    on_board(store, now, now + timedelta(minutes=30))
    listening = ros.listen(Bool, "listening", LATCHED)
    ros.bring_up(CareNode(ros.membership, ros.loop, store))
    say = ros.speaker(wire.Intent, "intents", CONVERSATION)
    ros.until(lambda: listening and listening[-1].data)

    say(wire.intent_message(said("pause_listening", now)))
    ros.until(lambda: "privacy.paused" in kinds and not listening[-1].data)
    say(wire.intent_message(said("resume_listening", now)))
    ros.until(lambda: "privacy.resumed" in kinds and listening[-1].data)


def said(intent: str, at: datetime) -> Meant:
    return Meant(
        at=at,
        utterance_id=intent,
        resident_id=SOLVEIG,
        locale=Locale.NB_NO,
        understanding=Understanding(intent=intent, confidence=1.0),
        transcript="",
        is_emergency=False,
        speech_ended_at=at,
    )


def test_the_agenda_tells_the_day(ros: Graph, store: SqliteStore) -> None:
    now = ros.observer.now()
    occurrence_id = on_board(store, now, now + timedelta(minutes=3))
    node = CareNode(ros.membership, ros.loop, store)
    ros.bring_up(node)
    request = wire.Agenda.Request(resident_id=str(SOLVEIG))

    response = ros.ask_service(wire.Agenda, "agenda", request)

    assert response.is_known
    assert [item.occurrence_id for item in response.items] == [str(occurrence_id)]


def test_an_unknown_resident_has_no_agenda(ros: Graph, store: SqliteStore) -> None:
    ros.bring_up(CareNode(ros.membership, ros.loop, store))

    response = ros.ask_service(wire.Agenda, "agenda", wire.Agenda.Request(resident_id="?"))

    assert not response.is_known


def test_the_state_survives_the_wire() -> None:
    state = CareState(locale=Locale.NN_NO, resident_id=SOLVEIG)

    assert wire.care_state(wire.care_state_message(state)) == state


def _second_rung(
    ros: Graph, store: SqliteStore, *, screen_open: bool = False, battery: float = 1.0
) -> list[TaskAnnounced]:
    """Bring up a robot whose dose has been due for ten minutes; return how it announces it."""
    announced: list[TaskAnnounced] = []
    store.observe(
        lambda event: (
            announced.append(event.body) if isinstance(event.body, TaskAnnounced) else None
        )
    )
    Resident(ros, "taken")
    node = CareNode(ros.membership, ros.loop, store, lambda: screen_open)
    ros.bring_up(node)
    ros.speaker(BatteryState, "battery_state", qos_profile_sensor_data)(
        BatteryState(percentage=battery)
    )
    ros.until(lambda: node._battery.ratio is not None)  # noqa: SLF001 - it shows in drives only
    on_board(store, ros.observer.now(), ros.observer.now() - timedelta(minutes=11))
    ros.speaker(String, "plan_version", LATCHED)(String(data='"1"'))
    ros.until(lambda: bool(announced))
    return announced


def test_a_rung_comes_closer_through_a_navigator_and_shows_its_caption_on_an_open_screen(
    ros: Graph, store: SqliteStore
) -> None:
    goals: list[str] = []

    async def drive(goal: Goal) -> wire.GoTo.Result:
        goals.append(goal.request.resident_id)
        return wire.GoTo.Result(code=wire.GoTo.Result.ARRIVED)

    ros.offer(drive, kind=wire.GoTo, name="skill/go_to")
    lines = ros.listen(String, "reminder_caption", LATCHED)
    (way,) = _second_rung(ros, store, screen_open=True)

    assert (way.rung, way.approach) == (2, Approach.ARRIVED)
    assert goals == [str(SOLVEIG)]
    assert way.caption is CaptionShown.SHOWN
    ros.until(lambda: [line.data for line in lines] == ["Paracet, to tabletter", ""])


def test_the_simulated_body_comes_closer_and_the_log_says_that_it_arrived(
    ros: Graph, store: SqliteStore
) -> None:
    rooms = (Room(name="gang", x_m=0.0, y_m=0.0), Room(name="stue", x_m=2.0, y_m=0.0))
    solveig = Inhabitant(resident_id=str(SOLVEIG), room="stue")
    doors = (Door(between=("gang", "stue")),)
    home = Home(dock="gang", rooms=rooms, doors=doors, people=(solveig,))
    body = BodyNode(home, SystemClock(), "nabo", context=ros.membership.context)
    ros.spinning.add(body)
    body.start()
    try:
        (way,) = _second_rung(ros, store)
    finally:
        body.stop()

    assert (way.rung, way.approach) == (2, Approach.ARRIVED)


def test_with_little_left_in_its_battery_the_robot_stays_and_speaks_from_where_it_is(
    ros: Graph, store: SqliteStore
) -> None:
    async def drive(goal: Goal) -> wire.GoTo.Result:
        raise AssertionError(goal.request)

    ros.offer(drive, kind=wire.GoTo, name="skill/go_to")
    (way,) = _second_rung(ros, store, battery=0.1)

    assert (way.rung, way.approach) == (2, Approach.LOW_BATTERY)


def test_without_a_navigator_and_a_screen_the_log_says_that_there_was_none(
    ros: Graph, store: SqliteStore
) -> None:
    (way,) = _second_rung(ros, store)

    assert (way.rung, way.volume) == (2, 0.85)
    assert (way.approach, way.caption) == (Approach.UNAVAILABLE, CaptionShown.UNAVAILABLE)
