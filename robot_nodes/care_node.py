"""The care node: the plan's alarm, reminders and check-ins on request, and the agenda."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import BatteryState
from std_msgs.msg import Bool, String

from codebook.event import Event
from codebook.plan import RobotPlans
from codebook.readership import Readership
from robot_nodes import parameters, skill_wire, wire
from robot_nodes.actions import ActionCaller, ActionHost, Goal
from robot_nodes.adapters.ros_alarm import RosAlarm
from robot_nodes.adapters.ros_captions import RosCaptions
from robot_nodes.adapters.ros_ears import RosEars
from robot_nodes.adapters.ros_navigator import RosNavigator
from robot_nodes.adapters.ros_voice import RosVoice
from robot_nodes.battery import Battery
from robot_nodes.bridge import ConversationLoop
from robot_nodes.care import day, rounds
from robot_nodes.care.caretaker import Caretaker
from robot_nodes.care.command_runner import CommandRunner
from robot_nodes.care.ear_faults import EarFaults, is_of_ears
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.memory import Memory
from robot_nodes.care.reach import Reach
from robot_nodes.care.scenes import Scenes
from robot_nodes.care.skills import Skills
from robot_nodes.care.surroundings import Rules, Surroundings
from robot_nodes.care.talks import Talks
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.dialogue.phrases import PhraseFileInvalid, Phrases
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import Commands, RobotStore, StoreUnavailable
from robot_nodes.ros import CONVERSATION, LATCHED, Membership, RobotNode
from robot_nodes.ros_parameters import SetUpFailed
from robot_nodes.signals import CareState, SkillResult
from schedules.alarm import Alarm, SystemAlarm
from schedules.locale import Locale

TOLD_OR_REMINDED = ("medication", "activity", "appointment", "hydration")
"""Kinds of plan item that `skill/remind` speaks about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upwards:
    """What the care node has of the server."""

    commands: Commands | None = None
    """What people and the server ask of the robot now, where anybody can."""
    readership: Callable[[UUID], Awaitable[Readership]] | None = None
    """Asks who has read about a resident, where there is a server."""


