"""How far each resident's tasks are made; an index that finds a robot's alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_horizon",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("made_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_task_horizon_resident_id_resident"
        ),
        sa.PrimaryKeyConstraint("resident_id", name="pk_task_horizon"),
    )
    op.create_index("ix_task_horizon_made_until", "task_horizon", ["made_until"])
    op.create_index("ix_alert_robot_id_raised_at", "alert", ["robot_id", "raised_at"])


def downgrade() -> None:
    op.drop_index("ix_alert_robot_id_raised_at", table_name="alert")
    op.drop_table("task_horizon")
