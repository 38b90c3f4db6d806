"""What the demonstration has seen so far, from the robot, the room and the care API."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from codebook.event import Event, RobotBody
from sim.measures import BargedIn, Measure, ResidentSpoke, RobotSpoke, TurnTaken

Body = TypeVar("Body", bound=RobotBody)
AnyMeasure = TypeVar("AnyMeasure", RobotSpoke, ResidentSpoke, TurnTaken, BargedIn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who is who."""

    solveig: UUID
    arne: UUID
    ingrid: UUID

    def name(self, resident_id: UUID | str | None) -> str:
        """Return the first name, or an empty string for nobody known."""
        names = {self.solveig: "Solveig", self.arne: "Arne", self.ingrid: "Ingrid"}
        return next((name for known, name in names.items() if str(known) == str(resident_id)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSeen:
    """An alert as the nurse sees it."""

    id: UUID
    resident_id: UUID | None
    code: str
    severity: int
    raised_at: datetime
    """By the care API's clock, aware UTC."""
    seen_s: float
    """When it was first seen from outside, monotonic seconds: it was stored before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """The care API was stopped for a while."""

    stopped_after: int
    """Events recorded by the robot when it stopped."""
    recorded_meanwhile: int
    """Events recorded until it was up again."""
    lasted_s: float
    """Real seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """The robot's own log against the server's, at the end."""

    in_outbox: int
    acknowledged: int
    missing: int
    """In the outbox and not on the server."""
    repeated: int
    """On the server more than once."""

    @property
    def agree(self) -> bool:
        """Whether every event of the robot is on the server exactly once."""
        return self.in_outbox > 0 and not self.missing and not self.repeated


@dataclass(slots=True, kw_only=True)
class Evidence:
    """Everything seen, in order."""

    cast: Cast
    events: list[Event] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    alerts: dict[UUID, AlertSeen] = field(default_factory=dict)
    stored: set[UUID] = field(default_factory=set)
    """Ids of the robot's events that were seen on the server."""
    outage: Outage | None = None
    ledgers: Ledgers | None = None

    def of(self, body: type[Body], resident_id: UUID | None = None) -> Iterator[tuple[Event, Body]]:
        """Yield events of one kind with their bodies, optionally one resident's only."""
        for event in self.events:
            if isinstance(event.body, body) and resident_id in {None, event.resident_id}:
                yield event, event.body

    def measured(self, kind: type[AnyMeasure]) -> Iterator[AnyMeasure]:
        """Yield measures of one kind."""
        return (measure for measure in self.measures if isinstance(measure, kind))

    def alert_of(self, resident_id: UUID, least_severity: int = 0) -> AlertSeen | None:
        """Return a resident's first alert of that severity or worse."""
        for alert in self.alerts.values():
            if alert.resident_id == resident_id and alert.severity >= least_severity:
                return alert
        return None
