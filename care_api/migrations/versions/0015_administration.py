"""What administration needs: acts in the audit log and its seals, loans, keeping, invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_UNSEALED = sa.text("seal IS NULL")


def upgrade() -> None:
    _widen_the_log()
    _make_seals()
    _make_loans()
    _make_retention()
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_invitation_staff_id_staff"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_invitation"),
    )
    op.create_index("ix_invitation_staff_id", "invitation", ["staff_id"])


def _widen_the_log() -> None:
    with op.batch_alter_table("access_log") as table:
        table.alter_column("staff_id", existing_type=sa.Uuid(), nullable=True)
        table.alter_column("resident_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("unit_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("detail", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("tenant_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("seal", sa.Integer(), nullable=True))
    op.create_index("ix_access_log_tenant_id_seal", "access_log", ["tenant_id", "seal"])
    op.create_index(
        "ix_access_log_unsealed",
        "access_log",
        ["id"],
        postgresql_where=_UNSEALED,
        sqlite_where=_UNSEALED,
    )


def _make_seals() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("pruned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name="fk_audit_seal_tenant_id_tenant"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "number", name="pk_audit_seal"),
    )


def _make_loans() -> None:
    op.create_table(
        "alert_loan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("to_unit_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lent_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_alert_loan_unit_id_unit"),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name="fk_alert_loan_to_unit_id_unit"),
        sa.ForeignKeyConstraint(["lent_by"], ["staff.id"], name="fk_alert_loan_lent_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_loan"),
    )
    op.create_index("ix_alert_loan_unit_id", "alert_loan", ["unit_id"])
    op.create_index("ix_alert_loan_to_unit_id", "alert_loan", ["to_unit_id"])


def _make_retention() -> None:
    op.create_table(
        "retention",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("words_days", sa.Integer(), nullable=True),
        sa.Column("events_days", sa.Integer(), nullable=True),
        sa.Column("audit_days", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("words_erased_to", sa.BigInteger(), nullable=False),
        sa.Column("events_deleted_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_retention_tenant_id_tenant"),
        sa.ForeignKeyConstraint(["saved_by"], ["staff.id"], name="fk_retention_saved_by_staff"),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_retention"),
    )


def downgrade() -> None:
    for name in ("invitation", "retention", "alert_loan", "audit_seal"):
        op.drop_table(name)
    op.execute("DELETE FROM access_log WHERE staff_id IS NULL OR resident_id IS NULL")
    op.drop_index("ix_access_log_unsealed", table_name="access_log")
    op.drop_index("ix_access_log_tenant_id_seal", table_name="access_log")
    with op.batch_alter_table("access_log") as table:
        for column in ("seal", "tenant_id", "detail", "unit_id", "subject_id"):
            table.drop_column(column)
        table.alter_column("resident_id", existing_type=sa.Uuid(), nullable=False)
        table.alter_column("staff_id", existing_type=sa.Uuid(), nullable=False)
