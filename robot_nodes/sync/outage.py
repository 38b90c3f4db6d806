"""Whether the server can be reached, and what the log says about it: once lost, once caught up."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from codebook.sync import SyncCaughtUp, SyncLost


class Phase(StrEnum):
    """Where robot and server are with each other."""

    UNTRIED = "untried"
    """No exchange since the start."""
    ONLINE = "online"
    OFFLINE = "offline"
    CATCHING_UP = "catching_up"
    """Reached again, with events of the outage still waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The state of the connection."""

    phase: Phase = Phase.UNTRIED
    exchanged_at: datetime | None = None
    """Aware UTC; the last exchange that succeeded, or the first that failed if none has yet."""
    offline_s: float = 0.0
    """Length of the outage that is being caught up, seconds."""
    uploaded: int = 0
    """Events acknowledged since that outage ended."""

    @property
    def is_online(self) -> bool:
        """Whether the last exchange succeeded."""
        return self.phase in {Phase.ONLINE, Phase.CATCHING_UP}


def lost(contact: Contact, at: datetime, reason: str) -> tuple[Contact, SyncLost | None]:
    """Return the state after a failed exchange, and what to record.

    Args:
        contact: The state before.
        at: Aware UTC.
        reason: What the network said, without addresses.
    """
    since = contact.exchanged_at or at
    match contact.phase:
        case Phase.UNTRIED | Phase.ONLINE:
            gone = Contact(phase=Phase.OFFLINE, exchanged_at=since)
            return gone, SyncLost(reason=reason)
        case Phase.CATCHING_UP | Phase.OFFLINE:
            return replace(contact, phase=Phase.OFFLINE, exchanged_at=since), None


def exchanged(
    contact: Contact, at: datetime, *, uploaded: int, waiting: int
) -> tuple[Contact, SyncCaughtUp | None]:
    """Return the state after an exchange that succeeded, and what to record.

    Args:
        contact: The state before.
        at: Aware UTC.
        uploaded: Events that this exchange brought to their answer.
        waiting: Events that still have none.
    """
    match contact.phase:
        case Phase.UNTRIED | Phase.ONLINE:
            return replace(contact, phase=Phase.ONLINE, exchanged_at=at), None
        case Phase.OFFLINE:
            gone = at - (contact.exchanged_at or at)
            offline_s = contact.offline_s + max(0.0, gone.total_seconds())
            contact = replace(contact, offline_s=offline_s)
        case Phase.CATCHING_UP:
            pass
    contact = replace(
        contact,
        phase=Phase.CATCHING_UP,
        exchanged_at=at,
        uploaded=contact.uploaded + uploaded,
    )
    if waiting:
        return contact, None
    news = SyncCaughtUp(offline_s=contact.offline_s, uploaded=contact.uploaded)
    return Contact(phase=Phase.ONLINE, exchanged_at=at), news
