"""Notifications, written down in the transaction of the alert that they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import update
from sqlmodel import col, select

from care_api.db import Work, insert_new
from care_api.notifications.message import Message
from care_api.notifications.state import State
from care_api.notifications.tables import NotificationRow
from care_api.on_call.contact import Contact
from care_api.tenants.tables import UnitRow
from codebook.alert import ChannelKind, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be told about which alert."""

    alert_id: UUID
    unit_id: UUID
    severity: Severity
    round: int
    rung: int
    is_about_handling: bool


def put(work: Work, order: Order, contacts: Sequence[Contact]) -> None:
    """Write down that the contacts are to be told, by every way that leads to them."""
    if not contacts:
        return
    unit_name = work.session.exec(select(UnitRow.name).where(UnitRow.id == order.unit_id)).one()
    rows = [
        _row(work, order, contact, way, unit_name) for contact in contacts for way in _ways(contact)
    ]
    insert_new(work.session, NotificationRow, rows)


def withdraw(work: Work, alert_id: UUID) -> None:
    """Send nothing more about an alert."""
    work.session.exec(
        update(NotificationRow)
        .where(
            col(NotificationRow.alert_id) == alert_id,
            col(NotificationRow.state) == State.WAITING.value,
        )
        .values(state=State.WITHDRAWN.value)
    )


def _ways(contact: Contact) -> Iterable[tuple[ChannelKind, str]]:
    if contact.phone:
        yield ChannelKind.WEBHOOK, contact.phone
    if contact.email:
        yield ChannelKind.EMAIL, contact.email


def _row(
    work: Work, order: Order, contact: Contact, way: tuple[ChannelKind, str], unit_name: str
) -> dict[str, Any]:
    channel, address = way
    key = f"{order.alert_id}:{order.round}:{order.rung}:{contact.id}:{channel.value}"
    message = Message(
        id=uuid5(NAMESPACE_URL, f"nabo:notification:{key}"),
        alert_id=order.alert_id,
        unit_name=unit_name,
        severity=order.severity,
        rung=order.rung,
        locale=contact.locale,
        is_about_handling=order.is_about_handling,
    )
    return {
        "id": message.id,
        "key": key,
        "alert_id": order.alert_id,
        "round": order.round,
        "rung": order.rung,
        "contact_id": contact.id,
        "channel": channel.value,
        "address": address,
        "document": message.model_dump_json(),
        "is_about_handling": order.is_about_handling,
        "created_at": work.now,
        "state": State.WAITING.value,
        "attempts": 0,
        "next_at": work.now,
    }
