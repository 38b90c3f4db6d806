"""Which event a task's report is: the next dose may count from it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("report_id", sa.Uuid(), nullable=True))
    op.create_index("ix_task_item_id", "task", ["item_id"])


def downgrade() -> None:
    op.drop_index("ix_task_item_id", "task")
    op.drop_column("task", "report_id")
