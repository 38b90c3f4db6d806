"""How much of each boot's log has arrived, and how each robot is."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("robot", sa.Column("clock_off_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "robot_state",
        sa.Column("robot_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plans_etag", sa.String(), nullable=False),
        sa.Column("waiting_events", sa.Integer(), nullable=False),
        sa.Column("refused_events", sa.Integer(), nullable=False),
        sa.Column("battery", sa.Float(), nullable=True),
        sa.Column("is_charging", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["robot_id"], ["robot.id"], name="fk_robot_state_robot_id_robot"),
        sa.PrimaryKeyConstraint("robot_id", name="pk_robot_state"),
    )
    op.create_table(
        "boot",
        sa.Column("boot_id", sa.Uuid(), nullable=False),
        sa.Column("robot_id", sa.Uuid(), nullable=False),
        sa.Column("contiguous", sa.BigInteger(), nullable=False),
        sa.Column("highest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["robot_id"], ["robot.id"], name="fk_boot_robot_id_robot"),
        sa.PrimaryKeyConstraint("boot_id", name="pk_boot"),
    )
    op.create_index("ix_boot_robot_id", "boot", ["robot_id"])
    op.add_column("dead_letter", sa.Column("boot_id", sa.Uuid(), nullable=True))
    op.add_column("dead_letter", sa.Column("sequence", sa.BigInteger(), nullable=True))
    op.create_index("ix_dead_letter_boot_id", "dead_letter", ["boot_id"])


def downgrade() -> None:
    op.drop_index("ix_dead_letter_boot_id", table_name="dead_letter")
    op.drop_column("dead_letter", "sequence")
    op.drop_column("dead_letter", "boot_id")
    op.drop_table("boot")
    op.drop_table("robot_state")
    op.drop_column("robot", "clock_off_at")
