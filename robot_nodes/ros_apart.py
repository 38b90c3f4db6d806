"""The façade over rclpy for one dense stream: its messages come in a thread of their own.

The executor of all nodes looks through everything that they have each time one message comes,
which takes two milliseconds: too much for 31 runs of samples a second. One of its own for this
topic would still build anew what it waits for; here that is built once.
"""

import threading
from collections.abc import Callable
from typing import Any

from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.qos import QoSProfile

_STOP_DEADLINE_S = 3.0


class Apart:
    """Listens to one topic until it is closed or the context is shut down."""

    def __init__(
        self,
        beside: Node,
        kind: type[Any],
        topic: str,
        hear: Callable[[Any], None],
        qos: QoSProfile,
    ) -> None:
        """Begin to listen.

        Args:
            beside: The node whose subscription it is; gives context and namespace.
            kind: The generated message type.
            topic: Relative to the namespace.
            hear: Called with each message, in this thread.
            qos: Of the subscription.
        """
        self._context = beside.context
        self._kind = kind
        self._hear = hear
        self._is_closing = False
        self._node = Node(
            f"{beside.get_name()}_{topic.replace('/', '_')}",
            namespace=beside.get_namespace(),
            context=self._context,
            enable_rosout=False,
            start_parameter_services=False,
        )
        self._subscription = self._node.create_subscription(kind, topic, hear, qos)
        self._end = self._node.create_guard_condition(lambda: None)
        self._context.on_shutdown(self._on_shutdown)
        self._thread = threading.Thread(target=self._listen, name=topic, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._is_closing = True
        self._end.trigger()
        self._thread.join(_STOP_DEADLINE_S)
        if not self._thread.is_alive():
            self._node.destroy_node()

    def _on_shutdown(self) -> None:
        if not self._is_closing:
            self._end.trigger()

    def _listen(self) -> None:
        messages, end = self._subscription.handle, self._end.handle
        with messages, end:
            waiting = rclpy_implementation.WaitSet(1, 1, 0, 0, 0, 0, self._context.handle)
            while self._context.ok() and not self._is_closing:
                waiting.clear_entities()
                waiting.add_subscription(messages)
                waiting.add_guard_condition(end)
                waiting.wait(-1)
                taken = messages.take_message(self._kind, False)  # noqa: FBT003 - rclpy's: not raw
                if taken is not None:
                    self._hear(taken[0])
