"""The robot's own life."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from codebook.model import Model


class RobotStarted(Model):
    """The robot's software came up; the first event of a boot."""

    kind: Literal["robot.started"] = "robot.started"
    version: Literal[1] = 1
    software_version: str
    """As in the package's metadata."""
    previous_boot_ended_cleanly: bool | None
    """Whether the run before stopped on request; None at the very first boot."""


class RobotStopped(Model):
    """The robot's software was asked to stop; the last event of a boot."""

    kind: Literal["robot.stopped"] = "robot.stopped"
    version: Literal[1] = 1
    reason: str
    """`requested`, `restart requested`, or the fault that forced it."""


class Component(StrEnum):
    """Part of the robot that can fail by itself."""

    MICROPHONE = "microphone"
    RECOGNISER = "recogniser"
    SYNTHESISER = "synthesiser"
    LOUDSPEAKER = "loudspeaker"
    STORE = "store"
    CLOCK = "clock"
    CARE_SERVER = "care_server"
    CONVERSATION = "conversation"
    SCREEN = "screen"
    MESSAGES = "messages"
    """What other programs send to the robot over ROS."""


URGENT_EVENT_REJECTED = "urgent_event_rejected"
"""Code of a `RobotFault`: the server refused what a nurse should have learned of at once."""
PLANS_UNREADABLE = "plans_unreadable"
"""Code of a `RobotFault`: new plans cannot be read; the robot goes on with those before."""


class RobotFault(Model):
    """Something on the robot failed or recovered. Never holds what anybody said."""

    kind: Literal["robot.fault"] = "robot.fault"
    version: Literal[1] = 1
    component: Component
    """The part that failed."""
    code: str
    """Stable and short, e.g. `synthesis_timeout`."""
    detail: str
    """One line for a technician: the thing and the remedy."""
    is_resolved: bool = False
    """True where this says that the fault is over."""


class HeartbeatGap(Model):
    """The robot was not running for a while, found at its next start."""

    kind: Literal["robot.heartbeat-gap"] = "robot.heartbeat-gap"
    version: Literal[1] = 1
    gap_s: float = Field(ge=0)
    """Seconds without a sign of life."""
