"""How a unit answered its alerts, measured against its own deadlines: pure."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from care_api.alerts.alert import Alert
from care_api.alerts.cause import Cause
from codebook.alert import Finding, Severity


class Verdict(StrEnum):
    """How it went with owning an alert in time."""

    WITHIN = "within"
    LATE = "late"
    """Somebody owned it, after the deadline."""
    NOBODY = "nobody"
    """The deadline passed, and nobody has owned it since: it is open, or ended by itself."""
    OVER = "over"
    """A later report ended it before the deadline: nobody had to."""
    WAITING = "waiting"
    """The deadline is still to come."""

    @property
    def is_breach(self) -> bool:
        """Whether the unit's own deadline was broken."""
        return self in {Verdict.LATE, Verdict.NOBODY}

    @property
    def is_judged(self) -> bool:
        """Whether it counts in the share within the deadline."""
        return self is Verdict.WITHIN or self.is_breach


class BreachReason(StrEnum):
    """Why a deadline was broken, as far as the server can tell."""

    NOBODY_TO_TELL = "nobody_to_tell"
    """There was no contact to be told: it stood on the pages alone."""
    NOT_REACHED = "not_reached"
    """Contacts were to be told, and not one way reached anybody."""
    TOLD_IN_VAIN = "told_in_vain"
    """Somebody was told, and nobody owned it in time."""
    NOT_KEPT = "not_kept"
    """Who was told is deleted by its age."""
    OWNER_LATE = "owner_late"
    """It was owned in time, and its owner did not handle it in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One broken deadline."""

    alert_id: UUID
    raised_at: datetime
    cause: Cause
    code: str
    severity: Severity
    due_at: datetime
    """The deadline that was broken."""
    done_at: datetime | None
    """When it was owned, or handled, after all; None: not yet, or never."""
    reason: BreachReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The alerts of one severity."""

    severity: Severity
    raised: int
    acknowledged: int
    median: timedelta | None
    """From raised to owned; None where none was owned."""
    p90: timedelta | None
    judged: int
    """Those whose deadline has passed, or that were owned before it."""
    within: int
    """Of those, owned in time."""
    handled_judged: int
    handled_within: int

    @property
    def share_within(self) -> float | None:
        """Ratio owned in time; None where there is nothing to judge."""
        return self.within / self.judged if self.judged else None

    @property
    def share_handled_within(self) -> float | None:
        """Ratio handled in time; None where there is nothing to judge."""
        return self.handled_within / self.handled_judged if self.handled_judged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """All of one time."""

    figures: tuple[Figures, ...]
    """Gravest first; severities without an alert are left out."""
    breaches: tuple[Breach, ...]
    """Oldest first."""
    causes: tuple[tuple[Cause, int], ...]
    """Most first."""
    findings: tuple[tuple[Finding | None, int], ...]
    """What was behind those that were handled, most first; None where nobody said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Alerts that contacts were to be told of."""

    ordered: Collection[UUID] = frozenset()
    reached: Collection[UUID] = frozenset()
    """Those that at least one way was taken for without failing."""
    kept_since: datetime | None = None
    """Of alerts raised before, it may be deleted who was told; None: all is there."""


def verdict(alert: Alert, now: datetime) -> Verdict:
    """Return how it went with owning an alert in time, as far as is known at `now`."""
    if alert.acknowledged_at is not None:
        is_within = alert.acknowledged_at <= alert.first_acknowledge_by
        return Verdict.WITHIN if is_within else Verdict.LATE
    if (alert.closed_at or now) > alert.first_acknowledge_by:
        return Verdict.NOBODY
    return Verdict.OVER if alert.closed_at else Verdict.WAITING


def handled_in_time(alert: Alert, now: datetime) -> bool | None:
    """Return whether an alert was handled in time; None where that is not to be judged (yet)."""
    done_at = alert.handled_at or alert.closed_at
    if done_at is not None and alert.handled_at is None:
        return None  # a later report ended it
    if (done_at or now) > alert.first_handle_by:
        return False
    return True if done_at else None


def quantile(values: Sequence[timedelta], ratio: float) -> timedelta | None:
    """Return the smallest value that at least `ratio` of all do not exceed; None of none."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(ratio * len(values)) - 1)]


def statistics(alerts: Sequence[Alert], told: Told, now: datetime) -> Statistics:
    """Return what the alerts of a time come to.

    Args:
        alerts: Of one unit, oldest first.
        told: Which of them contacts were to be told of, and were.
        now: Aware UTC.
    """
    present = sorted({alert.severity for alert in alerts}, reverse=True)
    handled = [alert for alert in alerts if alert.handled_at is not None]
    return Statistics(
        figures=tuple(
            _figures(severity, [each for each in alerts if each.severity is severity], now)
            for severity in present
        ),
        breaches=tuple(found for alert in alerts if (found := breach(alert, told, now))),
        causes=tuple(Counter(alert.cause for alert in alerts).most_common()),
        findings=tuple(Counter(alert.finding for alert in handled).most_common()),
    )


def _figures(severity: Severity, alerts: Sequence[Alert], now: datetime) -> Figures:
    times = [a.acknowledged_at - a.raised_at for a in alerts if a.acknowledged_at is not None]
    verdicts = [verdict(alert, now) for alert in alerts]
    handled = [each for alert in alerts if (each := handled_in_time(alert, now)) is not None]
    return Figures(
        severity=severity,
        raised=len(alerts),
        acknowledged=len(times),
        median=quantile(times, 0.5),
        p90=quantile(times, 0.9),
        judged=sum(each.is_judged for each in verdicts),
        within=verdicts.count(Verdict.WITHIN),
        handled_judged=len(handled),
        handled_within=sum(handled),
    )


def breach(alert: Alert, told: Told, now: datetime) -> Breach | None:
    """Return which deadline was broken, the one for owning first, or None where none was."""
    if verdict(alert, now).is_breach:
        return _breach(alert, alert.first_acknowledge_by, alert.acknowledged_at, _why(alert, told))
    if handled_in_time(alert, now) is False:
        return _breach(alert, alert.first_handle_by, alert.handled_at, BreachReason.OWNER_LATE)
    return None


def _why(alert: Alert, told: Told) -> BreachReason:
    if alert.id in told.reached:
        return BreachReason.TOLD_IN_VAIN
    if alert.id in told.ordered:
        return BreachReason.NOT_REACHED
    is_kept = told.kept_since is None or alert.raised_at >= told.kept_since
    return BreachReason.NOBODY_TO_TELL if is_kept else BreachReason.NOT_KEPT


def _breach(
    alert: Alert, due_at: datetime, done_at: datetime | None, reason: BreachReason
) -> Breach:
    return Breach(
        alert_id=alert.id,
        raised_at=alert.raised_at,
        cause=alert.cause,
        code=alert.code,
        severity=alert.severity,
        due_at=due_at,
        done_at=done_at,
        reason=reason,
    )


Steps = Mapping[Verdict, int]


def counted(alerts: Sequence[Alert], now: datetime) -> Steps:
    """Return verdict -> how many."""
    return Counter(verdict(alert, now) for alert in alerts)
