"""The façade over rclpy: what robot and simulator use of ROS, with types."""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

import rclpy
from builtin_interfaces.msg import Time
from rclpy.clock import Clock as RclpyClock
from rclpy.clock_type import ClockType
from rclpy.context import Context
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from rclpy.parameter import Parameter as RclpyParameter
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from rclpy.signals import SignalHandlerOptions
from rclpy.timer import Timer

from robot_nodes.parameters import Parameter
from robot_nodes.pulse import Pulse
from robot_nodes.ros_apart import Apart
from robot_nodes.ros_parameters import SetUpFailed, declare
from robot_nodes.ros_transport import avoid_shared_memory

NAMESPACE = "nabo"
"""Of a robot whose launch gives it no other."""

_RELIABLE = ReliabilityPolicy.RELIABLE
LATCHED = QoSProfile(depth=1, reliability=_RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL)
"""For slow state: who comes later gets the latest value."""
CONVERSATION = QoSProfile(depth=10, reliability=_RELIABLE)
"""For speech and intents."""
EVENTS = QoSProfile(depth=100, reliability=_RELIABLE)
AUDIO = QoSProfile(depth=50, reliability=_RELIABLE)

_MALFORMED = (ValueError, ArithmeticError, LookupError)
"""What our readers raise over a field that is out of its bounds."""

M_contra = TypeVar("M_contra", contravariant=True)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK_LOOK_S = 0.05


class Publication(Protocol[M_contra]):
    """A topic to publish on; silent while its node is not active."""

    def publish(self, msg: M_contra) -> None:
        """Publish one message; may be called from any thread."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Where a node belongs."""

    context: Context
    overrides: Mapping[str, Any]
    """Parameter values of this node that outrank the defaults; ROS arguments outrank both."""
    pulse: Pulse | None = None
    """The beat that it shares with the other nodes; None where it has timers of its own."""


def time_message(at: datetime) -> Time:
    """Return an aware instant as ROS writes it."""
    microseconds = (at - _EPOCH) // timedelta(microseconds=1)
    seconds, rest = divmod(microseconds, 1_000_000)
    return Time(sec=seconds, nanosec=rest * 1000)


