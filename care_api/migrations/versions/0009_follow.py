"""Whom each member of staff looks after today."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_follow_staff_id_staff"),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_follow_resident_id_resident"
        ),
        sa.PrimaryKeyConstraint("staff_id", "resident_id", name="pk_follow"),
    )
    op.create_index("ix_follow_resident_id", "follow", ["resident_id"])


def downgrade() -> None:
    op.drop_table("follow")
