"""How a robot gets in: a one-time code, then signed requests for short-lived tokens."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import raising
from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.db import Work
from care_api.errors import InvalidDocumentError, RobotUnknownError
from care_api.robots import clocks, pairing, repository, silence, tokens
from care_api.robots.robot_identity import RobotIdentity
from care_api.robots.tables import PairingCodeRow, RobotRow
from codebook.pairing import AccessToken, Claim, Claimed


def new_pairing_code(work: Work, robot_id: UUID, secret_key: str, *, by: UUID | None = None) -> str:
    """Return a fresh one-time code, shown once.

    `by` is who asked for it; None: the server.
    """
    code = pairing.new_code()
    robot = work.session.get_one(RobotRow, robot_id)
    audit.note_unit_act(work, Act.ROBOT_CODE_MADE, robot.unit_id, staff_id=by, detail=robot.name)
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
    audit.note_unit_act(work, Act.ROBOT_PAIRED, robot.unit_id, staff_id=None, detail=robot.name)
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


def in_service(session: Session, robot_id: UUID) -> RobotIdentity:
    """Return the robot whose token it was.

    Raises:
        RobotUnknownError: It has been revoked since.
    """
    robot = repository.identity(session, robot_id)
    if robot is None:
        raise RobotUnknownError(_UNKNOWN)
    return robot


def note_alive(work: Work, robot: RobotIdentity, sent_at: datetime | None = None) -> None:
    """Note that the robot is alive, and let the alerts about its silence rest.

    Args:
        work: The transaction.
        robot: As it stands in this transaction.
        sent_at: What its clock showed just now, aware UTC; None: it does not say.
    """
    raising.resolve_all(work, robot.unit_id, silence.key_prefix(robot.id))
    sign: dict[str, object] = {"last_seen_at": work.now}
    if sent_at is not None:
        sign |= clocks.noted(work, robot, sent_at)
    repository.write_sign(work.session, robot.id, sign)


def _in_service(session: Session, robot_id: UUID) -> RobotRow:
    robot = repository.get(session, robot_id)
    if robot is None or robot.revoked_at is not None:
        raise RobotUnknownError(_UNKNOWN)
    return robot


_UNKNOWN = "The robot is not known here, or it was revoked; pair it again."