def instant(message: Time) -> datetime:
    """Return the aware UTC instant, to the microsecond, that ROS wrote."""
    return _EPOCH + timedelta(seconds=message.sec, microseconds=message.nanosec // 1000)


class RobotNode(LifecycleNode):
    """A lifecycle node with described parameters. Subclasses fill in configure, start and stop."""

    def __init__(self, name: str, parameters: Sequence[Parameter], membership: Membership) -> None:
        """Declare `parameters`; nothing else happens before `configure`.

        Raises:
            SetUpFailed: A parameter was set to something it cannot be.
        """
        overrides = [
            RclpyParameter(key, value=value) for key, value in membership.overrides.items()
        ]
        super().__init__(
            name,
            namespace=NAMESPACE,
            context=membership.context,
            parameter_overrides=overrides,
        )
        self._pulse = membership.pulse
        self._malformed_topics: set[str] = set()
        self.is_resting = True
        """Whether the node is not active."""
        self.failure: BaseException | None = None
        """What went wrong in the latest transition; rclpy itself keeps it a secret."""
        for parameter in parameters:
            declare(self, parameter)

    def malformed(self, topic: str, *, is_over: bool) -> None:
        """Hear that a topic brings messages that cannot be read, or that it no longer does."""

    def configure(self) -> None:
        """Load models, open devices, make publishers.

        Raises:
            SetUpFailed: This node cannot do its work here.
        """

    def start(self) -> None:
        """Begin; publishers are active."""

    def stop(self) -> None:
        """Come to rest; publishers are still active."""

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Run `configure` as the lifecycle asks."""
        return self._transition(self.configure) or super().on_configure(state)

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Let publishers publish, then run `start`."""
        result: TransitionCallbackReturn = super().on_activate(state)
        self.is_resting = False
        return self._transition(self.start) or result

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Run `stop`, then silence the publishers."""
        self.is_resting = True
        return self._transition(self.stop) or super().on_deactivate(state)

    def publication(self, kind: type[Any], topic: str, qos: QoSProfile) -> Publication[Any]:
        """Return a publisher that is silent while the node is not active."""
        publisher: Publication[Any] = self.create_lifecycle_publisher(kind, topic, qos)
        return publisher

    def subscribe(
        self, kind: type[Any], topic: str, hear: Callable[[Any], None], qos: QoSProfile
    ) -> None:
        """Call `hear` with each message, in the executor's thread: it must be quick.

        A message that `hear` finds to be malformed is dropped, and told once: with its topic and
        never with its content.
        """
        self.create_subscription(kind, topic, self._guarded(topic, hear), qos)

    def subscribe_apart(
        self, kind: type[Any], topic: str, hear: Callable[[Any], None], qos: QoSProfile
    ) -> Apart:
        """As `subscribe`, in a thread of its own: for a dense stream. To be closed."""
        return Apart(self, kind, topic, self._guarded(topic, hear), qos)

    def _guarded(self, topic: str, hear: Callable[[Any], None]) -> Callable[[Any], None]:
        def guarded(message: Any) -> None:  # noqa: ANN401 - generated messages have no types
            try:
                hear(message)
            except _MALFORMED as fault:
                if topic not in self._malformed_topics:
                    self._malformed_topics.add(topic)
                    self.get_logger().warning(f"dropped on {topic}: {type(fault).__name__}")
                    self.malformed(topic, is_over=False)
            else:
                if topic in self._malformed_topics:
                    self._malformed_topics.remove(topic)
                    self.malformed(topic, is_over=True)

        return guarded

    def serve(self, kind: type[Any], name: str, answer: Callable[[Any, Any], Any]) -> None:
        """Answer a service; `answer` fills in and returns the response."""
        self.create_service(kind, name, answer)

    def every(self, period: timedelta, act: Callable[[], None]) -> None:
        """Call `act` regularly in real time, whatever the ROS clock does."""
        if self._pulse is not None:
            self._pulse.every(period, act)
            return
        steady = RclpyClock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(period.total_seconds(), act, clock=steady)

    def one_shot(self, act: Callable[[], None]) -> Timer:
        """Return a timer of the node's own clock that is not running."""
        return self.create_timer(1.0, act, autostart=False)

    def value(self, parameter: Parameter) -> Any:  # noqa: ANN401 - of the parameter's own type
        """Return what a parameter is set to."""
        return self.get_parameter(parameter.name).value

    def now(self) -> datetime:
        """Return the present instant of the node's clock, aware UTC, to the microsecond."""
        microseconds = self.get_clock().now().nanoseconds // 1000
        return _EPOCH + timedelta(microseconds=microseconds)

    def await_clock(self, within_s: float, is_given_up: Callable[[], bool]) -> bool:
        """Return True once the node's clock runs, False after `within_s` or once given up."""
        pause = threading.Event()
        for _ in range(round(within_s / _CLOCK_LOOK_S)):
            if self.now() > _EPOCH:
                return True
            if is_given_up() or pause.wait(_CLOCK_LOOK_S):
                return False
        return False

    def in_executor(self, act: Callable[[], None]) -> None:
        """Run `act` soon in the executor's thread; dropped where nothing spins the node."""
        if self.executor is not None:
            self.executor.create_task(act)

    def _transition(self, act: Callable[[], None]) -> TransitionCallbackReturn | None:
        """Return None where `act` went well; keep what it raised, as rclpy would swallow it."""
        try:
            act()
        except SetUpFailed as fault:
            self.failure = fault
            return TransitionCallbackReturn.FAILURE
        except BaseException as fault:
            self.failure = fault
            raise
        return None


def joined(arguments: Sequence[str] | None = None) -> Context:
    """Return an initialised context; signals stay with the process.

    Raises:
        SetUpFailed: The ROS arguments cannot be read.
    """
    avoid_shared_memory(os.environ)
    context = Context()
    try:
        rclpy.init(
            args=None if arguments is None else list(arguments),
            context=context,
            signal_handler_options=SignalHandlerOptions.NO,
        )
    except (RuntimeError, ValueError) as fault:
        raise SetUpFailed(f"ROS arguments: {fault}") from fault
    return context
