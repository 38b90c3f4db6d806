"""A unit's rules about alerts as a form, and what its fields come to: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import Self
from uuid import UUID

from care_api.alerts.ladder import Target
from care_api.alerts.quiet_hours import NEVER_WAITS
from care_api.alerts.rules import (
    AlertRules,
    QuietHoursRule,
    RungRule,
    SeverityRules,
)
from care_api.alerts.wait_form import WaitFields
from care_api.care_plans.form_fault import FormFault, amount
from care_api.care_plans.shown_item import Fields, one
from care_api.on_call.contact import Contact
from care_api.web.wording import mark
from codebook.alert import Severity

SEVERITIES = (Severity.CRITICAL, Severity.SERIOUS, Severity.MODERATE, Severity.NORMAL)
"""Those that a unit arranges; nothing is raised without one."""
MAY_WAIT = tuple(severity for severity in SEVERITIES if severity < NEVER_WAITS)
RUNGS = 6
"""Rows for the rungs of each ladder; those left empty are none."""
_CONTACT = "contact:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RungFields:
    """One row of a ladder."""

    whom: str = ""
    """A value of Target, or `contact:` and an id; empty: no rung."""
    wait: WaitFields = field(default_factory=WaitFields)
    """How long those told have, before the next rung."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityFields:
    """What is written about one severity."""

    acknowledge: WaitFields
    handle: WaitFields
    repeats: str
    rungs: tuple[RungFields, ...]

    @property
    def rows(self) -> tuple[RungFields, ...]:
        """The rungs, with room for more."""
        free = max(0, RUNGS - len(self.rungs))
        return (*self.rungs, *(RungFields() for _ in range(free)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesForm:
    """The fields as they are shown, and as they were typed."""

    quiet_from: str
    quiet_to: str
    quiet_up_to: str
    severities: Mapping[Severity, SeverityFields]

    @classmethod
    def of(cls, rules: AlertRules) -> Self:
        """Return rules in a form."""
        quiet = rules.quiet_hours
        return cls(
            quiet_from=quiet.starts_time.isoformat("minutes") if quiet else "",
            quiet_to=quiet.ends_time.isoformat("minutes") if quiet else "",
            quiet_up_to=str(int(quiet.up_to if quiet else Severity.MODERATE)),
            severities=MappingProxyType(
                {severity: _severity_fields(rules.of(severity)) for severity in SEVERITIES}
            ),
        )

    @classmethod
    def typed(cls, fields: Fields) -> Self:
        """Return what was sent."""
        return cls(
            quiet_from=one(fields, "quiet_from"),
            quiet_to=one(fields, "quiet_to"),
            quiet_up_to=one(fields, "quiet_up_to"),
            severities=MappingProxyType(
                {severity: _typed(fields, int(severity)) for severity in SEVERITIES}
            ),
        )

    def rules(self, before: AlertRules, contacts: Sequence[Contact]) -> AlertRules:
        """Return the rules that the fields describe.

        Args:
            before: What the form does not show is kept from there.
            contacts: Of the unit; nobody else may be named.

        Raises:
            FormFault: A field does not say what it should.
        """
        known = frozenset(contact.id for contact in contacts)
        own = tuple(_rules(severity, fields, known) for severity, fields in self.severities.items())
        return AlertRules(
            severities=own, quiet_hours=self._quiet_hours(), action_plans=before.action_plans
        )

    def _quiet_hours(self) -> QuietHoursRule | None:
        if not self.quiet_from and not self.quiet_to:
            return None
        starts, ends = _time("quiet_from", self.quiet_from), _time("quiet_to", self.quiet_to)
        if starts == ends:
            raise FormFault("quiet_to", mark("Write when they begin and when they end."))
        up_to = {str(int(each)): each for each in MAY_WAIT}.get(self.quiet_up_to)
        if up_to is None:
            raise FormFault("quiet_up_to", mark("Serious and critical alerts never wait."))
        return QuietHoursRule(starts_time=starts, ends_time=ends, up_to=up_to)


def _severity_fields(rules: SeverityRules) -> SeverityFields:
    return SeverityFields(
        acknowledge=WaitFields.of(rules.acknowledge_within_s),
        handle=WaitFields.of(rules.handle_within_s),
        repeats=str(rules.repeats),
        rungs=tuple(
            RungFields(
                whom=f"{_CONTACT}{rung.contact_id}" if rung.contact_id else rung.target.value,
                wait=WaitFields.of(rung.wait_s),
            )
            for rung in rules.ladder
        ),
    )


def _typed(fields: Fields, key: int) -> SeverityFields:
    rows = (
        RungFields(
            whom=one(fields, f"whom_{key}_{row}"),
            wait=WaitFields.typed(fields, f"wait_{key}_{row}"),
        )
        for row in range(10)
    )
    return SeverityFields(
        acknowledge=WaitFields.typed(fields, f"acknowledge_{key}"),
        handle=WaitFields.typed(fields, f"handle_{key}"),
        repeats=one(fields, f"repeats_{key}"),
        rungs=tuple(row for row in rows if row.whom),
    )


def _rules(severity: Severity, fields: SeverityFields, known: frozenset[UUID]) -> SeverityRules:
    key = int(severity)
    ladder = tuple(_rung(f"{key}_{row}", rung, known) for row, rung in enumerate(fields.rungs))
    if not ladder:
        raise FormFault(f"whom_{key}_0", mark("Somebody has to be told: choose whom."))
    acknowledge_s = fields.acknowledge.seconds(f"acknowledge_{key}")
    handle_s = fields.handle.seconds(f"handle_{key}")
    if handle_s < acknowledge_s:
        raise FormFault(f"handle_{key}", mark("It cannot be handled before it is taken."))
    return SeverityRules(
        severity=severity,
        acknowledge_within_s=acknowledge_s,
        handle_within_s=handle_s,
        ladder=ladder,
        repeats=amount(f"repeats_{key}", fields.repeats, 0, 20),
    )


def _rung(where: str, fields: RungFields, known: frozenset[UUID]) -> RungRule:
    wait_s = fields.wait.seconds(f"wait_{where}")
    if not fields.whom.startswith(_CONTACT):
        targets = {target.value: target for target in Target if target is not Target.CONTACT}
        if fields.whom not in targets:
            raise FormFault(f"whom_{where}", mark("Choose somebody from the list."))
        return RungRule(target=targets[fields.whom], wait_s=wait_s)
    named = {str(each): each for each in known}.get(fields.whom.removeprefix(_CONTACT))
    if named is None:
        raise FormFault(f"whom_{where}", mark("Choose somebody from the list."))
    return RungRule(target=Target.CONTACT, contact_id=named, wait_s=wait_s)


def _time(field: str, text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise FormFault(field, mark("Write one time of day, such as 08:00.")) from None
