"""The first tables: who is cared for, what is due, what happened, who acted."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "login_failure",
        sa.Column("user_name_hash", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_name_hash", name="pk_login_failure"),
    )
    op.create_table(
        "tenant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenant"),
    )
    op.create_table(
        "used_assertion",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_used_assertion"),
    )
    op.create_index("ix_used_assertion_expires_at", "used_assertion", ["expires_at"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_staff_tenant_id_tenant"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("user_name", name="uq_staff_user_name"),
    )
    op.create_index("ix_staff_tenant_id", "staff", ["tenant_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_unit_tenant_id_tenant"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )
    op.create_index("ix_unit_tenant_id", "unit", ["tenant_id"], unique=False)
    op.create_table(
        "resident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("spoken_name", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("end_silence_s", sa.Float(), nullable=False),
        sa.Column("speech_rate", sa.Float(), nullable=False),
        sa.Column("number_to_call", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_resident_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_resident"),
    )
    op.create_index("ix_resident_unit_id", "resident", ["unit_id"], unique=False)
    op.create_table(
        "robot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=True),
        sa.Column("software_version", sa.String(), nullable=True),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_offset_s", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_robot_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_robot"),
    )
    op.create_index("ix_robot_unit_id", "robot", ["unit_id"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_session_staff_id_staff"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_session"),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"], unique=False)
    op.create_table(
        "staff_unit",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_unit_staff_id_staff"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_staff_unit_unit_id_unit"),
        sa.PrimaryKeyConstraint("staff_id", "unit_id", name="pk_staff_unit"),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_access_log_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_access_log_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
    )
    op.create_index("ix_access_log_resident_id", "access_log", ["resident_id"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("robot_id", sa.Uuid(), nullable=True),
        sa.Column("occurrence_id", sa.Uuid(), nullable=True),
        sa.Column("cause_event_id", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledge_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name="fk_alert_owner_id_staff"),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_alert_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(["robot_id"], ["robot.id"], name="fk_alert_robot_id_robot"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_alert_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("dedup_key", name="uq_alert_dedup_key"),
    )
    op.create_index("ix_alert_resident_id", "alert", ["resident_id"], unique=False)
    op.create_index("ix_alert_unit_id", "alert", ["unit_id"], unique=False)
    op.create_table(
        "care_plan",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_care_plan_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["staff.id"], name="fk_care_plan_saved_by_staff"),
        sa.PrimaryKeyConstraint("plan_id", "version", name="pk_care_plan"),
        sa.UniqueConstraint("resident_id", "version", name="uq_care_plan_resident_id_version"),
    )
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("robot_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["robot_id"], ["robot.id"], name="fk_dead_letter_robot_id_robot"),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letter"),
    )
    op.create_index("ix_dead_letter_robot_id", "dead_letter", ["robot_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream", sa.BigInteger(), nullable=False),
        sa.Column("robot_id", sa.Uuid(), nullable=True),
        sa.Column("boot_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_event_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(["robot_id"], ["robot.id"], name="fk_event_robot_id_robot"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_event_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("stream", name="uq_event_stream"),
    )
    op.create_index("ix_event_occurrence_id", "event", ["occurrence_id"], unique=False)
    op.create_index(
        "ix_event_resident_id_occurred_at", "event", ["resident_id", "occurred_at"], unique=False
    )
    op.create_table(
        "pairing_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("robot_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["robot_id"], ["robot.id"], name="fk_pairing_code_robot_id_robot"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_pairing_code"),
    )
    op.create_index("ix_pairing_code_robot_id", "pairing_code", ["robot_id"], unique=False)
    op.create_table(
        "robot_resident",
        sa.Column("robot_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_robot_resident_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(
            ["robot_id"], ["robot.id"], name="fk_robot_resident_robot_id_robot"
        ),
        sa.PrimaryKeyConstraint("robot_id", "resident_id", name="pk_robot_resident"),
    )
    op.create_index(
        "ix_robot_resident_resident_id", "robot_resident", ["resident_id"], unique=False
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("needs_answer", sa.Boolean(), nullable=False),
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_task_resident_id_resident"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_due_at", "task", ["due_at"], unique=False)
    op.create_index("ix_task_resident_id", "task", ["resident_id"], unique=False)
    op.create_table(
        "alert_action",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_alert_action_alert_id_alert"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_alert_action_staff_id_staff"),
        sa.PrimaryKeyConstraint("alert_id", "number", name="pk_alert_action"),
    )
    op.create_table(
        "event_body",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_body_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_body"),
    )


def downgrade() -> None:
    op.drop_table("event_body")
    op.drop_table("alert_action")
    op.drop_index("ix_task_resident_id", table_name="task")
    op.drop_index("ix_task_due_at", table_name="task")
    op.drop_table("task")
    op.drop_index("ix_robot_resident_resident_id", table_name="robot_resident")
    op.drop_table("robot_resident")
    op.drop_index("ix_pairing_code_robot_id", table_name="pairing_code")
    op.drop_table("pairing_code")
    op.drop_index("ix_event_resident_id_occurred_at", table_name="event")
    op.drop_index("ix_event_occurrence_id", table_name="event")
    op.drop_table("event")
    op.drop_index("ix_dead_letter_robot_id", table_name="dead_letter")
    op.drop_table("dead_letter")
    op.drop_table("care_plan")
    op.drop_index("ix_alert_unit_id", table_name="alert")
    op.drop_index("ix_alert_resident_id", table_name="alert")
    op.drop_table("alert")
    op.drop_index("ix_access_log_resident_id", table_name="access_log")
    op.drop_table("access_log")
    op.drop_table("staff_unit")
    op.drop_index("ix_staff_session_staff_id", table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index("ix_robot_unit_id", table_name="robot")
    op.drop_table("robot")
    op.drop_index("ix_resident_unit_id", table_name="resident")
    op.drop_table("resident")
    op.drop_index("ix_unit_tenant_id", table_name="unit")
    op.drop_table("unit")
    op.drop_index("ix_staff_tenant_id", table_name="staff")
    op.drop_table("staff")
    op.drop_index("ix_used_assertion_expires_at", table_name="used_assertion")
    op.drop_table("used_assertion")
    op.drop_table("tenant")
    op.drop_table("login_failure")
