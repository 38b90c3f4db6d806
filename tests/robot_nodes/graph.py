"""Real rclpy for the tests of the nodes: an executor that spins, and somebody who listens."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from rclpy.qos import QoSProfile

from robot_nodes.actions import ActionCaller, ActionHost, Serve
from robot_nodes.bridge import ConversationLoop
from robot_nodes.ros import Membership, RobotNode, joined
from robot_nodes.ros_process import Spinning, bring_up

DEADLINE_S = 20.0
_LOOK_S = 0.005


@dataclass
class Graph:
    """One robot's ROS graph."""

    membership: Membership
    loop: ConversationLoop
    spinning: Spinning
    observer: RobotNode
    heard: dict[str, list[Any]] = field(default_factory=dict)
    """Topic -> messages, oldest first."""

    def with_overrides(self, **overrides: Any) -> Membership:  # noqa: ANN401 - of any type
        """Return what a node with other parameters needs."""
        return Membership(context=self.membership.context, overrides=overrides)

    def bring_up(self, *nodes: RobotNode) -> None:
        """Spin, configure and activate the nodes.

        Raises:
            SetUpFailed: One of them cannot do its work.
        """
        for node in nodes:
            self.spinning.add(node)
        bring_up(nodes, self.spinning)

    def listen(self, kind: type[Any], topic: str, qos: QoSProfile) -> list[Any]:
        """Return the list into which the messages of a topic will come."""
        messages = self.heard.setdefault(topic, [])
        self.spinning.call(lambda: self.observer.subscribe(kind, topic, messages.append, qos))
        return messages

    def speaker(self, kind: type[Any], topic: str, qos: QoSProfile) -> Callable[[Any], None]:
        """Return what publishes on a topic, once somebody listens there."""
        publisher = self.spinning.call(lambda: self.observer.create_publisher(kind, topic, qos))
        self.until(lambda: publisher.get_subscription_count() > 0)
        return publisher.publish

    def call(self, kind: type[Any], name: str, goal: Any) -> Any:  # noqa: ANN401 - messages
        """Return the result of a goal."""
        caller = self.spinning.call(lambda: ActionCaller(self.observer, kind=kind, name=name))
        return self.loop.run(caller.call(goal), DEADLINE_S)

    def offer(self, serve: Serve, *, kind: type[Any], name: str) -> None:
        """Serve an action in place of a node."""
        self.spinning.call(
            lambda: ActionHost(self.observer, self.loop, serve, kind=kind, name=name)
        )

    def ask_service(self, kind: type[Any], name: str, request: Any) -> Any:  # noqa: ANN401 - messages
        """Return a service's response."""
        client = self.spinning.call(lambda: self.observer.create_client(kind, name))
        self.until(client.service_is_ready)
        response = client.call_async(request)
        self.until(response.done)
        return response.result()  # type: ignore[no-untyped-call]  # rclpy leaves this one untyped

    def pause(self, seconds: float) -> None:
        """Let real time pass, as between two chunks of sound."""
        threading.Event().wait(seconds)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until `condition` holds.

        Raises:
            TimeoutError: It did not in time.
        """
        ends_at = time.monotonic() + DEADLINE_S
        pause = threading.Event()
        while not condition():
            if time.monotonic() > ends_at:
                raise TimeoutError
            pause.wait(_LOOK_S)


@contextmanager
def graph(overrides: Mapping[str, Any] | None = None) -> Iterator[Graph]:
    """Yield a graph with an observer; everything is closed at the end."""
    # Another test run on this machine may have the same domain: it has another namespace.
    context = joined(["--ros-args", "-r", f"__ns:=/home_{uuid4().hex}"])
    loop = ConversationLoop()
    membership = Membership(context=context, overrides=overrides or {})
    observer = RobotNode("observer", (), Membership(context=context, overrides={}))
    spinning = Spinning(context, observer, lambda: None)
    try:
        yield Graph(membership, loop, spinning, observer)
    finally:
        loop.close()
        spinning.close()
        assert not spinning.failed
        context.try_shutdown()
