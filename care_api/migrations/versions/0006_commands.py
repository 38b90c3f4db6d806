"""What a robot is asked to do now, and a number that tells it of news."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "robot", sa.Column("orders_version", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.create_table(
        "command",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("robot_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["robot_id"], ["robot.id"], name="fk_command_robot_id_robot"),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name="fk_command_resident_id_resident"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_command_unit_id_unit"),
        sa.ForeignKeyConstraint(["sent_by"], ["staff.id"], name="fk_command_sent_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_command"),
    )
    op.create_index("ix_command_resident_id", "command", ["resident_id"])
    op.create_index("ix_command_robot_id_state", "command", ["robot_id", "state"])
    op.create_index("ix_command_state_expires_at", "command", ["state", "expires_at"])


def downgrade() -> None:
    op.drop_table("command")
    op.drop_column("robot", "orders_version")
