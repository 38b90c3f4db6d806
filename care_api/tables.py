"""All tables, so that migrations and tests see every one."""

from sqlalchemy import MetaData

from care_api.alerts.tables import AlertActionRow, AlertClimbRow, AlertRow, AlertRulesRow
from care_api.audit.tables import AccessRow, AuditSealRow
from care_api.care_plans.tables import CarePlanRow, PlanTemplateRow
from care_api.commands.tables import CommandRow
from care_api.consents.tables import ConsentRow
from care_api.db import Table
from care_api.events.tables import BootRow, DeadLetterRow, EventBodyRow, EventRow
from care_api.family.tables import FamilyLinkRow, FamilyLookRow
from care_api.handovers.tables import HandoverAdditionRow, HandoverRow, HandoverSignatureRow
from care_api.notes.tables import NoteRow
from care_api.notifications.tables import NotificationAttemptRow, NotificationRow
from care_api.on_call.tables import ContactRow, OnCallChangeRow, ShiftRow
from care_api.relations.tables import RelationRow
from care_api.residents.tables import FollowRow, FormerDetailsRow, ResidentRow, TransitionRow
from care_api.retention.tables import RetentionRow
from care_api.robots.tables import (
    PairingCodeRow,
    RobotResidentRow,
    RobotRow,
    RobotStateRow,
    UsedAssertionRow,
)
from care_api.service_decisions.tables import ServiceDecisionRow
from care_api.staff.tables import (
    InvitationRow,
    LoginFailureRow,
    OneTimeKeyRow,
    RecoveryCodeRow,
    StaffRow,
    StaffSessionRow,
    StaffUnitRow,
    SubjectRow,
)
from care_api.tasks.tables import TaskHorizonRow, TaskRow
from care_api.tenants.tables import AlertLoanRow, TenantRow, UnitRow

TABLES: tuple[type[Table], ...] = (
    TenantRow,
    UnitRow,
    StaffRow,
    StaffUnitRow,
    SubjectRow,
    StaffSessionRow,
    LoginFailureRow,
    OneTimeKeyRow,
    RecoveryCodeRow,
    ResidentRow,
    FollowRow,
    FormerDetailsRow,
    TransitionRow,
    RobotRow,
    RobotStateRow,
    RobotResidentRow,
    PairingCodeRow,
    UsedAssertionRow,
    CarePlanRow,
    PlanTemplateRow,
    TaskRow,
    TaskHorizonRow,
    EventRow,
    EventBodyRow,
    DeadLetterRow,
    BootRow,
    AlertRow,
    AlertActionRow,
    AlertClimbRow,
    AlertRulesRow,
    ContactRow,
    ShiftRow,
    OnCallChangeRow,
    NotificationRow,
    NotificationAttemptRow,
    CommandRow,
    HandoverRow,
    HandoverSignatureRow,
    HandoverAdditionRow,
    AccessRow,
    AuditSealRow,
    AlertLoanRow,
    RetentionRow,
    InvitationRow,
    NoteRow,
    RelationRow,
    ConsentRow,
    ServiceDecisionRow,
    FamilyLinkRow,
    FamilyLookRow,
)
"""In an order in which each refers only to earlier ones."""

metadata: MetaData = Table.metadata
