"""Ladders, contacts, rota and notifications; indexes for what is open."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OPEN_TASK = sa.text("stage NOT IN ('closed', 'missed', 'withdrawn')")
_OPEN_ALERT = sa.text("state <> 'closed'")
_OWNED_ALERT = sa.text("state IN ('in_progress', 'acknowledged')")
_CLIMBING = sa.text("next_at IS NOT NULL")
_PENDING = sa.text("state IN ('waiting', 'sending')")


def upgrade() -> None:
    _add_deadlines()
    _make_alert_tables()
    _make_on_call_tables()
    _make_notification_tables()
    _change_indexes()


def _add_deadlines() -> None:
    handle_by = sa.Column(
        "handle_by",
        sa.DateTime(timezone=True),
        nullable=False,
        server_default="1970-01-01 00:00:00",  # a new column needs one; no row keeps it
    )
    op.add_column("alert", handle_by)
    op.add_column("alert", sa.Column("owned_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE alert SET handle_by = acknowledge_by, owned_at = acknowledged_at")


def _make_alert_tables() -> None:
    op.create_table(
        "alert_climb",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_alert_climb_alert_id_alert"),
        sa.PrimaryKeyConstraint("alert_id", name="pk_alert_climb"),
    )
    op.create_index(
        "ix_alert_climb_next_at",
        "alert_climb",
        ["next_at"],
        postgresql_where=_CLIMBING,
        sqlite_where=_CLIMBING,
    )
    op.execute(
        "INSERT INTO alert_climb (alert_id, round, rung, next_at, cause) "
        "SELECT id, 1, 0, acknowledge_by, 'not_taken' FROM alert WHERE state = 'reported'"
    )
    op.create_table(
        "alert_rules",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["saved_by"], ["staff.id"], name="fk_alert_rules_saved_by_staff"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_alert_rules_unit_id_unit"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_alert_rules"),
    )


def _make_on_call_tables() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_contact_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_contact_staff_id_staff"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_contact_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    op.create_index("ix_contact_unit_id", "contact", ["unit_id"])
    op.create_index("ix_contact_staff_id", "contact", ["staff_id"])
    op.create_table(
        "on_call_shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.String(), nullable=False),
        sa.Column("starts_time", sa.String(), nullable=False),
        sa.Column("ends_time", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_on_call_shift_contact_id_contact"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_on_call_shift"),
    )
    op.create_index("ix_on_call_shift_contact_id", "on_call_shift", ["contact_id"])


def _make_notification_tables() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("is_about_handling", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_notification_alert_id_alert"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_notification_contact_id_contact"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sa.UniqueConstraint("key", name="uq_notification_key"),
    )
    op.create_index("ix_notification_alert_id", "notification", ["alert_id"])
    op.create_index(
        "ix_notification_pending_next_at",
        "notification",
        ["next_at"],
        postgresql_where=_PENDING,
        sqlite_where=_PENDING,
    )
    op.create_table(
        "notification_attempt",
        sa.Column("notification_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["notification.id"],
            name="fk_notification_attempt_notification_id_notification",
        ),
        sa.PrimaryKeyConstraint("notification_id", "number", name="pk_notification_attempt"),
    )


def _change_indexes() -> None:
    op.drop_index("ix_alert_unit_id", table_name="alert")
    op.create_index("ix_alert_unit_id_raised_at", "alert", ["unit_id", "raised_at"])
    op.create_index(
        "ix_alert_open_unit_id",
        "alert",
        ["unit_id"],
        postgresql_where=_OPEN_ALERT,
        sqlite_where=_OPEN_ALERT,
    )
    op.create_index(
        "ix_alert_owned_at",
        "alert",
        ["owned_at"],
        postgresql_where=_OWNED_ALERT,
        sqlite_where=_OWNED_ALERT,
    )
    op.drop_index("ix_task_due_at", table_name="task")
    op.drop_index("ix_task_resident_id", table_name="task")
    op.create_index("ix_task_resident_id_local_on", "task", ["resident_id", "local_on"])
    op.create_index(
        "ix_task_open_window_closes_at",
        "task",
        ["window_closes_at"],
        postgresql_where=_OPEN_TASK,
        sqlite_where=_OPEN_TASK,
    )
    op.create_index(
        "ix_task_open_resident_id",
        "task",
        ["resident_id", "due_at"],
        postgresql_where=_OPEN_TASK,
        sqlite_where=_OPEN_TASK,
    )
    op.create_index("ix_event_boot_id_sequence", "event", ["boot_id", "sequence"])
    op.create_index("ix_access_log_staff_id_at", "access_log", ["staff_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_access_log_staff_id_at", table_name="access_log")
    op.drop_index("ix_event_boot_id_sequence", table_name="event")
    op.drop_index("ix_task_open_resident_id", table_name="task")
    op.drop_index("ix_task_open_window_closes_at", table_name="task")
    op.drop_index("ix_task_resident_id_local_on", table_name="task")
    op.create_index("ix_task_resident_id", "task", ["resident_id"])
    op.create_index("ix_task_due_at", "task", ["due_at"])
    op.drop_index("ix_alert_owned_at", table_name="alert")
    op.drop_index("ix_alert_open_unit_id", table_name="alert")
    op.drop_index("ix_alert_unit_id_raised_at", table_name="alert")
    op.create_index("ix_alert_unit_id", "alert", ["unit_id"])
    for table in (
        "notification_attempt",
        "notification",
        "on_call_shift",
        "contact",
        "alert_rules",
        "alert_climb",
    ):
        op.drop_table(table)
    op.drop_column("alert", "owned_at")
    op.drop_column("alert", "handle_by")
