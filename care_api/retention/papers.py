"""Alerts, messages about them, notes, and contacts that have ended."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertActionRow, AlertClimbRow, AlertRow
from care_api.family.tables import FamilyLinkRow, FamilyLookRow
from care_api.notes.tables import NoteRow
from care_api.notifications.state import State
from care_api.notifications.tables import NotificationAttemptRow, NotificationRow
from care_api.on_call.tables import ContactRow, OnCallChangeRow, ShiftRow
from care_api.relations.tables import RelationRow
from care_api.residents.tables import ResidentRow
from care_api.retention.shelf import Rows, Scope, Shelf

_ENDED = [State.SENT.value, State.FAILED.value, State.WITHDRAWN.value]


def _messages(scope: Scope) -> SelectOfScalar[UUID]:
    """Return messages that came to an end, about alerts that did."""
    closed = select(AlertRow.id).where(
        col(AlertRow.unit_id).in_(scope.units), AlertRow.state == AlertState.CLOSED.value
    )
    return select(NotificationRow.id).where(
        col(NotificationRow.alert_id).in_(closed),
        col(NotificationRow.state).in_(_ENDED),
        col(NotificationRow.created_at) < scope.before,
        ~_is_tried_since(scope),
    )


def _is_tried_since(scope: Scope) -> ColumnElement[bool]:
    return (
        select(NotificationAttemptRow.notification_id)
        .where(
            NotificationAttemptRow.notification_id == NotificationRow.id,
            col(NotificationAttemptRow.at) >= scope.before,
        )
        .exists()
    )


def _drop_messages(session: Session, ids: Sequence[UUID]) -> None:
    attempts = col(NotificationAttemptRow.notification_id)
    session.exec(delete(NotificationAttemptRow).where(attempts.in_(ids)))
    session.exec(delete(NotificationRow).where(col(NotificationRow.id).in_(ids)))


def _alerts(scope: Scope) -> SelectOfScalar[UUID]:
    """Return closed alerts with which nothing has happened since, and nobody is told of."""
    is_touched = (
        select(AlertActionRow.alert_id)
        .where(AlertActionRow.alert_id == AlertRow.id, col(AlertActionRow.at) >= scope.before)
        .exists()
    )
    is_told_of = (
        select(NotificationRow.id)
        .where(
            NotificationRow.alert_id == AlertRow.id,
            or_(
                col(NotificationRow.state).not_in(_ENDED),
                col(NotificationRow.created_at) >= scope.before,
                _is_tried_since(scope),
            ),
        )
        .exists()
    )
    return select(AlertRow.id).where(
        col(AlertRow.unit_id).in_(scope.units),
        col(AlertRow.raised_at) < scope.before,  # by the index
        AlertRow.state == AlertState.CLOSED.value,
        col(AlertRow.closed_at) < scope.before,
        ~is_touched,
        ~is_told_of,
    )


def _drop_alerts(session: Session, ids: Sequence[UUID]) -> None:
    told = select(NotificationRow.id).where(col(NotificationRow.alert_id).in_(ids))
    _drop_messages(session, session.exec(told).all())
    for table in (AlertActionRow, AlertClimbRow):
        session.exec(delete(table).where(col(table.alert_id).in_(ids)))
    session.exec(delete(AlertRow).where(col(AlertRow.id).in_(ids)))


def _notes(scope: Scope) -> SelectOfScalar[UUID]:
    """Return notes of which the newest wording is too old; a note goes with all its wordings."""
    return (
        select(NoteRow.id)
        .where(col(NoteRow.resident_id).in_(scope.residents))
        .group_by(col(NoteRow.id))
        .having(func.max(col(NoteRow.written_at)) < scope.before)
    )


def _drop_notes(session: Session, ids: Sequence[UUID]) -> None:
    session.exec(delete(NoteRow).where(col(NoteRow.id).in_(ids)))


def _contacts(scope: Scope) -> SelectOfScalar[UUID]:
    """Return contacts that are told of nothing any more, and of whom no kept message tells."""
    is_named = (
        select(NotificationRow.id).where(NotificationRow.contact_id == ContactRow.id).exists()
    )
    return select(ContactRow.id).where(
        col(ContactRow.unit_id).in_(scope.units),
        col(ContactRow.ended_at) < scope.before,
        ~is_named,
    )


def _drop_contacts(session: Session, ids: Sequence[UUID]) -> None:
    for table in (ShiftRow, OnCallChangeRow):
        session.exec(delete(table).where(col(table.contact_id).in_(ids)))
    session.exec(delete(ContactRow).where(col(ContactRow.id).in_(ids)))


def _relations(scope: Scope) -> SelectOfScalar[UUID]:
    """Return who was removed, and who stood beside somebody for whom the service has ended."""
    former = scope.residents.where(col(ResidentRow.ended_at) < scope.before)
    return select(RelationRow.id).where(
        col(RelationRow.resident_id).in_(scope.residents),
        or_(col(RelationRow.removed_at) < scope.before, col(RelationRow.resident_id).in_(former)),
    )


def _drop_relations(session: Session, ids: Sequence[UUID]) -> None:
    session.exec(delete(RelationRow).where(col(RelationRow.id).in_(ids)))


def _links(scope: Scope) -> SelectOfScalar[UUID]:
    """Return links that open nothing any more, and of which no kept look tells."""
    is_used = select(FamilyLookRow.id).where(FamilyLookRow.link_id == FamilyLinkRow.id).exists()
    return select(FamilyLinkRow.id).where(
        col(FamilyLinkRow.resident_id).in_(scope.residents),
        or_(
            col(FamilyLinkRow.revoked_at) < scope.before,
            col(FamilyLinkRow.expires_at) < scope.before,
        ),
        ~is_used,
    )


def _drop_links(session: Session, ids: Sequence[UUID]) -> None:
    session.exec(delete(FamilyLinkRow).where(col(FamilyLinkRow.id).in_(ids)))


MESSAGE_SHELVES: tuple[Shelf, ...] = (Rows(_messages, _drop_messages),)
ALERT_SHELVES: tuple[Shelf, ...] = (Rows(_alerts, _drop_alerts),)
NOTE_SHELVES: tuple[Shelf, ...] = (Rows(_notes, _drop_notes),)
CONTACT_SHELVES: tuple[Shelf, ...] = (
    Rows(_contacts, _drop_contacts),
    Rows(_relations, _drop_relations),
    Rows(_links, _drop_links),
)
