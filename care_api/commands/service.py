"""Commands: sent to one robot, handed out until it has them, followed to their end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from sqlmodel import Session

from care_api.commands import repository
from care_api.commands.state import CommandState, later, told_by
from care_api.commands.tables import CommandRow
from care_api.db import Work
from care_api.errors import CareApiError
from care_api.events.identity import new_id
from care_api.robots import news
from care_api.robots import repository as robots
from codebook.command import (
    AlertSeen,
    CallBack,
    CheckInNow,
    Command,
    CommandBody,
    CommandRefused,
    CommandStage,
    SayThis,
)
from codebook.event import Event

SEEN_FOR = timedelta(minutes=15)
"""How long it is worth telling a resident that somebody has seen the call."""
MOST_SHOWN = 50


class NoRobotError(CareApiError):
    """There is no robot that could do it."""

    status = HTTPStatus.CONFLICT
    code = "no_robot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom a command is for."""

    robot_id: UUID
    unit_id: UUID
    """Whose staff are told if it does not arrive."""
    resident_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandView:
    """One command and what became of it."""

    command: Command
    robot_id: UUID
    unit_id: UUID
    sent_by: UUID | None
    """None for the server's own."""
    state: CommandState
    state_at: datetime
    reason: str | None


def send(
    work: Work,
    to: Addressee,
    body: CommandBody,
    *,
    lasts: timedelta,
    sent_by: UUID | None,
) -> CommandView:
    """Have a robot do something; it learns of it once the transaction is committed."""
    command = Command(
        id=new_id(work.now),
        resident_id=to.resident_id,
        created_at=work.now,
        expires_at=work.now + lasts,
        body=body,
    )
    row = CommandRow(
        id=command.id,
        robot_id=to.robot_id,
        resident_id=to.resident_id,
        unit_id=to.unit_id,
        kind=body.kind,
        document=command.model_dump_json(),
        created_at=command.created_at,
        expires_at=command.expires_at,
        sent_by=sent_by,
        state=CommandState.SENT.value,
        state_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    news.for_robots(work.session, [to.robot_id])
    return _view(row)


def send_to_resident(
    work: Work,
    resident_id: UUID,
    body: SayThis | CheckInNow | CallBack,
    *,
    lasts: timedelta,
    sent_by: UUID,
) -> CommandView:
    """Have the resident's robot do something: with several, the one heard from last.

    Raises:
        NoRobotError: No robot in service looks after the resident.
    """
    robot = robots.nearest_of_resident(work.session, resident_id)
    if robot is None:
        raise NoRobotError("No robot in service looks after this resident; assign one first.")
    to = Addressee(robot_id=robot.id, unit_id=robot.unit_id, resident_id=resident_id)
    return send(work, to, body, lasts=lasts, sent_by=sent_by)


def tell_seen(
    work: Work, resident_id: UUID, seen: AlertSeen, *, robot_id: UUID | None
) -> CommandView | None:
    """Let the resident's robot know that a person has seen an alert; None without a robot.

    Args:
        work: The transaction in which the alert was taken on.
        resident_id: Whose alert.
        seen: Which alert.
        robot_id: The robot that reported it, which is told if it still can be.
    """
    robot = robots.nearest_of_resident(work.session, resident_id, preferred=robot_id)
    if robot is None:
        return None
    to = Addressee(robot_id=robot.id, unit_id=robot.unit_id, resident_id=resident_id)
    return send(work, to, seen, lasts=SEEN_FOR, sent_by=None)


def waiting_for(session: Session, robot_id: UUID, now: datetime) -> tuple[Command, ...]:
    """Return what the robot is to do and has not said it has, oldest first."""
    rows = repository.waiting_for(session, robot_id, now)
    return tuple(Command.model_validate_json(row.document) for row in rows)


def note(work: Work, robot_id: UUID, events: Iterable[Event]) -> tuple[UUID, ...]:
    """Follow what a robot tells of its commands; one that is not the robot's is ignored.

    Returns:
        The commands that were taken for undelivered until now.
    """
    followed = [
        _follow(work, robot_id, event.body, event.occurred_at)
        for event in events
        if isinstance(event.body, CommandStage)
    ]
    if followed:  # what has its receipt is handed out no more
        work.session.flush()
        news.for_robots(work.session, [robot_id])
    return tuple(late for late in followed if late is not None)


def _follow(work: Work, robot_id: UUID, stage: CommandStage, at: datetime) -> UUID | None:
    row = repository.locked(work.session, stage.command_id, robot_id)
    if row is None:
        return None
    present = CommandState(row.state)
    state = later(present, told_by(stage))
    if state is not present:
        row.state = state.value
        row.state_at = at
        row.reason = stage.reason.value if isinstance(stage, CommandRefused) else None
        work.session.add(row)
    return row.id if present is CommandState.UNDELIVERED else None


def expire(work: Work) -> tuple[CommandView, ...]:
    """Mark what nobody has received in time, and return it."""
    rows = repository.undelivered(work.session, work.now)
    for row in rows:
        row.state = CommandState.UNDELIVERED.value
        row.state_at = work.now
        work.session.add(row)
    return tuple(_view(row) for row in rows)


def withdraw(work: Work, resident_id: UUID) -> None:
    """Let no robot begin what it has not received yet and is about a resident; nobody is told."""
    rows = repository.sent_about(work.session, resident_id)
    for row in rows:
        row.state = CommandState.UNDELIVERED.value
        row.state_at = work.now
        work.session.add(row)
    work.session.flush()
    news.for_robots(work.session, {row.robot_id for row in rows})


def of_resident(session: Session, resident_id: UUID) -> tuple[CommandView, ...]:
    """Return the latest commands about a resident, newest first."""
    return tuple(_view(row) for row in repository.of_resident(session, resident_id, MOST_SHOWN))


def of_robot(session: Session, robot_id: UUID) -> tuple[CommandView, ...]:
    """Return the latest commands that are the robot's own matter, newest first."""
    return tuple(_view(row) for row in repository.of_robot(session, robot_id, MOST_SHOWN))


def _view(row: CommandRow) -> CommandView:
    return CommandView(
        command=Command.model_validate_json(row.document),
        robot_id=row.robot_id,
        unit_id=row.unit_id,
        sent_by=row.sent_by,
        state=CommandState(row.state),
        state_at=row.state_at,
        reason=row.reason,
    )
