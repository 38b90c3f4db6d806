"""The screen: shows what the robot says, and turns buttons into answers. Needs no network."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from std_msgs.msg import Bool, String

from codebook.event import Event
from codebook.robot import Component, RobotFault
from robot_nodes import parameters, speech_wire, wire
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import EventLog
from robot_nodes.ros import CONVERSATION, LATCHED, Membership, RobotNode
from robot_nodes.screen.feed import Feed
from robot_nodes.screen.screen import Screen, View
from robot_nodes.screen.server import PortTaken, ScreenServer
from robot_nodes.screen.site import Addresses, site
from robot_nodes.troubles import Troubles
from schedules.locale import Locale

_LOG = logging.getLogger(__name__)
_BEAT = timedelta(seconds=2)
"""How often the pages hear that the nodes are alive; screen.js knows it."""
_TRY_AGAIN = timedelta(seconds=15)
"""After the port was taken."""

NumberToCall = Callable[[UUID | None], str]
"""Resident -> what they dial when the robot reaches nobody; empty where it is not known."""


class ScreenNode(RobotNode):
    """Keeps the screen's state under a lock: ROS, the server and the log each have a thread."""

    def __init__(
        self,
        membership: Membership,
        log: EventLog,
        number_to_call: NumberToCall,
        may_listen: Callable[[], bool] = lambda: True,
    ) -> None:
        """Declare parameters; `configure` makes the rest.

        Args:
            membership: Where the node belongs.
            log: The robot's.
            number_to_call: What a resident dials when the robot reaches nobody.
            may_listen: Whether nobody has refused, so that a button may open the ears.
        """
        super().__init__("screen", parameters.SCREEN, membership)
        self._log = LogKeeper(log, self)
        self._number_to_call = number_to_call
        self._may_listen = may_listen
        self._lock = threading.Lock()
        self._screen = Screen(locale=Locale(self.value(parameters.LOCALE)))
        self._feed = Feed(_json(self._screen.view()))
        self._troubles = Troubles(self._tell)
        self._server: ScreenServer | None = None
        log.observe(self._on_event)

    @property
    def is_watched(self) -> bool:
        """Whether the robot's display shows the page just now."""
        return self._feed.is_watched

    def configure(self) -> None:
        """Listen to the others, and open the page."""
        self._touches = self.publication(wire.Touch, "touches", CONVERSATION)
        self.subscribe(wire.Caption, "closed_captions", self._on_caption, CONVERSATION)
        self.subscribe(String, "reminder_caption", self._on_reminder, LATCHED)
        self.subscribe(wire.Expectation, "expected_answer", self._on_expected, LATCHED)
        self.subscribe(wire.CareStateMessage, "care_state", self._on_care_state, LATCHED)
        self.subscribe(wire.SyncState, "sync_state", self._on_sync_state, LATCHED)
        self.subscribe(Bool, "robot_speaking", self._on_speaking, LATCHED)
        self.subscribe(Bool, "listening", self._on_listening, LATCHED)
        self.every(_BEAT, self._beat)
        self.every(_TRY_AGAIN, self._serve)
        report_health(self, lambda: Health(trouble=self._troubles.present or self._log.trouble))

    def start(self) -> None:
        """Serve the page."""
        self._serve()

    def close(self) -> None:
        """Serve it no more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _serve(self) -> None:
        """Serve the page where it is not yet; the robot goes on talking where it cannot be."""
        port = self.value(parameters.SCREEN_PORT)
        if self._server is not None or port == 0 or self.is_resting:
            return
        try:
            self._server = ScreenServer(
                port, lambda at: site(Addresses(at), self._feed, self._pressed)
            )
        except PortTaken as fault:
            self._troubles.came(Component.SCREEN, "screen_port_taken", str(fault))
            return
        self._troubles.went("screen_port_taken", "the screen is served")

    def _beat(self) -> None:
        self._change(lambda screen: screen.passed(self.now()))
        self._feed.beat()

    def _pressed(self, intent: str, question: int) -> bool:
        """Take a button's press from the server's thread; return whether it counts."""
        with self._lock:
            self._screen, touched = self._screen.touched(intent, question, self.now())
        if touched is None or self.is_resting:
            return False
        self._touches.publish(wire.touch_message(touched))
        return True

    def _on_caption(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._change(lambda screen: screen.said(message.text, self.now()))

    def _on_reminder(self, message: String) -> None:
        self._change(lambda screen: replace(screen, reminder=message.data))

    def _on_expected(self, message: Any) -> None:  # noqa: ANN401 - as above
        expected = speech_wire.expected(message)
        self._change(lambda screen: screen.asked(expected, self.now()))

    def _on_care_state(self, message: Any) -> None:  # noqa: ANN401 - as above
        state = wire.care_state(message)
        number = self._number_to_call(state.resident_id)
        self._change(lambda screen: replace(screen, locale=state.locale, number_to_call=number))

    def _on_sync_state(self, message: Any) -> None:  # noqa: ANN401 - as above
        self._change(lambda screen: replace(screen, is_reached=message.is_online))

    def _on_speaking(self, message: Bool) -> None:
        self._change(lambda screen: replace(screen, is_speaking=message.data))

    def _on_listening(self, message: Bool) -> None:
        is_paused, may_listen = not message.data, self._may_listen()
        self._change(lambda screen: replace(screen, is_paused=is_paused, may_listen=may_listen))

    def _on_event(self, event: Event) -> None:
        body = event.body
        if isinstance(body, RobotFault):
            fault = body.component, body.code
            self._change(lambda screen: screen.failed(*fault, is_resolved=body.is_resolved))

    def _tell(self, fault: RobotFault) -> None:
        self._log.keep(fault, None)
        _LOG.warning("%s: %s", fault.component, fault.detail)

    def _change(self, change: Callable[[Screen], Screen]) -> None:
        with self._lock:
            self._screen = change(self._screen)
            self._feed.show(_json(self._screen.view()))


def _json(view: View) -> str:
    return json.dumps(asdict(view), ensure_ascii=False)