class CareNode(RobotNode):
    """Carries out the residents' plans. Its state is touched on the conversation loop only."""

    def __init__(
        self,
        membership: Membership,
        loop: ConversationLoop,
        store: RobotStore,
        has_screen: Callable[[], bool] = lambda: False,
        server: Upwards = Upwards(),
        restart: Callable[[], None] = lambda: None,
    ) -> None:
        """Join topics and actions; publishers are silent until the node is active.

        Args:
            membership: Where the node belongs.
            loop: Where conversations run.
            store: The robot's memory.
            has_screen: Whether the resident can press buttons just now.
            server: What there is of it beside the plans in the store.
            restart: Ends the robot's software in good order so that it starts again.
        """
        super().__init__("care", parameters.CARE, membership)
        self._loop = loop
        self._store = store
        self._has_screen = has_screen
        self._commands = server.commands
        self._restart = restart
        self._readership = server.readership
        self._runner: CommandRunner | None = None
        self._log = LogKeeper(store, self)
        self._ear_faults = EarFaults()
        store.observe(self._on_event)
        self._ledger = Ledger(store, self.now)
        self._state = self.publication(wire.CareStateMessage, "care_state", LATCHED)
        self._listening = self.publication(Bool, "listening", LATCHED)
        self._voice = RosVoice(ActionCaller(self, kind=wire.Say, name="skill/say"), "care")
        self._ears = RosEars(ActionCaller(self, kind=wire.Ask, name="skill/ask"), "care")
        go_to = ActionCaller(self, kind=wire.GoTo, name="skill/go_to")
        self._reach = Reach(
            RosNavigator(go_to, "care", lambda: self._battery), RosCaptions(self, has_screen)
        )
        self._battery = Battery()
        self._alarm: Alarm | None = None
        self._caretaker: Caretaker | None = None
        self._memory: Memory | None = None
        self._shown: CareState | None = None

    def configure(self) -> None:
        """Load the phrases and the plans on board; offer actions and the agenda."""
        try:
            phrases = {locale: Phrases.load(locale) for locale in Locale}
            memory = Memory.of(self._store, self.now, self._listen)
        except (PhraseFileInvalid, StoreUnavailable) as fault:
            raise SetUpFailed(str(fault)) from fault
        talks = Talks(
            Scenes(
                voice=self._voice,
                ears=self._ears,
                log=self._store,
                ledger=self._ledger,
                memory=memory,
                phrases=phrases.__getitem__,
                now=self.now,
                has_screen=self._has_screen,
                readership=self._readership,
            )
        )
        self._memory = memory
        self._caretaker = Caretaker(self._surroundings(talks))
        if self._commands is not None:
            self._runner = CommandRunner(self._commands, self._caretaker, talks, self._restart)
            self._commands.observe(self._on_commands)
        skills = Skills(self._caretaker, self._store, self._ledger, self)
        self._offer(skills, wire.Remind, "skill/remind", TOLD_OR_REMINDED)
        self._offer(skills, wire.CheckIn, "skill/check_in", ("check_in",))
        self.serve(wire.Agenda, "agenda", self._tell_agenda)
        self.subscribe(wire.Intent, "intents", self._on_intent, CONVERSATION)
        self.subscribe(String, "plan_version", self._on_plan_version, LATCHED)
        self.subscribe(wire.Caption, "closed_captions", self._on_caption, CONVERSATION)
        self.subscribe(BatteryState, "battery_state", self._on_battery, qos_profile_sensor_data)
        report_health(self, self._health)

    def malformed(self, topic: str, *, is_over: bool) -> None:
        """Record it, once when it begins and once when it is over."""
        self._log.keep_malformed(topic, is_over=is_over)

    def start(self) -> None:
        """Look at what is due, and set the alarm for what comes."""
        simulated = bool(self.get_parameter("use_sim_time").value)
        self._alarm = RosAlarm(self, self._ring) if simulated else SystemAlarm(self._ring)
        if self._memory is not None:
            self._loop.post(self._memory.privacy.show)
        self._on_commands()
        self._ring()

    def stop(self) -> None:
        """Begin nothing more."""
        if self._alarm is not None:
            self._alarm.close()

    def _surroundings(self, talks: Talks) -> Surroundings:
        def seconds(parameter: parameters.Parameter) -> timedelta:
            return timedelta(seconds=self.value(parameter))

        return Surroundings(
            store=self._store,
            talks=talks,
            log=self._log,
            now=self.now,
            show=self._show,
            wake_at=self._wake_at,
            locale=Locale(self.value(parameters.LOCALE)),
            reach=self._reach,
            ear_faults=self._ear_faults.present,
            rules=Rules(
                lookback=seconds(parameters.LOOKBACK),
                quiet_after_help=seconds(parameters.QUIET_AFTER_HELP),
                retry_after_fault=seconds(parameters.RETRY_AFTER_FAULT),
                plan_lease=seconds(parameters.PLAN_LEASE),
            ),
        )

    def _offer(self, skills: Skills, kind: type[Any], name: str, kinds: Collection[str]) -> None:
        written: Callable[[SkillResult], Any] = (
            skill_wire.remind_result_message
            if kind is wire.Remind
            else skill_wire.check_in_result_message
        )

        async def serve(goal: Goal) -> Any:  # noqa: ANN401 - a generated message
            occurrence_id = wire.identity(goal.request.occurrence_id)
            return written(await skills.run(occurrence_id, kinds, goal.cancelled))

        ActionHost(
            self, self._loop, serve, kind=kind, name=name, is_welcome=lambda: not self.is_resting
        )

    def _ring(self) -> None:
        if self._caretaker is not None:
            self._loop.post(self._caretaker.look)

    def _on_event(self, event: Event) -> None:
        self._ear_faults.heard(event)
        if is_of_ears(event) and not self.is_resting:
            self._ring()

    def _on_intent(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        if self._caretaker is not None and not self.is_resting:
            self._loop.post(self._caretaker.heard, wire.meant(message))

    def _on_plan_version(self, _: String) -> None:
        if self._caretaker is not None and not self.is_resting:
            self._loop.post(self._caretaker.new_plans)

    def _on_caption(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        if self._caretaker is not None:
            self._loop.post(self._caretaker.said, message.text)

    def _on_battery(self, message: BatteryState) -> None:
        self._battery = wire.battery(message)

    def _on_commands(self) -> None:
        if self._runner is not None and not self.is_resting:
            self._loop.post(self._runner.look)

    def _listen(self, is_listening: bool) -> None:  # noqa: FBT001 - a plain callback
        self._listening.publish(Bool(data=is_listening))

    def _show(self, state: CareState) -> None:
        if state != self._shown:
            self._shown = state
            self._state.publish(wire.care_state_message(state))
            if not state.is_busy:
                self._on_commands()  # some wait for the end of a conversation

    def _wake_at(self, at: datetime | None) -> None:
        if self._alarm is None or self.is_resting:
            return
        if at is None:
            self._alarm.clear()
        else:
            self._alarm.set(at)

    def _tell_agenda(self, request: Any, response: Any) -> Any:  # noqa: ANN401 - generated messages
        """Answer with one day of a resident."""
        plans: RobotPlans | None = self._store.plans()
        resident_id = wire.identity(request.resident_id)
        resident = rounds.resident_plan(plans, resident_id) if plans and resident_id else None
        response.is_known = resident is not None
        if resident is not None:
            local_on = wire.local_date(request.local_on)
            planned = (
                day.today(resident, self.now(), self._store.task)
                if local_on is None
                else day.day(resident, local_on, self._store.task)
            )
            response.items = [wire.agenda_item_message(entry) for entry in planned]
        return response

    def _health(self) -> Health:
        doing = self._shown.conversation if self._shown else ""
        return Health(trouble=self._log.trouble, figures={"conversation": doing})
