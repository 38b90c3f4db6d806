"""ROS actions as coroutines: nothing waits in the executor, and every wait has a deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from robot_nodes.bridge import ConversationLoop
from robot_nodes.ros import RobotNode
from robot_nodes.ros_actions import ActionClient, ActionServer, Handle, SentGoal

ACCEPT_DEADLINE_S = 5.0
"""A server that has not taken up a goal by then is not there."""
SILENCE_DEADLINE_S = 1.0
"""How long a cancelled goal may take to end."""
RESULT_DEADLINE_S = 600.0
"""No sentence and no conversation takes longer."""
_LOOK_AGAIN_S = 0.05


class ActionUnavailable(Exception):  # noqa: N818 - a state of the world
    """Nobody serves the action, or it was rejected or gave no result: names the action."""


class Goal:
    """One goal that is being carried out on the conversation loop."""

    def __init__(self, handle: Handle) -> None:
        """Wrap rclpy's handle."""
        self._handle = handle
        self.cancelled = asyncio.Event()
        """Set when the client wants it to end."""

    @property
    def request(self) -> Any:  # noqa: ANN401 - generated messages have no types
        """The goal message."""
        return self._handle.request

    def tell(self, feedback: Any) -> None:  # noqa: ANN401 - generated messages have no types
        """Publish a feedback message."""
        self._handle.publish_feedback(feedback)


Serve = Callable[[Goal], Awaitable[Any]]
"""Carries a goal out and returns the result message; returns soon after `Goal.cancelled`."""


class ActionHost:
    """Serves one action; many goals may run at a time."""

    def __init__(
        self,
        node: RobotNode,
        loop: ConversationLoop,
        serve: Serve,
        *,
        kind: type[Any],
        name: str,
        is_welcome: Callable[[], bool] = lambda: True,
    ) -> None:
        """Offer the action; goals are rejected while `is_welcome` says no."""
        self._loop = loop
        self._serve = serve
        self._goals: dict[Handle, Goal] = {}
        self._server = ActionServer(
            node, kind, name, is_welcome=is_welcome, begin=self._begin, cancel=self._cancel
        )

    def _begin(self, handle: Handle) -> None:
        self._loop.start(self._carry_out(handle))

    def _cancel(self, handle: Handle) -> None:
        self._loop.post(self._note_cancel, handle)

    def _note_cancel(self, handle: Handle) -> None:
        if handle in self._goals:
            self._goals[handle].cancelled.set()

    async def _carry_out(self, handle: Handle) -> None:
        goal = self._goals[handle] = Goal(handle)
        result = None
        try:
            result = await self._serve(goal)
        finally:
            del self._goals[handle]
            self._server.finish(handle, result)


class ActionCaller:
    """Has goals of one action carried out; used on the conversation loop."""

    def __init__(self, node: RobotNode, *, kind: type[Any], name: str) -> None:
        """Look for the action's server in the background."""
        self._client = ActionClient(node, kind, name)
        self._name = name

    @property
    def is_served(self) -> bool:
        """Whether somebody serves the action now."""
        return self._client.is_served

    async def call(
        self,
        goal: Any,  # noqa: ANN401 - generated messages have no types
        hear: Callable[[Any], None] = lambda _: None,
    ) -> Any:  # noqa: ANN401 - as above
        """Return the result message; cancelling the awaiting task cancels the goal.

        Args:
            goal: The goal message.
            hear: Called with each feedback message, in the executor's thread.

        Raises:
            ActionUnavailable: There is no server, it rejected the goal, or it gave no result.
        """
        loop = asyncio.get_running_loop()
        accepted: asyncio.Future[bool] = loop.create_future()
        ended: asyncio.Future[Any] = loop.create_future()
        try:
            async with asyncio.timeout(ACCEPT_DEADLINE_S):
                while not self._client.is_served:  # noqa: ASYNC110 - rclpy tells nobody of a server
                    await asyncio.sleep(_LOOK_AGAIN_S)
                sent = self._client.send(goal, hear, _setter(loop, accepted), _setter(loop, ended))
                was_accepted = await self._kept(sent, accepted)
        except TimeoutError as fault:
            raise ActionUnavailable(f"{self._name}: nobody answers") from fault
        if not was_accepted:
            raise ActionUnavailable(f"{self._name}: rejected")
        return await self._result(sent, ended)

    async def _kept(self, sent: SentGoal, accepted: "asyncio.Future[bool]") -> bool:
        """Return whether the goal was accepted; whoever stops waiting cancels it."""
        try:
            return await accepted
        except asyncio.CancelledError:
            sent.cancel()
            raise

    async def _result(self, sent: SentGoal, ended: "asyncio.Future[Any]") -> Any:  # noqa: ANN401 - a generated message
        try:
            async with asyncio.timeout(RESULT_DEADLINE_S):
                return await asyncio.shield(ended)
        except TimeoutError as fault:
            sent.cancel()
            raise ActionUnavailable(f"{self._name}: no result") from fault
        except asyncio.CancelledError:
            sent.cancel()
            await asyncio.wait([ended], timeout=SILENCE_DEADLINE_S)
            raise


def _setter(
    loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]"
) -> Callable[[Any], None]:
    """Return what sets `future` from another thread."""

    def set_once(value: Any) -> None:  # noqa: ANN401 - whatever rclpy answers
        if not future.done():
            future.set_result(value)

    def hand_over(value: Any) -> None:  # noqa: ANN401 - as above
        if not loop.is_closed():
            loop.call_soon_threadsafe(set_once, value)

    return hand_over
