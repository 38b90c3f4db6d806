"""Robots: pairing, tokens, signs of life, what each has to do."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlmodel import Session

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.care_plans import service as care_plans
from care_api.db import Work
from care_api.errors import InvalidDocumentError, NotFoundError, RobotUnknownError
from care_api.robots import pairing, repository, tokens
from care_api.robots.tables import PairingCodeRow, RobotResidentRow, RobotRow
from codebook.pairing import AccessToken, Claim, Claimed
from codebook.plan import ResidentPlan, RobotPlans
from schedules.locale import Locale


class RobotState(StrEnum):
    """How a robot is doing, as far as the server knows."""

    UNPAIRED = "unpaired"
    ONLINE = "online"
    SILENT = "silent"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotIdentity:
    """The robot that makes a request."""

    id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """One robot as the pages show it."""

    id: UUID
    unit_id: UUID
    name: str
    state: RobotState
    last_seen_at: datetime | None
    software_version: str | None


def new_pairing_code(work: Work, robot_id: UUID, secret_key: str) -> str:
    """Return a fresh one-time code, shown once."""
    code = pairing.new_code()
    work.session.add(
        PairingCodeRow(
            code_hash=pairing.code_hash(code, secret_key),
            robot_id=robot_id,
            expires_at=work.now + pairing.CODE_LENGTH,
        )
    )
    return code


def claim(work: Work, claim: Claim, secret_key: str) -> Claimed:
    """Give a robot its identity for a one-time code; its key counts from now on.

    Raises:
        RobotUnknownError: The code is unknown, used or too old, or the robot is revoked.
        InvalidDocumentError: The key is no Ed25519 key.
    """
    code = repository.pairing_code(work.session, pairing.code_hash(claim.code, secret_key))
    if code is None or code.used_at is not None or code.expires_at <= work.now:
        raise RobotUnknownError("code: unknown, used or too old; make a new one.")
    robot = _in_service(work.session, code.robot_id)
    try:
        tokens.public_key(claim.public_key)
    except ValueError as fault:
        raise InvalidDocumentError(f"public_key: {fault}") from None
    code.used_at = work.now
    robot.public_key = claim.public_key
    robot.software_version = claim.software_version
    robot.paired_at = robot.last_seen_at = work.now
    work.session.add_all([code, robot])
    return Claimed(robot_id=robot.id, name=robot.name)


def exchange(work: Work, signed: str, secret_key: str) -> AccessToken:
    """Give an access token for an assertion that the robot has signed.

    Raises:
        RobotUnknownError: The robot is unknown or revoked, or the assertion does not hold or was
            used before.
    """
    robot = _in_service(work.session, tokens.claimed_robot(signed))
    if robot.public_key is None:
        raise RobotUnknownError("The robot is not paired; claim a pairing code first.")
    assertion = tokens.check_assertion(signed, tokens.public_key(robot.public_key), work.now)
    used = hashlib.sha256(f"{robot.id}/{assertion.jti}".encode()).hexdigest()
    if not repository.use_assertion(work.session, used, assertion.expires_at):
        raise RobotUnknownError("client_assertion: jti was used before; sign a new one.")
    return AccessToken(
        access_token=tokens.make_token(robot.id, secret_key, work.now),
        expires_in_s=int(tokens.TOKEN_LENGTH.total_seconds()),
    )


def forget_assertions(work: Work) -> None:
    """Delete used assertions that would be refused for their age alone."""
    repository.forget_assertions(work.session, work.now)


def identify(work: Work, token: str, secret_key: str) -> RobotIdentity:
    """Return whose token it is, and note that the robot is alive.

    Raises:
        RobotUnknownError: The token does not hold, or the robot has been revoked.
    """
    robot = _in_service(work.session, tokens.check_token(token, secret_key, work.now))
    robot.last_seen_at = work.now
    work.session.add(robot)
    raising.resolve_all(work, _silent_prefix(robot.id))
    return RobotIdentity(id=robot.id, unit_id=robot.unit_id)


def _in_service(session: Session, robot_id: UUID) -> RobotRow:
    robot = repository.get(session, robot_id)
    if robot is None or robot.revoked_at is not None:
        raise RobotUnknownError("The robot is not known here, or it was revoked; pair it again.")
    return robot


def add(work: Work, unit_id: UUID, name: str) -> UUID:
    """Add a robot to a unit, unpaired; return its id."""
    robot_id = uuid4()
    work.session.add(RobotRow(id=robot_id, unit_id=unit_id, name=name))
    work.session.flush()
    return robot_id


def require(session: Session, robot_id: UUID, unit_ids: Iterable[UUID]) -> None:
    """Make sure that a robot belongs to one of the units.

    Raises:
        NotFoundError: It does not.
    """
    robot = repository.get(session, robot_id)
    if robot is None or robot.unit_id not in set(unit_ids):
        raise NotFoundError("No such robot of your units.")


def revoke(work: Work, robot_id: UUID) -> None:
    """Let the robot in no more, from its very next request on."""
    robot = repository.get(work.session, robot_id)
    if robot is not None:
        robot.revoked_at = work.now
        robot.public_key = None
        work.session.add(robot)


def assign(
    work: Work, robot_id: UUID, resident_ids: Iterable[UUID], unit_ids: Iterable[UUID]
) -> None:
    """Let the robot look after exactly these residents.

    Raises:
        NotFoundError: One of them lives in none of the units.
    """
    wanted = set(resident_ids)
    if repository.count_residents(work.session, wanted, unit_ids) != len(wanted):
        raise NotFoundError("resident_ids: one of them is no resident of your units.")
    for present in repository.assignments(work.session, robot_id):
        is_wanted = present.resident_id in wanted
        present.ended_at = None if is_wanted else (present.ended_at or work.now)
        work.session.add(present)
        wanted.discard(present.resident_id)
    work.session.add_all(
        RobotResidentRow(robot_id=robot_id, resident_id=resident_id) for resident_id in wanted
    )


def plans(session: Session, robot_id: UUID) -> tuple[str, RobotPlans]:
    """Return what the robot has to do, and its strong ETag."""
    residents: list[ResidentPlan] = []
    for resident in repository.residents_of(session, robot_id):
        version = care_plans.latest(session, resident.id)
        if version is not None:
            residents.append(
                ResidentPlan(
                    resident_id=resident.id,
                    spoken_name=resident.spoken_name,
                    locale=Locale(resident.locale),
                    end_silence_s=resident.end_silence_s,
                    speech_rate=resident.speech_rate,
                    number_to_call=resident.number_to_call,
                    plan=version.plan,
                )
            )
    document = RobotPlans(robot_id=robot_id, residents=tuple(residents))
    digest = hashlib.sha256(document.model_dump_json().encode()).hexdigest()
    return f'"{digest}"', document


def note_offset(work: Work, robot_id: UUID, sent_at: datetime) -> None:
    """Keep how far the robot's clock is behind ours, as its upload shows."""
    robot = repository.get(work.session, robot_id)
    if robot is not None:
        robot.clock_offset_s = (work.now - sent_at).total_seconds()
        work.session.add(robot)


