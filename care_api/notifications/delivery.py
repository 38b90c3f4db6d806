"""Sending what stands in the outbox, and what follows when it does not arrive.

An attempt is written down before it is made and its result afterwards. A server that dies in
between leaves an attempt that is `uncertain`; the notification is then sent once more at most.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from care_api.alerts import climbing, raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.alerts.ladder import Standing
from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertRow
from care_api.db import Database, Lock, Work, lock
from care_api.events import journal
from care_api.notifications import attempts, repository
from care_api.notifications.channel import Channel, Delivery, Result
from care_api.notifications.message import Message, Say
from care_api.notifications.state import State
from care_api.notifications.tables import NotificationAttemptRow, NotificationRow
from care_api.notifications.wording import in_words
from codebook.alert import AlertNotificationFailed, AlertNotified, ChannelKind
from schedules.clock import Clock

OUTSIDE = (ChannelKind.WEBHOOK, ChannelKind.EMAIL)
"""The channels that lead outside of the pages; none waits for another."""
AT_ONCE = 50
"""Sent side by side by one channel."""
LONGEST_SEND = timedelta(seconds=60)
"""After this an attempt whose result is not there is lost: its server died."""
_SEND_TIMEOUT_S = 45.0
"""Seconds; a channel's own are shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A notification that this worker sends now."""

    id: UUID
    attempt: int
    channel: ChannelKind
    address: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """How things are sent."""

    channels: Mapping[ChannelKind, Channel]
    say: Say
    public_url: str | None


class Deliverer:
    """Empties the outbox."""

    def __init__(self, database: Database, clock: Clock, boot_id: UUID, post: Post) -> None:
        """Get ready; `run` sends."""
        self._database = database
        self._clock = clock
        self._boot_id = boot_id
        self._post = post

    def run(self) -> None:
        """Send all that is due, once, by one channel after the other."""
        for channel in OUTSIDE:
            self.run_channel(channel)

    def run_channel(self, channel: ChannelKind) -> None:
        """Send all that is due by one channel, once; each result is kept as soon as it is there."""
        now = self._clock.now()
        with self._database.reading() as session:
            if not repository.is_any_due(session, now, channel):
                return  # by far the most common case, which need not wait for a writer
        with self._database.writing() as session:
            claimed = claim(Work(session=session, now=now, boot_id=self._boot_id), channel)
        asyncio.run(self._send_all(claimed))

    async def _send_all(self, claimed: Sequence[Claimed]) -> None:
        results = await asyncio.gather(*map(self._deliver, claimed), return_exceptions=True)
        for fault in results:  # each has had its turn: none is cut off by another's failure
            if fault is not None:
                raise fault

    async def _deliver(self, claimed: Claimed) -> None:
        delivery = await self._send(claimed)
        await asyncio.to_thread(self._record, claimed, delivery)

    def _record(self, claimed: Claimed, delivery: Delivery) -> None:
        with self._database.writing() as session:
            work = Work(session=session, now=self._clock.now(), boot_id=self._boot_id)
            record(work, claimed, delivery)

    async def _send(self, claimed: Claimed) -> Delivery:
        channel = self._post.channels.get(claimed.channel)
        if channel is None:
            return Delivery(result=Result.REFUSED, detail="not_set_up")
        text = in_words(claimed.message, self._post.say, self._post.public_url)
        try:
            async with asyncio.timeout(_SEND_TIMEOUT_S):
                return await channel.send(claimed.address, claimed.message, text)
        except TimeoutError:
            return Delivery(result=Result.UNCERTAIN, detail="timeout")


def claim(work: Work, channel: ChannelKind) -> list[Claimed]:
    """Return what is to be sent now by a channel, each with its attempt written down."""
    lock(work.session, Lock.STREAM)  # before the rows, as an upload does: no deadlock
    found = repository.due(work.session, work.now, channel, AT_ONCE)
    claimed = (_claim(work, row, alert) for row, alert in found)
    return [each for each in claimed if each is not None]


