"""The figures of a unit's alerts over a time: read, drawn, and as lines for a spreadsheet."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service, unit_rules
from care_api.alerts.alert import Alert
from care_api.alerts.statistics import (
    Statistics,
    Told,
    Verdict,
    breach,
    counted,
    handled_in_time,
    statistics,
    verdict,
)
from care_api.notifications import service as notifications
from care_api.retention import service as retention
from care_api.retention.rule import Kind
from care_api.retention.service import Gone
from care_api.web.charts import Block, Column, stacked
from care_api.web.over_time import step_label, step_starts
from care_api.web.period import Chosen
from care_api.web.times import Times
from codebook.alert import Severity
from schedules.occurrences import instant

DRAWN = (Verdict.WITHIN, Verdict.OVER, Verdict.WAITING, Verdict.LATE, Verdict.NOBODY)
"""From the bottom of a bar to its top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What arose in one day, week or month."""

    label: str
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figured:
    """All that the page and the spreadsheet show."""

    period: Chosen
    gone: Gone
    alerts: tuple[Alert, ...]
    told: Told
    now: datetime
    statistics: Statistics
    limits: Mapping[Severity, tuple[timedelta, timedelta]]
    """The unit's own deadlines as they are now: to own, and to handle."""
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    highest: int


def figured(session: Session, unit_id: UUID, period: Chosen, times: Times) -> Figured:
    """Return a unit's figures; seven queries, however many alerts there were."""
    start = instant(period.first_on, time(0), times.zone)
    end = instant(period.last_on + timedelta(days=1), time(0), times.zone)
    alerts = service.raised_between(session, unit_id, start, end)
    ordered, reached = notifications.told_of(session, [alert.id for alert in alerts])
    untold = retention.gone(session, unit_id, Kind.MESSAGES).all
    told = Told(
        ordered=ordered,
        reached=reached,
        kept_since=instant(untold, time(0), times.zone) if untold else None,
    )
    rules = unit_rules.of_unit(session, unit_id)
    rows = _rows(alerts, period, times)
    blocks, highest = stacked(
        [Column(label=row.label, parts={each: row.counts[each] for each in DRAWN}) for row in rows]
    )
    return Figured(
        period=period,
        gone=retention.gone(session, unit_id, Kind.ALERTS),
        alerts=alerts,
        told=told,
        now=times.now,
        statistics=statistics(alerts, told, times.now),
        limits={
            severity: (
                rules.of(severity).deadlines.acknowledge_within,
                rules.of(severity).deadlines.handle_within,
            )
            for severity in Severity
        },
        rows=rows,
        blocks=blocks,
        highest=highest,
    )


def _rows(alerts: Sequence[Alert], period: Chosen, times: Times) -> tuple[Row, ...]:
    starts = step_starts(period)
    found: dict[date, list[Alert]] = defaultdict(list)
    for alert in alerts:
        on = alert.raised_at.astimezone(times.zone).date()
        found[max(start for start in starts if start <= on)].append(alert)
    return tuple(
        Row(label=step_label(on, period.step, times), counts=counted(found[on], times.now))
        for on in starts
    )


COLUMNS = (
    "raised_at",
    "severity",
    "vkp_code",
    "cause",
    "acknowledge_by",
    "acknowledged_at",
    "seconds_to_acknowledge",
    "verdict",
    "handle_by",
    "handled_at",
    "handled_in_time",
    "finding",
    "breach_reason",
)


def as_csv(figures: Figured) -> str:
    """Return a line for each alert: codes, and instants in UTC. No cell is anybody's words."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(alert, figures.told, figures.now) for alert in figures.alerts)
    return out.getvalue()


def _cells(alert: Alert, told: Told, now: datetime) -> tuple[str, ...]:
    waited = alert.acknowledged_at - alert.raised_at if alert.acknowledged_at else None
    is_in_time = handled_in_time(alert, now)
    broken = breach(alert, told, now)
    return (
        _instant(alert.raised_at),
        str(int(alert.severity)),
        alert.code,
        alert.cause.value,
        _instant(alert.first_acknowledge_by),
        _instant(alert.acknowledged_at),
        "" if waited is None else str(round(waited.total_seconds())),
        verdict(alert, now).value,
        _instant(alert.first_handle_by),
        _instant(alert.handled_at),
        "" if is_in_time is None else str(is_in_time).lower(),
        alert.finding.value if alert.finding else "",
        broken.reason.value if broken else "",
    )


def _instant(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
