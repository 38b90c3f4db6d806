"""How long things are kept, kind by kind; and what of a robot's boot has gone for that reason.

The table of before held nothing: no page had ever filled it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_table("retention")
    op.create_table(
        "retention",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("deleted_before", sa.Date(), nullable=True),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("done_to", sa.BigInteger(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_retention_tenant_id_tenant"),
        sa.ForeignKeyConstraint(["saved_by"], ["staff.id"], name="fk_retention_saved_by_staff"),
        sa.PrimaryKeyConstraint("tenant_id", "kind", name="pk_retention"),
    )
    op.add_column(
        "boot", sa.Column("deleted_to", sa.BigInteger(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("boot", "deleted_to")
    op.drop_table("retention")
    op.create_table(
        "retention",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("words_days", sa.Integer(), nullable=True),
        sa.Column("events_days", sa.Integer(), nullable=True),
        sa.Column("audit_days", sa.Integer(), nullable=True),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("words_erased_to", sa.BigInteger(), nullable=False),
        sa.Column("events_deleted_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_retention_tenant_id_tenant"),
        sa.ForeignKeyConstraint(["saved_by"], ["staff.id"], name="fk_retention_saved_by_staff"),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_retention"),
    )
