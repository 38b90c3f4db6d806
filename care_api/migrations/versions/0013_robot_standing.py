"""Where a robot stands, the plans it has on board and what ails it, as its heartbeat says."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("robot", sa.Column("place", sa.String(), nullable=False, server_default=""))
    op.add_column("robot_state", sa.Column("plans", sa.Text(), nullable=True))
    op.add_column("robot_state", sa.Column("faults", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("robot_state", "faults")
    op.drop_column("robot_state", "plans")
    op.drop_column("robot", "place")