def _claim(work: Work, row: NotificationRow, alert: AlertRow) -> Claimed | None:
    if row.state == State.SENDING.value and _is_lost(work, row, alert):
        return None
    if _is_needless(row, alert):
        row.state = State.WITHDRAWN.value
        work.session.add(row)
        return None
    row.state = State.SENDING.value
    row.attempts += 1
    row.next_at = work.now + LONGEST_SEND
    work.session.add(row)
    work.session.add(
        NotificationAttemptRow(
            notification_id=row.id,
            number=row.attempts,
            at=work.now,
            result=Result.UNCERTAIN.value,
        )
    )
    return Claimed(
        id=row.id,
        attempt=row.attempts,
        channel=ChannelKind(row.channel),
        address=row.address,
        message=Message.model_validate_json(row.document),
    )


def _is_lost(work: Work, row: NotificationRow, alert: AlertRow) -> bool:
    """Deal with an attempt whose server died; return whether it is the last one."""
    uncertain = repository.count_uncertain(work.session, row.id)
    after = attempts.after(Result.UNCERTAIN, row.attempts, uncertain, work.now)
    if after.state is State.FAILED:
        _give_up(work, row, alert, "lost")
    return after.state is State.FAILED


def _is_needless(row: NotificationRow, alert: AlertRow) -> bool:
    match climbing.standing(AlertState(alert.state)):
        case Standing.UNTAKEN:
            return False
        case Standing.TAKEN:
            return not row.is_about_handling
        case Standing.OVER:
            return True


def record(work: Work, claimed: Claimed, delivery: Delivery) -> None:
    """Write an attempt's result down, and do what follows from it."""
    lock(work.session, Lock.STREAM)
    row, alert = repository.locked(work.session, claimed.id)
    attempt = work.session.get_one(NotificationAttemptRow, (claimed.id, claimed.attempt))
    attempt.result, attempt.detail = delivery.result.value, delivery.detail
    work.session.add(attempt)
    work.session.flush()
    if row.attempts != claimed.attempt or row.state != State.SENDING.value:
        return  # came so late that another attempt was made
    uncertain = repository.count_uncertain(work.session, row.id)
    after = attempts.after(delivery.result, row.attempts, uncertain, work.now)
    match after.state:
        case State.SENT:
            _note_sent(work, row, alert)
        case State.FAILED:
            _give_up(work, row, alert, delivery.detail)
        case _:
            row.state, row.next_at = after.state.value, _next(after.next_at, work.now)
            work.session.add(row)


def _next(next_at: datetime | None, now: datetime) -> datetime:
    return next_at or now


def _note_sent(work: Work, row: NotificationRow, alert: AlertRow) -> None:
    row.state = State.SENT.value
    work.session.add(row)
    channel = ChannelKind(row.channel)
    told = AlertNotified(
        alert_id=alert.id, channel=channel, contact_id=row.contact_id, rung=row.rung
    )
    journal.append(work, told, unit_id=alert.unit_id, resident_id=alert.resident_id)
    raising.resolve_all(work, alert.unit_id, _fault_prefix(alert.unit_id, channel))


def _give_up(work: Work, row: NotificationRow, alert: AlertRow, reason: str) -> None:
    """Say that somebody was not reached: it is an alert of its own, and the ladder goes on.

    Not where somebody took the alert while the message was under way: the ladder waits for them.
    """
    row.state = State.FAILED.value
    work.session.add(row)
    channel = ChannelKind(row.channel)
    failed = AlertNotificationFailed(
        alert_id=alert.id,
        channel=channel,
        contact_id=row.contact_id,
        rung=row.rung,
        attempts=max(row.attempts, 1),
        reason=reason,
    )
    journal.append(work, failed, unit_id=alert.unit_id, resident_id=alert.resident_id)
    prefix = _fault_prefix(alert.unit_id, channel)
    if not raising.is_any_open(work.session, alert.unit_id, prefix):
        fault = Reason(
            dedup_key=f"{prefix}{row.id}", cause=Cause.CHANNEL_FAULT, unit_id=alert.unit_id
        )
        raising.raise_alert(work, fault)
    if not _is_needless(row, alert):
        climbing.not_reached(work, alert, (row.round, row.rung))


def _fault_prefix(unit_id: UUID, channel: ChannelKind) -> str:
    """Return how the dedup keys of a channel's outages begin: each outage is one cause."""
    return f"channel:{unit_id}:{channel.value}:"
