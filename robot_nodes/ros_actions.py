"""The façade over rclpy's actions: every call into rclpy happens in the executor's one thread."""

from collections.abc import Callable
from typing import Any

from rclpy.action.client import ActionClient as RclpyActionClient
from rclpy.action.client import ClientGoalHandle
from rclpy.action.server import ActionServer as RclpyActionServer
from rclpy.action.server import CancelResponse, GoalEvent, GoalResponse, ServerGoalHandle
from rclpy.node import Node
from rclpy.task import Future

from robot_nodes.ros import RobotNode

_RESULT_KEPT_S = 10
"""How long a result waits for a client that is slow to fetch it, seconds."""


class Handle:
    """A goal as its server sees it."""

    def __init__(self, handle: ServerGoalHandle) -> None:
        self.rclpy_handle = handle
        self.request: Any = handle.request

    def publish_feedback(self, feedback: Any) -> None:  # noqa: ANN401 - generated messages have no types
        """Send feedback; from any thread."""
        self.rclpy_handle.publish_feedback(feedback)


class ActionServer:
    """Offers one action without waiting: whoever carries a goal out says when it is finished.

    rclpy's own way is a callback that waits, which takes a thread per goal, or a coroutine that
    its executor asks again and again.
    """

    def __init__(
        self,
        node: Node,
        kind: type[Any],
        name: str,
        *,
        is_welcome: Callable[[], bool],
        begin: Callable[[Handle], None],
        cancel: Callable[[Handle], None],
    ) -> None:
        """Offer the action.

        Args:
            node: Whose action it is.
            kind: The generated action type.
            name: Relative to the node's namespace.
            is_welcome: Asked before a goal is accepted.
            begin: Called with each accepted goal; must be quick.
            cancel: Called with the handle of `begin` when the client wants the goal to end.
        """
        self._kind = kind
        self._begin = begin
        self._cancel = cancel
        self._handles: dict[bytes, Handle] = {}
        self._is_welcome = is_welcome
        self._node = node
        self._server = RclpyActionServer(
            node,
            kind,
            name,
            execute_callback=lambda _: kind.Result(),
            goal_callback=self._answer,
            handle_accepted_callback=self._accepted,
            cancel_callback=self._cancelled,
            result_timeout=_RESULT_KEPT_S,
        )

    def finish(self, handle: Handle, result: Any | None) -> None:  # noqa: ANN401 - a generated message
        """End a goal; None aborts it. From any thread."""

        def end(goal: ServerGoalHandle) -> Any:  # noqa: ANN401 - a generated message
            self._handles.pop(bytes(goal.goal_id.uuid), None)
            if goal.is_cancel_requested:
                goal.canceled()
            elif result is None:
                goal.abort()
            else:
                goal.succeed()
            return self._kind.Result() if result is None else result

        if self._node.executor is not None:
            self._server.notify_execute(handle.rclpy_handle, end)

    def _answer(self, _: Any) -> GoalResponse:  # noqa: ANN401 - a generated message
        return GoalResponse.ACCEPT if self._is_welcome() else GoalResponse.REJECT

    def _accepted(self, goal: ServerGoalHandle) -> None:
        handle = self._handles[bytes(goal.goal_id.uuid)] = Handle(goal)
        goal._update_state(GoalEvent.EXECUTE)  # noqa: SLF001 - execute() would also end the goal
        self._begin(handle)

    def _cancelled(self, goal: ServerGoalHandle) -> CancelResponse:
        self._cancel(self._handles[bytes(goal.goal_id.uuid)])
        return CancelResponse.ACCEPT


class SentGoal:
    """A goal as its client sees it."""

    def __init__(self, node: RobotNode) -> None:
        self._node = node
        self._handle: ClientGoalHandle | None = None
        self._is_cancelled = False

    def cancel(self) -> None:
        """Ask the server to end the goal, as soon as it has taken it up. From any thread."""
        self._node.in_executor(self._cancel)

    def accept(self, handle: ClientGoalHandle) -> None:
        """Note that the server has taken it up."""
        self._handle = handle
        if self._is_cancelled:
            handle.cancel_goal_async()

    def _cancel(self) -> None:
        self._is_cancelled = True
        if self._handle is not None:
            self._handle.cancel_goal_async()


class ActionClient:
    """Sends goals of one action."""

    def __init__(self, node: RobotNode, kind: type[Any], name: str) -> None:
        self._node = node
        self._client = RclpyActionClient(node, kind, name)

    @property
    def is_served(self) -> bool:
        """Whether somebody offers the action."""
        return bool(self._client.server_is_ready())

    def send(
        self,
        goal: Any,  # noqa: ANN401 - a generated message
        hear: Callable[[Any], None],
        accepted: Callable[[bool], None],
        ended: Callable[[Any], None],
    ) -> SentGoal:
        """Send a goal. From any thread; the callbacks come in the executor's.

        Args:
            goal: The goal message.
            hear: Called with each feedback message.
            accepted: Called once with whether the server took it up.
            ended: Called with the result message where it did.
        """
        sent = SentGoal(self._node)

        def on_result(future: Future) -> None:
            ended(future.result().result)

        def on_answer(future: Future) -> None:
            handle = future.result()
            accepted(handle.accepted)
            if handle.accepted:
                sent.accept(handle)
                handle.get_result_async().add_done_callback(on_result)

        def send() -> None:
            answer = self._client.send_goal_async(goal, lambda message: hear(message.feedback))
            answer.add_done_callback(on_answer)

        self._node.in_executor(send)
        return sent
