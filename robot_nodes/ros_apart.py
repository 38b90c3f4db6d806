"""The façade over rclpy for one dense stream: its messages come in a thread of their own.

The executor of all nodes looks through everything that they have each time one message comes,
which takes two milliseconds: too much for 31 runs of samples a second.
"""

import threading
from collections.abc import Callable
from typing import Any

from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
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
        self._is_closing = False
        self._node = Node(
            f"{beside.get_name()}_{topic.replace('/', '_')}",
            namespace=beside.get_namespace(),
            context=self._context,
            enable_rosout=False,
            start_parameter_services=False,
        )
        self._node.create_subscription(kind, topic, hear, qos)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self._node)
        self._thread = threading.Thread(target=self._spin, name=topic, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._is_closing = True
        self._executor.create_task(lambda: None)  # wakes it
        self._thread.join(_STOP_DEADLINE_S)
        if not self._thread.is_alive():
            self._executor.shutdown()
            self._node.destroy_node()

    def _spin(self) -> None:
        try:
            while self._context.ok() and not self._is_closing:
                self._executor.spin_once()
        except ExternalShutdownException:
            return
