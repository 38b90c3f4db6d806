"""Commands over the API."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from care_api.commands.service import CommandView
from care_api.commands.state import CommandState
from codebook.command import CallBack, CheckInNow, Command, Restart, SayThis

SHORTEST_S = 30
LONGEST_S = 24 * 60 * 60


class CallBackPromise(BaseModel):
    """The resident is to be told that a nurse will ring: only with her word for it."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["call_back"] = "call_back"
    is_confirmed: bool
    """That whoever sends it will ring, or knows who will."""

    @field_validator("is_confirmed")
    @classmethod
    def _confirmed(cls, value: bool) -> bool:  # noqa: FBT001 - Pydantic calls it
        if not value:
            raise ValueError("confirm that somebody will ring: the resident is told so")
        return value


class ResidentCommand(BaseModel):
    """Something the resident's robot is to do now."""

    model_config = ConfigDict(extra="forbid")

    body: Annotated[SayThis | CheckInNow | CallBackPromise, Field(discriminator="kind")]
    expires_in_s: int = Field(default=15 * 60, ge=SHORTEST_S, le=LONGEST_S)
    """Seconds until it is not worth doing any more."""

    @property
    def asked(self) -> SayThis | CheckInNow | CallBack:
        """What the robot is asked."""
        return CallBack() if isinstance(self.body, CallBackPromise) else self.body

    @property
    def lasts(self) -> timedelta:
        """How long it is worth doing."""
        return timedelta(seconds=self.expires_in_s)


class RobotCommand(BaseModel):
    """Something the robot is to do with itself."""

    model_config = ConfigDict(extra="forbid")

    body: Restart
    expires_in_s: int = Field(default=15 * 60, ge=SHORTEST_S, le=LONGEST_S)

    @property
    def lasts(self) -> timedelta:
        """How long it is worth doing."""
        return timedelta(seconds=self.expires_in_s)


class CommandOut(BaseModel):
    """A command and what became of it. May hold personal data."""

    command: Command
    robot_id: UUID
    sent_by: UUID | None
    """None for the server's own."""
    state: CommandState
    state_at: datetime
    reason: str | None

    @classmethod
    def of(cls, view: CommandView) -> "CommandOut":
        """Return a command as the API shows it."""
        return cls(
            command=view.command,
            robot_id=view.robot_id,
            sent_by=view.sent_by,
            state=view.state,
            state_at=view.state_at,
            reason=view.reason,
        )
