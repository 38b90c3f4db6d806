"""What a unit decides about its alerts, as a document: deadlines, ladders, quiet hours, plans."""

from collections.abc import Mapping
from datetime import time, timedelta
from types import MappingProxyType
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from care_api.alerts import deadlines
from care_api.alerts.cause import Cause
from care_api.alerts.deadlines import Deadlines
from care_api.alerts.ladder import Ladder, Rung, Target
from care_api.alerts.quiet_hours import NEVER_WAITS, QuietHours
from codebook.alert import Severity

MOST_RUNGS = 10
LONGEST_WAIT_S = 7 * 24 * 3600


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class RungRule(_Rules):
    """One rung of a ladder."""

    target: Target
    """Whom it is for."""
    contact_id: UUID | None = None
    """With `contact`: who."""
    wait_s: int = Field(ge=30, le=LONGEST_WAIT_S)
    """Seconds that those who were told have, before the next rung."""

    @model_validator(mode="after")
    def _name_the_contact(self) -> Self:
        if (self.target is Target.CONTACT) != (self.contact_id is not None):
            raise ValueError("contact_id: give it with the target `contact`, and only there")
        return self


class SeverityRules(_Rules):
    """What holds for alerts of one severity."""

    severity: Severity
    acknowledge_within_s: int = Field(ge=30, le=LONGEST_WAIT_S)
    """Seconds until somebody should own it."""
    handle_within_s: int = Field(ge=60, le=LONGEST_WAIT_S)
    """Seconds until it should be handled."""
    ladder: tuple[RungRule, ...] = Field(min_length=1, max_length=MOST_RUNGS)
    """Who is told, in order."""
    repeats: int = Field(default=0, ge=0, le=20)
    """How often the last rung is told again."""

    @property
    def deadlines(self) -> Deadlines:
        """The two deadlines as lengths of time."""
        return Deadlines(
            acknowledge_within=timedelta(seconds=self.acknowledge_within_s),
            handle_within=timedelta(seconds=self.handle_within_s),
        )

    @property
    def as_ladder(self) -> Ladder:
        """The ladder as the rules climb it."""
        rungs = tuple(
            Rung(
                target=rung.target,
                wait=timedelta(seconds=rung.wait_s),
                contact_id=rung.contact_id,
            )
            for rung in self.ladder
        )
        return Ladder(rungs=rungs, repeats=self.repeats)


class QuietHoursRule(_Rules):
    """A stretch of every night in which alerts of low severity wait."""

    starts_time: time
    """Wall clock."""
    ends_time: time
    """Wall clock; over midnight where it is earlier than the start."""
    zone: str = "Europe/Oslo"
    """IANA name."""
    up_to: Severity = Severity.MODERATE
    """The gravest severity that waits; serious and critical alerts never do."""

    @field_validator("zone")
    @classmethod
    def _know_the_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("an IANA time zone, such as Europe/Oslo") from None
        return zone

    @model_validator(mode="after")
    def _refuse_what_would_be_silent(self) -> Self:
        if self.up_to >= NEVER_WAITS:
            raise ValueError("up_to: serious and critical alerts never wait; at most 20")
        if self.starts_time == self.ends_time:
            raise ValueError("ends_time: the same as the start; leave quiet_hours out instead")
        return self

    @property
    def as_hours(self) -> QuietHours:
        """The hours as the rules read them."""
        return QuietHours(
            starts_time=self.starts_time,
            ends_time=self.ends_time,
            zone=self.zone,
            up_to=self.up_to,
        )


class ActionPlan(_Rules):
    """What to do about one cause."""

    cause: Cause
    text: str = Field(min_length=1, max_length=2000)
    """In the unit's own words."""


class AlertRules(_Rules):
    """All that one unit decides; what it leaves out is as by default."""

    severities: tuple[SeverityRules, ...] = ()
    quiet_hours: QuietHoursRule | None = QuietHoursRule(starts_time=time(22), ends_time=time(7))
    """None: every alert is told at any hour."""
    action_plans: tuple[ActionPlan, ...] = ()

    @model_validator(mode="after")
    def _name_each_once(self) -> Self:
        severities = [each.severity for each in self.severities]
        causes = [each.cause for each in self.action_plans]
        for what, found in (("severities", severities), ("action_plans", causes)):
            if len(set(found)) != len(found):
                raise ValueError(f"{what}: one of them is there twice; keep one")
        return self

    def of(self, severity: Severity) -> SeverityRules:
        """Return what holds for a severity."""
        own = (each for each in self.severities if each.severity is severity)
        return next(own, DEFAULTS[severity])

    def plan_for(self, cause: Cause) -> str | None:
        """Return the unit's own plan for a cause, if it has one."""
        return next((each.text for each in self.action_plans if each.cause is cause), None)


def _default(severity: Severity) -> SeverityRules:
    """Return the first, the second, all on call, all contacts; each has the deadline's time."""
    within = deadlines.DEFAULTS[severity]
    wait_s = int(within.acknowledge_within.total_seconds())
    targets = (
        Target.FIRST_ON_CALL,
        Target.SECOND_ON_CALL,
        Target.ON_CALL,
        Target.UNIT_CONTACTS,
    )
    return SeverityRules(
        severity=severity,
        acknowledge_within_s=wait_s,
        handle_within_s=int(within.handle_within.total_seconds()),
        ladder=tuple(RungRule(target=target, wait_s=wait_s) for target in targets),
        repeats=3 if severity >= NEVER_WAITS else 0,
    )


DEFAULTS: Mapping[Severity, SeverityRules] = MappingProxyType(
    {severity: _default(severity) for severity in Severity}
)
