"""Each unit's rules about its alerts, as saved or by default."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.alerts import deadlines
from care_api.alerts.deadlines import Due
from care_api.alerts.quiet_hours import waits_until
from care_api.alerts.rules import AlertRules
from care_api.alerts.tables import AlertRulesRow
from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.db import Work
from codebook.alert import Severity

_RULES = "nabo_alert_rules"


def of_unit(session: Session, unit_id: UUID) -> AlertRules:
    """Return what holds in a unit; looked up once in a transaction."""
    look_up(session, {unit_id})
    known: dict[UUID, AlertRules] = session.info[_RULES]
    return known[unit_id]


def look_up(session: Session, unit_ids: Iterable[UUID]) -> None:
    """Look up what holds in several units at once, for `of_unit` in this transaction."""
    known: dict[UUID, AlertRules] = session.info.setdefault(_RULES, {})
    unknown = set(unit_ids) - known.keys()
    if unknown:
        known.update(dict.fromkeys(unknown, AlertRules()))
        rows = session.exec(select(AlertRulesRow).where(col(AlertRulesRow.unit_id).in_(unknown)))
        known.update({row.unit_id: AlertRules.model_validate_json(row.document) for row in rows})


def save(work: Work, unit_id: UUID, rules: AlertRules, staff_id: UUID) -> None:
    """Let these rules hold in a unit, for what is told from now on."""
    row = work.session.get(AlertRulesRow, unit_id)
    if row is None:
        row = AlertRulesRow(unit_id=unit_id, document="", saved_at=work.now, saved_by=staff_id)
    row.document = rules.model_dump_json()
    row.saved_at, row.saved_by = work.now, staff_id
    work.session.add(row)
    work.session.info.pop(_RULES, None)
    audit.note_unit_act(work, Act.DEADLINES_CHANGED, unit_id, staff_id=staff_id)


def due(work: Work, unit_id: UUID, severity: Severity) -> Due:
    """Return the deadlines of an alert that arises, or comes back to the unit, now."""
    rules = of_unit(work.session, unit_id)
    quiet = rules.quiet_hours.as_hours if rules.quiet_hours else None
    told_from = waits_until(quiet, severity, work.now)
    return deadlines.due(rules.of(severity).deadlines, work.now, told_from)
