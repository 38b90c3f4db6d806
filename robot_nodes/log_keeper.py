"""Writes into the robot's log where losing a line must not stop the robot."""

import logging
from uuid import UUID

from codebook.event import Event, RobotBody
from codebook.robot import Component, RobotFault
from robot_nodes.ports import EventLog, StoreUnavailable
from schedules.clock import Clock

_LOG = logging.getLogger(__name__)


class LogKeeper:
    """For what the robot said, heard or lacked. A task's events go with the task instead."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        """Record into `log` with the time of `clock`."""
        self._log = log
        self._clock = clock
        self.trouble = ""
        """What the store said the last time; empty while it can be written."""

    def keep(self, body: RobotBody, resident_id: UUID | None) -> Event | None:
        """Record now; return None where the store cannot be written, which diagnostics tell."""
        try:
            event = self._log.record(body, resident_id=resident_id, at=self._clock.now())
        except StoreUnavailable as fault:
            self.trouble = str(fault)
            _LOG.error("%s was not recorded: %s", body.kind, fault)
            return None
        self.trouble = ""
        return event

    def keep_malformed(self, topic: str, *, is_over: bool) -> None:
        """Record that a topic brings messages that cannot be read, or that it no longer does."""
        detail = f"what comes on {topic} cannot be read: look at the program that publishes it"
        fault = RobotFault(
            component=Component.MESSAGES,
            code=f"malformed_message_{topic.rsplit('/', 1)[-1]}",
            detail=f"{topic} can be read again" if is_over else detail,
            is_resolved=is_over,
        )
        self.keep(fault, None)
