"""What is looked for among all that a boot has told: found by an index of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OF_BOOT = sa.text(
    "kind = 'help.requested' OR kind = 'help.clarified' OR kind = 'help.cancelled' "
    "OR kind = 'robot.fault' OR kind = 'privacy.forgotten'"
)


def upgrade() -> None:
    op.create_index(
        "ix_event_of_boot_boot_id_kind",
        "event",
        ["boot_id", "kind"],
        postgresql_where=_OF_BOOT,
        sqlite_where=_OF_BOOT,
    )


def downgrade() -> None:
    op.drop_index("ix_event_of_boot_boot_id_kind", table_name="event")