def residents_ever(session: Session, robot_id: UUID) -> dict[UUID, UUID]:
    """Return resident -> unit of all whom the robot looks or has looked after."""
    return repository.units_of_residents_ever(session, robot_id)


def of_units(
    session: Session, unit_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> tuple[Robot, ...]:
    """Return the units' robots by name."""
    rows = repository.of_units(session, unit_ids)
    return tuple(_robot(row, now, silent_after) for row in rows)


def names(session: Session, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return id -> name of the units' robots."""
    return {row.id: row.name for row in repository.of_units(session, unit_ids)}


def of_residents(
    session: Session, resident_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> dict[UUID, Robot]:
    """Return resident -> the robot that looks after them."""
    pairs = repository.robots_of_residents(session, resident_ids)
    return {resident_id: _robot(row, now, silent_after) for resident_id, row in pairs}


def _robot(row: RobotRow, now: datetime, silent_after: timedelta) -> Robot:
    return Robot(
        id=row.id,
        unit_id=row.unit_id,
        name=row.name,
        state=_state(row, now, silent_after),
        last_seen_at=row.last_seen_at,
        software_version=row.software_version,
    )


def _state(row: RobotRow, now: datetime, silent_after: timedelta) -> RobotState:
    if row.revoked_at is not None:
        return RobotState.REVOKED
    if row.paired_at is None or row.last_seen_at is None:
        return RobotState.UNPAIRED
    return RobotState.SILENT if now - row.last_seen_at > silent_after else RobotState.ONLINE


def alert_about_silent(work: Work, *, listening_since: datetime, silent_after: timedelta) -> int:
    """Raise an alert for each robot that gives no sign of life; return how many are silent.

    Args:
        work: The transaction.
        listening_since: Aware UTC; before, the server itself was away.
        silent_after: How long a robot may be quiet.
    """
    silent = 0
    for robot in repository.in_service(work.session):
        heard_at = max(robot.last_seen_at or listening_since, listening_since)
        if work.now - heard_at <= silent_after:
            continue
        silent += 1
        last_seen = robot.last_seen_at.isoformat() if robot.last_seen_at else "never"
        reason = Reason(
            dedup_key=f"{_silent_prefix(robot.id)}{last_seen}",
            cause=Cause.ROBOT_SILENT,
            unit_id=robot.unit_id,
            robot_id=robot.id,
        )
        raising.raise_alert(work, reason)
    return silent


def _silent_prefix(robot_id: UUID) -> str:
    return f"robot:{robot_id}:silent:"
